import { RequestFailure } from '../../request-failure.ts';
import { type HttpRequest, type HttpResponse, type Send } from '../message.ts';
import { isIdempotent } from '../methods.ts';
import { readThrottle, requestedWaitMs } from '../pacing/throttle.ts';

/** Answers that may be different a moment later. */
const RETRIED = new Set([408, 429, 500, 502, 503, 504]);
const BASE_MS = 250;
const CAP_MS = 8_000;

export interface RetryOptions {
  /** Second and further attempts, over all hops of one request. */
  readonly retries: number;
  /** Milliseconds left for this request. A wait that would not fit is not begun. */
  remainingMs(): number;
  /** Milliseconds until whoever it is for may be asked again. Default 0. */
  closedMs?(request: HttpRequest): number;
  /** Whether what failed last was held back, not sent. Default: no. */
  wasHeldBack?(): boolean;
  /** Whether anything of this request may have reached a server, in any attempt. Default: yes. */
  mayHaveArrived?(): boolean;
  /** Told that a retry is left and will not be made, as there is no time for the wait before it. */
  onGiveUp?(waitMs: number): void;
  /** Sleeps; the permits are given back meanwhile. */
  wait(ms: number, why: string): Promise<void>;
  /** 0 to 1. Default `Math.random`. */
  readonly random?: () => number;
}

/**
 * Sends again what failed for a passing reason: idempotent requests, and others as long as nothing of them can have
 * reached a server. When the time or the attempts are up, or a retry is held back, the last answer or failure stands.
 */
export function retry(send: Send, options: RetryOptions): Send {
  let retried = 0;
  const pause = async (request: HttpRequest, retryAfter: number | undefined, why: string): Promise<boolean> => {
    if (retried >= options.retries) return false;
    const ms = Math.max(retryAfter ?? 0, options.closedMs?.(request) ?? 0, backoffMs(retried, options.random));
    if (ms >= options.remainingMs()) {
      options.onGiveUp?.(ms);
      return false;
    }
    retried++;
    await options.wait(ms, why);
    return true;
  };
  return async (request) => {
    let last: LastResult | undefined;
    for (;;) {
      try {
        const response = await send(request);
        if (!isPassing(response) || !isIdempotent(request)) return response;
        last = { response };
      } catch (error) {
        if (last && options.wasHeldBack?.()) {
          options.onGiveUp?.(options.closedMs?.(request) ?? 0);
          return settleWith(last);
        }
        if (!(error instanceof RequestFailure && error.retryable)) throw error;
        if (!isIdempotent(request) && options.mayHaveArrived?.() !== false) throw error;
        last = { error };
      }
      const retryAfter = 'response' in last ? requestedWaitMs(last.response) : undefined;
      const why = 'response' in last ? String(last.response.status) : (last.error.kind ?? last.error.outcome);
      if (!(await pause(request, retryAfter, why))) return settleWith(last);
    }
  };
}

/** Whether an answer may be another a moment later. A refusal because of how often was asked is one whatever its status: GitHub says it by a 403. */
export function isPassing(response: HttpResponse): boolean {
  return RETRIED.has(response.status) || (response.status === 403 && readThrottle(response) !== undefined);
}

type LastResult = { readonly response: HttpResponse } | { readonly error: RequestFailure };

function settleWith(ended: LastResult): HttpResponse {
  if ('response' in ended) return ended.response;
  throw ended.error;
}

/**
 * Exponential back-off with full jitter: anything from 0 to 250 ms, then 500, 1,000 ... up to 8,000.
 * @param retried how many retries there have been
 */
export function backoffMs(retried: number, random: () => number = Math.random): number {
  return random() * Math.min(CAP_MS, BASE_MS * 2 ** retried);
}
