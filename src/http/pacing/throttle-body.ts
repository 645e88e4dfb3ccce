import type { HttpResponse } from '../message.ts';
import { parseDurationMs } from '../server-time.ts';

/** A refusal is short; of a longer body nothing is read. */
const MAX_BYTES = 64 * 1024;
/** How deep it is looked for, and in how many values. */
const MAX_DEPTH = 6;
const MAX_VALUES = 500;

/** `retry_after` of Discord, Telegram and Dropbox, `retry_after_ms`, `retryAfter`, monday's `retry_in_seconds`; Google's `retryDelay`. */
const WAIT = /^retry_?(?:after|in|delay)_?(ms|milli_?seconds)?(?:s|secs?|seconds)?$/i;
/** What Google says in `reason` or `status` where it means 429. */
const REASON =
  /^(?:userRateLimitExceeded|rateLimitExceeded|RESOURCE_EXHAUSTED|Throttling(?:Exception)?|TooManyRequestsException)$/;
/** OpenAI: "Please try again in 6m0s"; Azure: "Please retry after 9 seconds". */
const WORDS = /(?:retry|try again) (?:after|in) (\d+(?:\.\d+)?) ?(milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|hours?)\b/i;
const GO_DURATION = /(?:retry|try again) (?:after|in) ((?:\d+(?:\.\d+)?(?:h|ms|m|s))+)\b/i;
const SECONDARY = /secondary rate limit|abuse detection mechanism/i;

/** An answer as far as it may refuse a request. */
export type Refusing = Pick<HttpResponse, 'status' | 'headers'> & { readonly body?: Buffer };

/** What the body of a refusal says: how long, and whether everything at its origin is meant. */
export interface ThrottleBody {
  readonly waitMs: number | undefined;
  readonly isGlobal: boolean;
}

/** Reads the JSON of a refusal: how long to wait, under whatever name it is there. */
export function readThrottleBody(response: Refusing): ThrottleBody {
  const waits: number[] = [];
  let isGlobal = false;
  for (const [key, value] of members(response)) {
    const [named, isMs] = WAIT.exec(key) ?? [];
    const ms = named === undefined ? undefined : parseMs(value, isMs === undefined ? 1_000 : 1);
    if (ms !== undefined) waits.push(ms);
    if (key === 'global' && value === true) isGlobal = true;
  }
  return { waitMs: waits.length > 0 ? Math.max(...waits) : undefined, isGlobal };
}

/** Whether GitHub says that it is asked too much in a short time, which it does by a 403 or a 429 without headers, too. */
export function isSecondaryLimit(response: Refusing): boolean {
  return SECONDARY.test(textOf(response));
}

/** What a refusal says in words: that it is one, and for how long if it says so. */
export function throttleWords(response: Refusing): { readonly waitMs: number | undefined } | undefined {
  const text = textOf(response);
  const [, number, unit = ''] = WORDS.exec(text) ?? [];
  const plain = number === undefined ? undefined : Number(number) * unitMs(unit);
  const waitMs = parseDurationMs(GO_DURATION.exec(text)?.[1] ?? '') ?? plain;
  if (response.status === 429) return waitMs === undefined ? undefined : { waitMs };
  const isSaid = [...members(response)].some(([, value]) => typeof value === 'string' && REASON.test(value));
  return isSaid ? { waitMs } : undefined;
}

function textOf({ body }: Refusing): string {
  return body === undefined || body.length > MAX_BYTES ? '' : body.toString();
}

/** The members of all objects in a body of JSON, from the outside in; nothing if it is none. */
function* members(response: Refusing): Generator<readonly [key: string, value: unknown]> {
  let level = [parsed(textOf(response))];
  let left = MAX_VALUES;
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      for (const [key, inner] of Object.entries(value)) {
        if (--left < 0) return;
        yield [key, inner];
        next.push(inner);
      }
    }
    level = next;
  }
}

function parsed(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // what is no JSON says nothing by it
  }
}

function parseMs(value: unknown, unit: number): number | undefined {
  if (typeof value === 'number') return value >= 0 ? Math.ceil(value * unit) : undefined;
  if (typeof value !== 'string') return undefined;
  return /^\d{1,12}(?:\.\d{1,9})?$/.test(value) ? Number(value) * unit : parseDurationMs(value);
}

function unitMs(unit: string): number {
  if (/^m(?:illi|s)/i.test(unit)) return 1;
  if (/^h/i.test(unit)) return 3_600_000;
  return /^m/i.test(unit) ? 60_000 : 1_000;
}
