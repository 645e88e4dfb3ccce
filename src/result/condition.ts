import { RequestFailure } from '../request-failure.ts';
import { describeMentioned } from './mentioned.ts';
import { quotedNumberNotes } from './quoted-numbers.ts';
import type { BodyContent } from './read-content.ts';
import { readSelected } from './read-selected.ts';
import type { Reading } from './reading.ts';
import { callFunction, isFunction, type RunFunction } from './run-function.ts';
import { evaluateOn, saidOf } from './select-body.ts';
import { SelectError } from './select/select-error.ts';

/** What is asked of a body that is polled. */
export interface ConditionQuestion {
  /** How the body is read; it selects nothing. */
  readonly reading: Reading;
  /** JMESPath over the body, or a function of it. */
  readonly condition: string;
}

/** Whether a condition holds, and what of the body it was about. */
export interface ConditionFacts {
  readonly holds: boolean;
  /** In a few words: `status: "running"`, or why it could not be told. */
  readonly seen: string;
  /** What the expression gave, if that is a text: it counts as true, whatever it says. */
  readonly text?: string | undefined;
  readonly notes: readonly string[];
}

/** Looks whether a condition holds for a body. An error of the expression or of the body means that it does not yet. */
export async function readCondition(
  body: Buffer,
  { reading, condition }: ConditionQuestion,
  runFunction?: RunFunction,
): Promise<ConditionFacts> {
  try {
    const read: Whole = body.length === 0 ? { value: null } : await readWhole(body, reading);
    const { value } = read;
    const { gave, notes } = isFunction(condition)
      ? await call(read, condition, reading, runFunction)
      : evaluate(value, condition, body.length);
    const text = typeof gave === 'string' ? gave.slice(0, 60) : undefined;
    return { holds: isTrue(gave), seen: describeMentioned(value, condition), text, notes };
  } catch (error) {
    if (!(error instanceof SelectError || error instanceof RequestFailure)) throw error;
    return { holds: false, seen: saidOf('until', error.message), notes: [] };
  }
}

type Whole = Pick<BodyContent, 'value' | 'hasQuotedNumbers'>;

interface Gave {
  readonly gave: unknown;
  readonly notes: readonly string[];
}

/** @throws {SelectError} */
function evaluate(body: unknown, condition: string, bytes: number): Gave {
  const { value, notes, missing } = evaluateOn(body, condition, bytes);
  // What is compared and is not there may be misspelled, and the condition be true of that.
  const all = isTrue(value) && missing !== undefined ? [missing, ...notes] : notes;
  return { gave: value, notes: all.map((note) => saidOf('until', note)) };
}

/** Undefined is not true. @throws {SelectError} if it fails */
async function call(body: Whole, text: string, { record = '{}' }: Reading, runFunction: RunFunction | undefined): Promise<Gave> {
  const computing = quotedNumberNotes(body, 'body');
  try {
    const { value, notes } = await callFunction({ name: 'until', text, body: body.value, record }, runFunction);
    return { gave: value, notes: [...computing, ...notes] };
  } catch (error) {
    if (error instanceof SelectError && error.isNothing) return { gave: undefined, notes: computing };
    throw error;
  }
}

/** JSON where it is some, whatever its label says. */
async function readWhole(body: Buffer, reading: Reading): Promise<Whole> {
  const whole = await readSelected([body], reading);
  if (whole.kind === 'json' || reading.as !== 'auto') return whole;
  try {
    return await readSelected([body], { ...reading, as: 'json' });
  } catch (error) {
    if (error instanceof RequestFailure) return whole;
    throw error;
  }
}

/** As JMESPath has it, and zero is not true either: `done: 0` is not done. */
function isTrue(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}
