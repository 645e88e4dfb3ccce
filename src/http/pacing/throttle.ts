import { retryAfterMs } from '../retry-after.ts';
import { readRateLimits, resetAloneMs } from './rate-limit-headers.ts';
import { isSecondaryLimit, readThrottleBody, throttleWords, type Refusing } from './throttle-body.ts';

/** A refusal because of how often was asked. */
export interface Throttle {
  /** Milliseconds until it may be asked again; undefined if it does not say. */
  readonly waitMs: number | undefined;
  /**
   * Where that is said: by `Retry-After` or its like, by a quota that is used up, or in words, from which it was only
   * inferred.
   */
  readonly by: 'retry-after' | 'quota' | 'words' | undefined;
  /** Whether it says that everything at its origin is meant. */
  readonly isGlobal: boolean;
}

/** GitHub asks for at least a minute where it names no time. */
const SECONDARY_MS = 60_000;

/**
 * Reads whether an answer refuses its request because of how often was asked, and for how long: a 429, or a 403 that has a
 * `Retry-After`, a quota that is used up and when it is not, or says so in its body. `Retry-After` goes before what the
 * body says, that before the quotas, of which on a 429 the reset alone will do.
 * @param now milliseconds since the epoch
 * @returns undefined if it is no such answer
 */
export function readThrottle(response: Refusing, now: number = Date.now()): Throttle | undefined {
  const { status, headers } = response;
  if (status !== 429 && status !== 403) return undefined;
  const body = readThrottleBody(response);
  const isSecondary = isSecondaryLimit(response);
  const isGlobal = isSecondary || body.isGlobal || [headers['x-ratelimit-global'], headers['x-ratelimit-scope']].some(isAll);
  const asked = retryAfterMs(response, now) ?? body.waitMs;
  if (asked !== undefined) return { waitMs: asked, by: 'retry-after', isGlobal };
  const { quotas } = readRateLimits(response, now);
  const used = quotas.flatMap(({ isLeft, resetMs }) => (isLeft || resetMs === undefined ? [] : [resetMs]));
  if (used.length > 0) return { waitMs: Math.max(...used), by: 'quota', isGlobal };
  if (isSecondary) return { waitMs: SECONDARY_MS, by: 'words', isGlobal };
  const said = throttleWords(response);
  if (status === 403) return said ? { waitMs: said.waitMs, by: 'words', isGlobal } : undefined;
  const reset = resetAloneMs(response, now);
  if (reset !== undefined) return { waitMs: reset, by: 'quota', isGlobal };
  return { waitMs: said?.waitMs, by: said?.waitMs === undefined ? undefined : 'words', isGlobal };
}

function isAll(value: string | string[] | undefined): boolean {
  return value === 'true' || value === 'global';
}

/** Milliseconds that an answer of whatever status asks to stay away; undefined if it does not. */
export function requestedWaitMs(response: Refusing): number | undefined {
  return readThrottle(response)?.waitMs ?? retryAfterMs(response);
}
