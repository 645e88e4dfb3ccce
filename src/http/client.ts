import { setTimeout as sleep } from 'node:timers/promises';
import { TimeoutError, withDeadline } from '../concurrency/index.ts';
import type { Log } from '../log.ts';
import { attempt } from './attempt.ts';
import { cache } from './cache/cache.ts';
import type { Entries } from './cache/entries.ts';
import { credentials, redacted, type Credentials } from './secrets/credentials.ts';
import { HttpFailure } from './errors.ts';
import { logged } from './logged.ts';
import type { HttpRequest, HttpResponse, Trace } from './message.ts';
import type { Connections } from './sockets/connections.ts';
import type { Hold } from './pacing/host-limits.ts';
import { paced } from './pacing/paced.ts';
import type { Patience } from './pacing/waiter.ts';
import { isRedirect, redirect, type Send } from './redirect.ts';
import { redirectPause } from './pacing/redirect-pause.ts';
import { retry } from './retry.ts';
import { ROBOTS, robots, type RobotsRules, type RobotsWays } from './robots/robots.ts';
import { stayPublic } from './guard/stay-public.ts';

export interface SendOptions {
  readonly connections: Connections;
  /** The operator's. Default none. */
  readonly credentials?: Credentials | undefined;
  /** The permit this request runs under; given back while it waits between attempts. */
  readonly hold: Hold;
  /** Ends the request early. */
  readonly signal: AbortSignal;
  /** Milliseconds left for this request: at none it ends with a TimeoutError. */
  remainingMs(): number;
  /** Milliseconds until somebody else ends it. A wait that would not be over by then is not begun. */
  endingMs(): number;
  /** What it was given in all, in milliseconds: what its TimeoutError says. */
  readonly timeoutMs: number;
  readonly retries: number;
  readonly maxRedirects: number;
  /** Cap of the decoded body. */
  readonly maxBytes: number;
  /** Whether the body is wanted, or status and headers are enough. */
  readonly wantsBody: boolean;
  readonly trace: Trace;
  /** Told of every hop. Default: nobody is. */
  readonly log?: Log | undefined;
  /** Answers stored by earlier requests. Default: none. */
  readonly cached?: Entries | undefined;
  /** Whether they may be used, and more be stored. */
  readonly usesCache?: boolean;
  /** What robots.txt files say. Default: they are not read. */
  readonly robots?: RobotsRules | undefined;
  /** Told before each wait between attempts, and for an origin that is closed. */
  onWait?(ms: number, why: string): void;
}

/**
 * Sends a request: redirects over credentials over robots.txt over the cache over retries over attempts. An answer of any status is a success here.
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
  const judging = options.robots ? robots(caching, options.robots, robotsWays(options, timed)) : caching;
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

/** robots.txt is read as any request is sent, under the same permit and deadline, but in a time of its own. */
function robotsWays(options: SendOptions, timed: (fn: (own: AbortSignal) => Promise<void>) => Promise<void>): RobotsWays {
  const { hold, signal, trace } = options;
  return {
    async fetch(request) {
      trace.doing = 'waiting for robots.txt';
      const endsAt = performance.now() + ROBOTS.timeoutMs;
      const own = { ...trace };
      const isShorter = options.remainingMs() > ROBOTS.timeoutMs;
      try {
        return await send(request, {
          ...options,
          robots: undefined,
          cached: undefined,
          wantsBody: true,
          maxRedirects: ROBOTS.maxRedirects,
          remainingMs: () => Math.min(options.remainingMs(), endsAt - performance.now()),
          trace: own,
        });
      } catch (error) {
        if (error instanceof HttpFailure && error.outcome === 'blocked' && own.url !== request.url.href) {
          throw new HttpFailure({ outcome: 'network', kind: 'protocol', message: error.message, cause: error });
        }
        if (!(error instanceof TimeoutError) || signal.aborted || !isShorter) throw error;
        const message = `no complete answer within ${ROBOTS.timeoutMs} ms`;
        throw new HttpFailure({ outcome: 'timeout', kind: 'request', message, cause: error });
      }
    },
    async wait(until) {
      trace.doing = 'waiting for robots.txt';
      hold.give();
      await timed((own) => {
        return new Promise((resolve, reject) => {
          own.addEventListener('abort', () => reject(own.reason), { once: true });
          void until.then(resolve);
        });
      });
    },
  };
}
