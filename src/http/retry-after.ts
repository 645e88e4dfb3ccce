import type { HttpResponse } from './message.ts';
import { parseWait, serverClock } from './server-time.ts';

/**
 * `Retry-After` (RFC 9110 section 10.2.3) and its kin, the more exact ones first: of OpenAI and Azure, of Cosmos DB, and
 * of those who have put it among their other headers.
 */
const RETRY_AFTER_NAMES = [
  'retry-after-ms',
  'x-ms-retry-after-ms',
  'retry-after',
  'x-retry-after',
  'x-ratelimit-retry-after',
  'x-rate-limit-retry-after',
  'ratelimit-retry-after',
] as const;

/**
 * How long an answer asks us to stay away, as a number or a date: one is read against the answer's own `Date`, and what
 * it has spent in caches (`Age`) is over already. Of several the longest counts.
 * @param now milliseconds since the epoch
 * @returns milliseconds from now, 0 for what has passed, at most a year; undefined if it does not say
 */
export function retryAfterMs({ headers }: Pick<HttpResponse, 'headers'>, now: number = Date.now()): number | undefined {
  for (const name of RETRY_AFTER_NAMES) {
    if (headers[name] === undefined) continue;
    const ms = parseWait(headers[name], serverClock(headers, now), name.endsWith('-ms') ? 1 : 1_000);
    if (ms !== undefined) return ms;
  }
  return undefined;
}
