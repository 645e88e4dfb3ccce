import type { Problem } from '../args/problem.ts';
import type { RequestArgs } from '../args/schema.ts';

/** Digits that any number of JavaScript keeps. */
const KEPT_DIGITS = 15;

/**
 * What is wrong with the numbers that a request was given: whole ones of so many digits that the last may not be those that
 * were written. Paths from the request; those of variables are told where these are read.
 */
export function lostDigitsProblems({ json, form, query }: RequestArgs): Problem[] {
  const cure = 'or "json" as text, which goes out as it is written';
  return [...problemOf('json', json, `write it as a string, ${cure}`), ...problemOf('form', form), ...problemOf('query', query)];
}

/** What is to be said of values at this path; nothing if no digit can be lost in them. */
export function problemOf(path: string, value: unknown, cure = 'write it as a string'): Problem[] {
  const lost = firstLost(value);
  if (lost === undefined) return [];
  return [{ path, message: `of ${lost} the last digits may not be those that were written, since it is beyond 2^53; ${cure}` }];
}

/** The first such number in a value, however deep. */
function firstLost(value: unknown): number | undefined {
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === 'number' && mayBeAnother(next)) return next;
    if (typeof next === 'object' && next !== null) for (const member of Object.values(next).toReversed()) waiting.push(member);
  }
  return undefined;
}

/**
 * `1700000000000000000` is as it was written, as good as certainly: a number that was rounded has more digits before its zeros.
 * From 1e21 on numbers are measures such as 1.7976931348623157e308, and no ids.
 */
function mayBeAnother(number: number): boolean {
  if (Number.isSafeInteger(number) || !Number.isInteger(number)) return false;
  const digits = String(Math.abs(number));
  return !digits.includes('e') && digits.replace(/0+$/, '').length > KEPT_DIGITS;
}
