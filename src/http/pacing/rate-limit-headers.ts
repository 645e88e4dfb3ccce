import type { HttpResponse, ResponseHeaders } from '../message.ts';
import { parseWait, serverClock, type ServerClock } from '../server-time.ts';
import { OTHER_QUOTAS, REQUEST_QUOTAS, type QuotaFamily } from './quota-families.ts';
import { lineOf, parseCount, parseQuotaList } from './quota-list.ts';

/** How a server calls a quota: by what it is of, by a bucket, or by the policy it follows. */
export interface QuotaName {
  readonly name: string;
  readonly kind: 'resource' | 'bucket' | 'policy';
}

/** What an answer says of one quota. */
export interface Quota {
  /** Undefined for one that has none. */
  readonly name: QuotaName | undefined;
  /** Whether any of it is left. */
  readonly isLeft: boolean;
  /** Milliseconds until it is whole again, if it says so. */
  readonly resetMs: number | undefined;
  /** Whether it is one of requests. */
  readonly isOfRequests: boolean;
}

/** What an answer says of how often it may be asked. */
export interface RateLimits {
  readonly quotas: readonly Quota[];
  /** Requests a second, where it says so of a window of a minute or less. */
  readonly perSecond?: number;
}

const NOTHING: RateLimits = { quotas: [] };
/** A longer window says how much, not how fast: nobody wants 5,000 an hour spread evenly. */
const MAX_WINDOW_S = 60;
/** Whatever has one of these says something; most answers have none, and cost no more than this. */
const TELLING = new Set([
  'ratelimit',
  'ratelimit-policy',
  ...[...REQUEST_QUOTAS, ...OTHER_QUOTAS].flatMap(({ remaining, resets }) => [remaining, ...resets]),
]);

/**
 * Reads `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers, the structured form and that of draft 03
 * to 07), `RateLimit-Limit`, `-Remaining` and `-Reset` (up to draft 06), and the names that others have for the same. What
 * cannot be read counts as not said.
 * @param now milliseconds since the epoch, for dates; the answer's own `Date` goes before it
 */
export function readRateLimits({ headers }: Pick<HttpResponse, 'headers'>, now: number = Date.now()): RateLimits {
  if (!isTelling(headers)) return NOTHING;
  const clock = serverClock(headers, now);
  const limits = structured(headers, clock);
  if (limits) return limits;
  const quotas = [
    ...REQUEST_QUOTAS.flatMap((family) => read(family, headers, clock, true)),
    ...OTHER_QUOTAS.flatMap((family) => read(family, headers, clock, false)),
  ];
  const windows = REQUEST_QUOTAS.flatMap(({ limit }) => (limit === undefined ? [] : ratesIn(lineOf(headers, limit))));
  return { quotas, ...slowest(windows) };
}

/** When the quotas of a refusal are whole again, although nothing says how much is left of them; undefined if it says not. */
export function resetAloneMs({ headers }: Pick<HttpResponse, 'headers'>, now: number = Date.now()): number | undefined {
  const clock = serverClock(headers, now);
  // One of which something is left is not the reason.
  const known = REQUEST_QUOTAS.flatMap(({ remaining, resets }) => (headers[remaining] === undefined ? resets : []));
  // Of a vendor that nobody has heard of: X-Acme-RateLimit-Reset.
  const others = Object.keys(headers).filter((name) => /rate-?limit.*-(?:reset|next|retry)/.test(name) && !TELLING.has(name));
  for (const name of [...known, ...others]) {
    const ms = parseWait(headers[name], clock);
    if (ms !== undefined) return ms;
  }
  return undefined;
}

function isTelling(headers: ResponseHeaders): boolean {
  for (const name in headers) if (TELLING.has(name)) return true;
  return false;
}

/** `RateLimit-Policy: "default";q=100;w=60` and `RateLimit: "default";r=0;t=30`. */
function structured(headers: ResponseHeaders, clock: ServerClock): RateLimits | undefined {
  const [limit, policy] = [lineOf(headers, 'ratelimit'), lineOf(headers, 'ratelimit-policy')];
  if (limit === undefined && policy === undefined) return undefined;
  const policies = parseQuotaList(policy ?? '').map(({ name, params }) => ({
    name,
    quota: parseCount(params.get('q') ?? name),
    windowS: parseCount(params.get('w')),
    isOfRequests: (params.get('qu') ?? 'requests') === 'requests',
  }));
  const quotas = parseQuotaList(limit ?? '').flatMap(({ name, params }): Quota[] => {
    const remaining = parseCount(params.get('r') ?? params.get('remaining'));
    const own = policies.find((each) => each.name === name);
    const resetS = params.get('t') ?? params.get('reset') ?? own?.windowS;
    if (remaining === undefined) return [];
    // Whoever has another partition key has another quota.
    const key = params.get('pk');
    return [
      {
        name: name === '' ? undefined : { name: name + (key === undefined ? '' : ` ${key}`), kind: 'policy' },
        isLeft: remaining > 0,
        resetMs: resetS === undefined ? undefined : parseWait(String(resetS), clock),
        isOfRequests: own?.isOfRequests ?? true,
      },
    ];
  });
  const rates = policies.flatMap((each) => (each.isOfRequests ? rate(each.quota, each.windowS) : []));
  // Nothing of the structured form in it: the other names may say more.
  const isEmpty = rates.length === 0 && !quotas.some(({ isLeft, resetMs }) => !isLeft && resetMs !== undefined);
  if (isEmpty && headers['ratelimit-remaining'] !== undefined) return undefined;
  return { quotas, ...slowest(rates) };
}

function read(family: QuotaFamily, headers: ResponseHeaders, clock: ServerClock, isOfRequests: boolean): Quota[] {
  if (headers[family.remaining] === undefined) return [];
  const [item] = parseQuotaList(lineOf(headers, family.remaining) ?? '');
  const remaining = parseCount(item?.name);
  if (item === undefined || remaining === undefined) return [];
  const reset = family.resets.map((each) => parseWait(headers[each], clock)).find((each) => each !== undefined);
  const resetMs = reset ?? windowMs(family, headers, item.params.get('w'));
  return [{ name: nameOf(family, headers), isLeft: remaining >= 1, resetMs, isOfRequests }];
}

function nameOf({ name = '', bucket = '' }: QuotaFamily, headers: ResponseHeaders): QuotaName | undefined {
  const resource = lineOf(headers, name);
  if (resource !== undefined) return { name: resource, kind: 'resource' };
  const inBucket = lineOf(headers, bucket);
  return inBucket === undefined ? undefined : { name: inBucket, kind: 'bucket' };
}

/** The longest that it can take until something is left again. */
function windowMs({ windowS, windowMs: header }: QuotaFamily, headers: ResponseHeaders, written?: string): number | undefined {
  const ms = header === undefined ? undefined : parseCount(lineOf(headers, header));
  const seconds = windowS ?? parseCount(written);
  return ms ?? (seconds === undefined ? undefined : seconds * 1_000);
}

/** `RateLimit-Limit: 10, 10;w=1` */
function ratesIn(limit: string | undefined): number[] {
  return parseQuotaList(limit ?? '').flatMap(({ name, params }) => {
    return rate(parseCount(name), parseCount(params.get('w') ?? params.get('window')));
  });
}

function rate(quota: number | undefined, seconds: number | undefined): number[] {
  return quota && seconds && seconds <= MAX_WINDOW_S ? [quota / seconds] : [];
}

function slowest(rates: readonly number[]): { readonly perSecond?: number } {
  return rates.length > 0 ? { perSecond: Math.min(...rates) } : {};
}
