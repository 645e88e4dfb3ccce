import { TimeoutError, withDeadline } from '../concurrency/index.ts';
import { attempt } from './attempt.ts';
import { cache } from './middleware/cache.ts';
import { publicOnly } from './middleware/public-only.ts';
import { logRequests } from './middleware/log.ts';
import type { HttpRequest, HttpResponse, RequestProgress, Send } from './message.ts';
import { underPermit } from './middleware/permit.ts';
import { redirectPause } from './middleware/redirect-pause.ts';
import type { WaitLimit } from './pacing/gate-waiter.ts';
import { redirect, type Hop } from './middleware/redirect.ts';
import { retry } from './middleware/retry.ts';
import { robotsAccess } from './middleware/fetch-robots.ts';
import type { SendOptions } from './send-options.ts';
import { sleep } from './sleep.ts';
import { credentials, redacted } from './middleware/credentials.ts';
import { robots } from './middleware/robots.ts';
import { guardUrls } from './middleware/secret-urls.ts';

/** What has come of an attempt. */
type AttemptResult = { readonly response: HttpResponse } | { readonly error: unknown };
/** Of one that was made before the rules were asked, and when, by the clock of the cache. */
export type FirstAttempt = AttemptResult & { readonly since: number };

/**
 * Sends a request, each rule wrapped around the next: redirects, for every hop the public side, credentials, robots.txt
 * and the cache, then retries and pace, and innermost one attempt.
 * @param first what has come of the first attempt, if that has been made already
 * @throws as {@link send}
 */
export function sendThroughLayers(request: HttpRequest, options: SendOptions, first?: FirstAttempt): Promise<HttpResponse> {
  const { permit, signal, trace, endsAt, callEndsAt } = options;
  // Off the fast path: an attempt ends itself, and a signal of the request's own would cost a third of it.
  const timed = async (fn: (own: AbortSignal) => Promise<void>): Promise<void> => {
    try {
      await withDeadline(Math.max(0, endsAt - performance.now()), fn, { signal });
    } catch (error) {
      throw error instanceof TimeoutError && !signal.aborted ? new TimeoutError(options.timeoutMs) : error;
    }
  };
  const leftMs = (): number => Math.min(endsAt, callEndsAt) - performance.now();
  const waitLimit = (): WaitLimit => ({
    leftMs,
    limit: endsAt <= callEndsAt ? 'timeout_ms' : 'deadline_ms',
    onWait: (_, ms, why) => onWait(ms, why),
  });
  let waitsSince: number | undefined;
  const onWait = (ms: number, why: string): void => {
    waitsSince ??= performance.now();
    options.onWait?.(ms, why);
  };
  /** Counts how long was waited because a server asked for it: not for the permits of a busy origin. */
  const waiting = async (fn: (own: AbortSignal) => Promise<void>): Promise<void> => {
    try {
      await timed(fn);
    } finally {
      if (waitsSince !== undefined) trace.waitedMs = (trace.waitedMs ?? 0) + performance.now() - waitsSince;
      waitsSince = undefined;
    }
  };
  let isRetry = false;
  const once: Send = (hop) => {
    if (isRetry) trace.attempts++;
    isRetry = false;
    return attempt(hop, options);
  };
  const acquire = (origin: string, hop: HttpRequest): Promise<void> =>
    waiting((own) => permit.acquire(origin, own, waitLimit(), hop));
  const permitted = startingWith(first, underPermit(once, options, acquire));
  const wait = async (ms: number, why: string): Promise<void> => {
    permit.release();
    options.lease?.end();
    trace.phase = 'backoff';
    onWait(ms, why);
    await waiting((own) => sleep(ms, own));
  };
  const answered = options.credentials ? redacted(permitted, options.credentials) : permitted;
  const retrying = retry(redirectPause(answered, leftMs, wait), {
    retries: options.retries,
    remainingMs: leftMs,
    closedMs: (hop) => permit.pacing.closedMs(hop.url.origin, hop),
    onGiveUp: (waitMs) => (trace.gaveUp = { waitMs, limit: waitLimit().limit, attempts: options.retries + 1 }),
    wait: async (ms, why) => {
      await wait(ms, why);
      isRetry = true;
    },
    wasHeldBack: () => !signal.aborted && trace.phase === 'permit',
    mayHaveArrived: () => trace.sent,
  });
  const caching = caches(retrying, options, first?.since);
  const judging = options.robots ? robots(caching, options.robots, robotsAccess(options, sendThroughLayers, timed)) : caching;
  const guarded = options.credentials ? guardUrls(judging, options.credentials) : judging;
  const authorised = credentials(guarded, options.credentials?.profiles ?? []);
  const hopping: Send = (hop) => {
    beginHop(trace, hop, request);
    return authorised(hop);
  };
  const following = publicOnly(options.log ? logRequests(hopping, options.log) : hopping);
  return redirect(following, options.maxRedirects, (hop) => noteHop(trace, hop))(request);
}

/** Notes what a redirect has changed of a request beside its URL. */
function noteHop(trace: RequestProgress, { status, from, to }: Hop): void {
  if (to.method !== from.method) trace.turned = { status, from: from.url, to: to.url };
  if (from.url.origin === to.url.origin) return;
  const left = Object.keys(from.headers).filter((name) => !Object.hasOwn(to.headers, name) && !name.startsWith('content-'));
  if (left.length > 0) trace.leftBehind = [...new Set([...(trace.leftBehind ?? []), ...left])];
}

/** Notes what is asked now. @param first what was asked for: any other URL is one that redirects have led to */
export function beginHop(trace: RequestProgress, { url: { href }, method }: HttpRequest, first: HttpRequest): void {
  trace.url = href;
  trace.method = method;
  trace.movedTo = href === first.url.href ? undefined : href;
  trace.cached = false;
}

/** @param first what has come of the first request, if it has been sent already */
function startingWith(first: FirstAttempt | undefined, inner: Send): Send {
  if (!first) return inner;
  let known: FirstAttempt | undefined = first;
  return async (request) => {
    if (!known) return inner(request);
    const result = known;
    known = undefined;
    if ('error' in result) throw result.error;
    return result.response;
  };
}

function caches(inner: Send, { cached, usesCache = true, wantsBody, trace }: SendOptions, firstSince: number | undefined): Send {
  if (!cached) return inner;
  return cache(inner, cached, { isUsed: usesCache, wantsBody, firstSince, onHit: () => (trace.cached = true) });
}
