import { RequestFailure } from '../request-failure.ts';
import type { BodyContent } from './read-content.ts';
import { quotedNumberPlaces } from './quoted-numbers.ts';
import { readSelected } from './read-selected.ts';
import type { RunFunction } from './run-function.ts';
import type { Reading } from './reading.ts';
import { NotJson, SelectError } from './select/select-error.ts';
import { shape } from './select/shape.ts';

/** What values are wanted of bodies. */
export interface ValuesQuestion {
  readonly reading: Reading;
  /** How many values are of use: of more only the number is told. */
  readonly maxValues: number;
  /** Characters of all values together, as JSON. */
  readonly maxLength: number;
}

/** What a selection gave, as a list. */
export type ReadValues =
  | {
      readonly values: readonly unknown[];
      readonly of: number;
      readonly notes: readonly string[];
      /** Where strings are in them that may have been numbers beyond 2^53: `[].id`. */
      readonly quoted?: readonly string[];
    }
  | { readonly outcome: 'select_error' | 'decode'; readonly message: string };

/** Takes values for other requests' variables from bodies; what is wrong with these is data. */
export async function readValues(
  bodies: readonly Buffer[],
  question: ValuesQuestion,
  runFunction?: RunFunction,
): Promise<ReadValues> {
  const { reading, maxValues, maxLength } = question;
  try {
    const { value, notes, hasQuotedNumbers } = await readJson(bodies, reading, runFunction);
    const none = value === null || value === undefined;
    const all: readonly unknown[] = Array.isArray(value) ? value : none ? [] : [value];
    const values = all.slice(0, maxValues);
    const length = (JSON.stringify(values) ?? '').length;
    const isPicked = all.length === 0 && (reading.select ?? '@') !== '@';
    const why = isPicked && notes.length === 0 ? [await describeBody(bodies, reading)] : notes;
    const quoted = hasQuotedNumbers ? { quoted: quotedNumberPlaces(values) } : {};
    if (length <= maxLength) return { values, of: all.length, notes: why, ...quoted };
    const message = `what was selected is too large for variables (${length} characters); it is ${shape(value)}`;
    return { outcome: 'select_error', message };
  } catch (error) {
    if (error instanceof SelectError) return { outcome: 'select_error', message: error.message };
    if (error instanceof RequestFailure) return { outcome: 'decode', message: error.message };
    throw error;
  }
}

/** What a selection that gave nothing has looked at. */
async function describeBody(bodies: readonly Buffer[], reading: Reading): Promise<string> {
  return `the body is ${shape((await readJson(bodies, { ...reading, select: undefined }, undefined)).value)}`;
}

/** What is no JSON as it is read is none after all, or JSON without a label. */
async function readJson(bodies: readonly Buffer[], reading: Reading, runFunction: RunFunction | undefined): Promise<BodyContent> {
  try {
    return await readSelected(bodies, reading, runFunction);
  } catch (error) {
    if (!(error instanceof NotJson) || reading.as === 'json') throw error;
    return readSelected(bodies, { ...reading, as: 'json' });
  }
}
