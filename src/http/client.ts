import { setTimeout as sleep } from 'node:timers/promises';
import { TimeoutError, withDeadline } from '../concurrency/index.ts';
import { attempt } from './attempt.ts';
import { cache } from './cache/cache.ts';
import { stayPublic } from './guard/stay-public.ts';
import { logged } from './logged.ts';
import type { HttpRequest, HttpResponse, Send } from './message.ts';
import { paced } from './pacing/paced.ts';
import { redirectPause } from './pacing/redirect-pause.ts';
import type { Patience } from './pacing/waiter.ts';
import { isRedirect, redirect } from './redirect.ts';
import { retry } from './retry.ts';
import { robots } from './robots/robots.ts';
import { robotsWays } from './robots/ways.ts';
import { credentials, redacted } from './secrets/credentials.ts';
import type { SendOptions } from './send-options.ts';

/**
 * Sends a request, each rule wrapped around the next: redirects, for every hop the public side, credentials, robots.txt
 * and the cache, then retries and pace, and innermost one attempt. An answer of any status is a success here.
 * @throws {HttpFailure} if there is no answer
 * @throws {TimeoutError} if `remainingMs` has come down to nothing
 * @throws the reason of `options.signal`
 */
export function send(request: HttpRequest, options: SendOptions): Promise<HttpResponse> {
  const { connections, hold, signal, trace } = options;
  const timedOut = (): TimeoutError => new TimeoutError(options.timeoutMs);
  // Off the fast path: an attempt ends itself, and a signal of the request's own would cost a third of it.
  const timed = async (fn: (own: AbortSignal) => Promise<void>): Promise<void> => {
    try {
      await withDeadline(Math.max(0, options.remainingMs()), fn, { signal });
    } catch (error) {
      throw error instanceof TimeoutError && !signal.aborted ? timedOut() : error;
    }
  };
  const leftMs = (): number => Math.min(options.remainingMs(), options.endingMs());
  const patience = (): Patience => ({
    leftMs,
    limit: options.remainingMs() <= options.endingMs() ? 'timeout_ms' : 'deadline_ms',
    onWait: (_, ms, why) => options.onWait?.(ms, why),
  });
  let isRetry = false;
  const once: Send = (hop) => {
    if (isRetry) trace.attempts++;
    isRetry = false;
    return attempt(
      connections,
      hop,
      {
        maxBytes: options.maxBytes,
        remainingMs: Math.max(0, options.remainingMs()),
        timedOut,
        discards: (status, headers) => !options.wantsBody || isRedirect(status, headers),
      },
      trace,
      signal,
    );
  };
  const take = (origin: string): Promise<void> => timed((own) => hold.take(origin, own, patience()));
  const permitted = paced(once, { hold, signal, trace, take });
  const wait = async (ms: number, why: string): Promise<void> => {
    hold.give();
    trace.doing = 'backing off';
    options.onWait?.(ms, why);
    await timed((own) => sleep(ms, undefined, { signal: own }));
  };
  const answered = options.credentials ? redacted(permitted, options.credentials) : permitted;
  const retrying = retry(redirectPause(answered, leftMs, wait), {
    retries: options.retries,
    remainingMs: leftMs,
    closedMs: ({ url }) => hold.pacing.closedMs(url.origin),
    wait: async (ms, why) => {
      await wait(ms, why);
      isRetry = true;
    },
    wasHeldBack: () => !signal.aborted && trace.doing === 'waiting for a permit',
    mayHaveArrived: () => trace.sent,
  });
  const caching = caches(retrying, options);
  const judging = options.robots ? robots(caching, options.robots, robotsWays(options, send, timed)) : caching;
  const authorised = credentials(judging, options.credentials?.profiles ?? []);
  const hopping: Send = (hop) => {
    trace.url = hop.url.href;
    trace.cached = false;
    return authorised(hop);
  };
  return redirect(stayPublic(options.log ? logged(hopping, options.log) : hopping), options.maxRedirects)(request);
}

function caches(inner: Send, { cached, usesCache = true, wantsBody, trace }: SendOptions): Send {
  if (!cached) return inner;
  return cache(inner, cached, { isUsed: usesCache, wantsBody, onHit: () => (trace.cached = true) });
}
