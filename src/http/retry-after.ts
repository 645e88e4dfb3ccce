import { headerOf, type HttpResponse } from './message.ts';

/** The three forms of RFC 9110 section 5.6.7; the third names no zone. `Date.parse` takes "soon 2099" for a date. */
const HTTP_DATE = /^((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d\d:\d\d:\d\d(?: \d{4})?)( GMT)?$/;

/**
 * How long an answer asks us to stay away: `Retry-After` (RFC 9110 section 10.2.3), in seconds or as a date.
 * @param now milliseconds since the epoch
 * @returns milliseconds, 0 for a date that has passed; undefined if it does not say
 */
export function retryAfterMs(response: Pick<HttpResponse, 'headers'>, now: number = Date.now()): number | undefined {
  const value = headerOf(response.headers, 'retry-after')?.trim();
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const [, time, zone = ' GMT'] = HTTP_DATE.exec(value) ?? [];
  const date = time ? Date.parse(time + zone) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
