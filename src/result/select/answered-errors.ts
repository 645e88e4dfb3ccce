import type { KeyPresence } from './key-presence.ts';
import { SelectError } from './select-error.ts';
import { isObject, quoted } from './shape.ts';
import { toldFailures } from './told-failures.ts';

/** What an answer of GraphQL may have (GraphQL specification, section 7.1). */
const KEYS = new Set(['data', 'errors', 'extensions', 'hasNext', 'label', 'path', 'incremental', 'pending', 'completed']);

const BEGINNING = 'the answer has errors';

/**
 * What is to be said of an answer that has errors in a 200, as GraphQL has: what is null in its data, or not there at all,
 * is no finding; or of another that says that it failed or is not all, unless it is a thing with an id, such as a job.
 */
export function answeredErrors(value: unknown): string[] {
  if (!isObject(value)) return [];
  if (Array.isArray(value)) return toldFailures(value);
  const { data, errors } = value;
  const isNamed = data === null || Object.keys(value).every((key) => KEYS.has(key));
  if (!isNamed || !Array.isArray(errors) || errors.length === 0 || !errors.every(isObject)) return toldFailures(value);
  const first = describeError(errors[0]);
  const where = data === undefined || data === null ? 'and no data' : 'beside its data';
  return [`${BEGINNING} ${where}${first === undefined ? '' : `, such as ${first}`}`];
}

/** What such a note says, without the errors of one answer; undefined of other notes. */
export function gistOfErrors(note: string): string | undefined {
  return note.startsWith(BEGINNING) ? note.split(', such as ', 1)[0] : undefined;
}

/** Says beside what is missing in a body that the answer itself tells of errors. */
export function withErrors(value: unknown, keys: KeyPresence | undefined): KeyPresence | undefined {
  if (!keys?.isNothing || keys.missing === undefined) return keys;
  return { ...keys, missing: [keys.missing, ...answeredErrors(value)].join('; ') };
}

/** The same of what a selection has failed with; other errors as they are. */
export function failedWithErrors(value: unknown, error: unknown): unknown {
  const errors = answeredErrors(value);
  if (errors.length === 0 || !(error instanceof SelectError)) return error;
  const { isNothing, isOverLimit } = error;
  return new SelectError([error.message, ...errors].join('; '), { cause: error, isNothing, isOverLimit });
}

/** The words of an error, and which field of the data it is about. */
function describeError(error: unknown): string | undefined {
  if (!isObject(error)) return undefined;
  const { message } = error;
  if (typeof message !== 'string' || message === '') return undefined;
  const path = [error['path']].flat().filter((step) => typeof step === 'string' || typeof step === 'number');
  const at = path.length > 0 ? ` (at ${quoted(path.join('.'))})` : '';
  return `${JSON.stringify(quoted(message))}${at}`;
}
