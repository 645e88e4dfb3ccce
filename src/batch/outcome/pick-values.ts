import { readValues, type ReadValues } from '../../result/read-values.ts';
import type { Reading } from '../../result/reading.ts';
import { INLINE_BYTES, type HeldBody } from './answer.ts';
import { isInlineReading } from './inline-reading.ts';
import { describeJobFailure, jobOptions, LIMIT_MS, sourcesOf, type BodyContext } from './read-body.ts';

/** Values that a call has use for: each stands for one request at least. */
const MAX_VALUES = 10_001;
/** Characters of the values that one request gives to others, as JSON. */
const MAX_LENGTH = 32 * 2 ** 20;

/**
 * Takes values for other requests' variables from bodies: here if that is bounded to be quick, else in the sandbox.
 * @throws the reason of `context.signal`
 */
export async function pickValues(held: readonly HeldBody[], reading: Reading, context: BodyContext): Promise<ReadValues> {
  const question = { reading, maxValues: MAX_VALUES, maxLength: MAX_LENGTH };
  const here = held.flatMap(({ content }) => content ?? []);
  const bytes = here.reduce((sum, { length }) => sum + length, 0);
  if (here.length === held.length && bytes <= INLINE_BYTES && isInlineReading(reading, bytes)) return readValues(here, question);
  try {
    const sources = await sourcesOf(held, context);
    return await context.sandbox.run('values', { sources, ...question }, jobOptions(context, LIMIT_MS));
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    return { outcome: 'decode', message: `the body ${describeJobFailure(error)}` };
  }
}
