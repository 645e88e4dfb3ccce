import { parseHttpDate } from '../http-date.ts';
import type { ResponseHeaders } from '../message.ts';

/** An answer of which it cannot be told until when it is fresh is not (RFC 9111 sections 4.2.1 and 5.3). */
const LONG_OVER = new Date(0).toUTCString();

/**
 * What an answer says of time, as the library reads it right: dates to the letter, and the time that it has been on its
 * way already, by its `Age` or by its `Date`, whichever is more (RFC 9111 section 4.2.3).
 * @param now milliseconds since the epoch
 */
export function readTimes(headers: ResponseHeaders, now: number): Record<'expires' | 'date' | 'age', string | undefined> {
  const dateOf = (name: string): number | undefined => {
    const lines = [headers[name]].flat();
    return lines.length === 1 ? parseHttpDate(lines[0] ?? '', now) : undefined;
  };
  const [date, expires] = [dateOf('date'), dateOf('expires')];
  const [age = ''] = [headers['age']].flat().join(',').split(',');
  const apparentS = date === undefined ? 0 : Math.max(0, Math.floor((now - date) / 1_000));
  const ageS = /^\d{1,10}$/.test(age.trim()) ? Number(age) : 0;
  return {
    date: date === undefined ? undefined : new Date(date).toUTCString(),
    expires: headers['expires'] === undefined ? undefined : expires === undefined ? LONG_OVER : new Date(expires).toUTCString(),
    age: String(Math.max(apparentS, ageS)),
  };
}

/** Names in lower case; of a directive given twice the first counts (RFC 9111 section 4.2.1). */
export function directives(value: string | string[] | undefined): Map<string, string> {
  const found = new Map<string, string>();
  // A quoted argument may have commas in it.
  const all =
    [value]
      .flat()
      .join(',')
      .match(/(?:[^,"]|"(?:[^"\\]|\\.)*"?)+/g) ?? [];
  for (const directive of all) {
    const [name = '', ...rest] = directive.trim().split('=');
    const key = name.trim().toLowerCase();
    const argument = rest
      .join('=')
      .trim()
      .replace(/^"(.*)"$/, '$1');
    if (key && !found.has(key)) found.set(key, argument);
  }
  return found;
}

/** The library knows directives in lower case, in one line, and splits quoted lists: their first name will do. */
export function written(value: string | string[] | undefined, without: readonly string[] = []): string | undefined {
  if (value === undefined) return undefined;
  const all = [...directives(value)].filter(([name]) => !without.includes(name));
  return all.map(([name, argument]) => (argument ? `${name}=${readable(name, argument)}` : name)).join(', ');
}

/** A lifetime that is no number is none; a longer one than fits is the longest (RFC 9111 section 1.2.2). */
function readable(name: string, argument: string): string {
  const [first = ''] = argument.split(',');
  if (name !== 'max-age' && name !== 's-maxage') return first;
  return /^\d+$/.test(first) ? String(Math.min(Number(first), 2 ** 31)) : '0';
}
