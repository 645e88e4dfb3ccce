import type { HttpResponse, ResponseHeaders } from '../message.ts';
import { retryAfterMs } from '../retry-after.ts';

/** What an answer says of how often its origin wants to be asked. */
export interface Quota {
  /** Milliseconds until it may be asked again: `Retry-After` of a refusal, or nothing is left and when that changes. */
  readonly closedMs?: number;
  /** Requests a second that it allows, where it says so of a window of a minute or less. */
  readonly perSecond?: number;
}

const NOTHING: Quota = {};
/** What a refusal for coming too often may be; GitHub says it by a 403. */
const REFUSALS = new Set([403, 429, 503]);
/** A longer window says how much, not how fast: nobody wants 5,000 an hour spread evenly. */
const MAX_WINDOW_S = 60;
/** Above it a number is seconds since the epoch, not from now (2001; 31 years). */
const EPOCH_S = 1e9;
/** Above it, milliseconds since the epoch. */
const EPOCH_MS = 1e11;
/** Nobody is kept waiting for longer on the word of one answer. */
const MAX_CLOSED_MS = 86_400_000;

/**
 * Reads `Retry-After` (RFC 9110 section 10.2.3), `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers,
 * the structured form and that of draft 03 to 07), `RateLimit-Limit`, `-Remaining` and `-Reset` (up to draft 06), and the
 * `X-RateLimit-...` of GitHub and others. What cannot be read counts as not said.
 * @param now milliseconds since the epoch, for dates; the answer's own `Date` goes before it
 */
export function readQuota({ status, headers }: Pick<HttpResponse, 'status' | 'headers'>, now: number = Date.now()): Quota {
  if (saysNothing(headers)) return NOTHING;
  const asked = REFUSALS.has(status) ? retryAfterMs({ headers }, now) : undefined;
  const said = structured(headers) ?? plain(headers, now);
  if (asked === undefined && !said) return NOTHING;
  const closedMs = Math.min(MAX_CLOSED_MS, Math.max(asked ?? 0, said?.closedMs ?? 0));
  return { ...(closedMs > 0 ? { closedMs } : {}), ...(said?.perSecond ? { perSecond: said.perSecond } : {}) };
}

/** Nearly every answer; looked for by constant names, which costs a tenth of reading them all. */
function saysNothing(headers: ResponseHeaders): boolean {
  return (
    headers['retry-after'] === undefined &&
    headers['ratelimit'] === undefined &&
    headers['ratelimit-policy'] === undefined &&
    headers['ratelimit-remaining'] === undefined &&
    headers['x-ratelimit-remaining'] === undefined &&
    headers['x-rate-limit-remaining'] === undefined
  );
}

/** Milliseconds that a refusal, or whatever else carries a `Retry-After`, asks to stay away; undefined if it does not. */
export function requestedWaitMs(response: Pick<HttpResponse, 'status' | 'headers'>): number | undefined {
  return retryAfterMs(response) ?? (REFUSALS.has(response.status) ? readQuota(response).closedMs : undefined);
}

/** `RateLimit-Policy: "default";q=100;w=60` and `RateLimit: "default";r=0;t=30`; of several, the one that is used up. */
function structured(headers: ResponseHeaders): Quota | undefined {
  const limit = text(headers['ratelimit']);
  const policy = text(headers['ratelimit-policy']);
  if (limit === undefined && policy === undefined) return undefined;
  const policies = items(policy ?? '').map(({ name, params }) => {
    return { name, quota: params.get('q') ?? number(name), window: params.get('w') };
  });
  const used = items(limit ?? '').flatMap(({ name, params }) => {
    const remaining = params.get('r') ?? params.get('remaining');
    const reset = params.get('t') ?? params.get('reset') ?? policies.find((each) => each.name === name)?.window;
    return remaining === 0 && reset !== undefined ? [reset * 1_000] : [];
  });
  const rates = policies.flatMap(({ quota, window }) => rate(quota, window));
  // Nothing of the structured form in it: the other names may say more.
  if (used.length === 0 && rates.length === 0 && headers['ratelimit-remaining'] !== undefined) return undefined;
  return {
    ...(used.length > 0 ? { closedMs: Math.max(...used) } : {}),
    ...(rates.length > 0 ? { perSecond: Math.min(...rates) } : {}),
  };
}

/** `RateLimit-Remaining: 0` and `RateLimit-Reset: 30`, also with `X-`: in seconds from now, or since the epoch. */
function plain(headers: ResponseHeaders, now: number): Quota | undefined {
  for (const prefix of ['ratelimit', 'x-ratelimit', 'x-rate-limit']) {
    const remaining = number(text(headers[`${prefix}-remaining`]));
    if (remaining === undefined) continue;
    // RateLimit-Limit: 10, 10;w=1
    const windows = items(text(headers[`${prefix}-limit`]) ?? '').flatMap(({ name, params }) => {
      return rate(number(name), params.get('w') ?? params.get('window'));
    });
    const perSecond = windows.length > 0 ? { perSecond: Math.min(...windows) } : {};
    const reset = number(text(headers[`${prefix}-reset`]));
    if (remaining > 0 || reset === undefined) return perSecond;
    return { ...perSecond, closedMs: Math.max(0, fromNow(reset, headers, now)) };
  }
  return undefined;
}

/** Servers' clocks differ from ours: a time is read against the server's own. */
function fromNow(reset: number, headers: ResponseHeaders, now: number): number {
  if (reset < EPOCH_S) return reset * 1_000;
  const date = Date.parse(text(headers['date']) ?? '');
  return (reset < EPOCH_MS ? reset * 1_000 : reset) - (Number.isNaN(date) ? now : date);
}

function rate(quota: number | undefined, seconds: number | undefined): number[] {
  return quota && seconds && seconds <= MAX_WINDOW_S ? [quota / seconds] : [];
}

interface ListMember {
  readonly name: string;
  readonly params: ReadonlyMap<string, number>;
}

/**
 * The items of a list (RFC 9651) with those of their parameters that are numbers; `limit=10, remaining=0, reset=30` is one
 * item without a name.
 */
function items(value: string): ListMember[] {
  const list = value.match(/(?:"(?:\\.|[^"\\])*"|[^",])+/g) ?? [];
  const read = list.map((item) => {
    const [name = '', ...params] = item.match(/(?:"(?:\\.|[^"\\])*"|[^";])+/g) ?? [];
    return name.includes('=') && !name.includes('"') ? { name: '', params: [name, ...params] } : { name: name.trim(), params };
  });
  const loose = read.filter(({ name }) => name === '').flatMap(({ params }) => params);
  const named = read.filter(({ name }) => name !== '');
  return [...named, ...(loose.length > 0 ? [{ name: '', params: loose }] : [])].map(({ name, params }) => {
    return { name, params: new Map(params.flatMap(pair)) };
  });
}

function pair(param: string): [string, number][] {
  const [key = '', value] = param.split('=');
  const read = number(value);
  return read === undefined ? [] : [[key.trim().toLowerCase(), read]];
}

function number(value: string | undefined): number | undefined {
  const digits = value?.trim();
  return digits && /^\d{1,15}(\.\d{1,9})?$/.test(digits) ? Number(digits) : undefined;
}

function text(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
