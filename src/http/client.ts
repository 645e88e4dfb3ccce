import { setTimeout as sleep } from 'node:timers/promises';
import { attempt, type HttpRequest, type HttpResponse, type Trace } from './attempt.ts';
import type { Connections } from './connections.ts';
import type { Hold } from './host-limits.ts';
import { isRedirect, redirect } from './redirect.ts';
import { retry } from './retry.ts';

export interface SendOptions {
  readonly connections: Connections;
  /** The permit this request runs under; given back while it waits between attempts. */
  readonly hold: Hold;
  /** The request's own short-lived signal. */
  readonly signal: AbortSignal;
  /** Milliseconds left for this request. */
  remainingMs(): number;
  readonly retries: number;
  readonly maxRedirects: number;
  /** Cap of the decoded body. */
  readonly maxBytes: number;
  /** Whether the body is wanted, or status and headers are enough. */
  readonly wantsBody: boolean;
  readonly trace: Trace;
  /** Told before each wait between attempts. */
  onWait?(ms: number, why: string): void;
}

/**
 * Sends a request: redirects over retries over attempts. An answer of any status is a success here.
 * @throws {HttpFailure} if there is no answer
 * @throws the reason of `options.signal`
 */
export function send(request: HttpRequest, options: SendOptions): Promise<HttpResponse> {
  const { connections, hold, signal, trace } = options;
  const once = async (hop: HttpRequest): Promise<HttpResponse> => {
    trace.url = hop.url.href;
    trace.doing = 'waiting for a permit';
    await hold.take(hop.url.origin, signal);
    return attempt(
      connections,
      hop,
      {
        maxBytes: options.maxBytes,
        discards: (status, headers) => !options.wantsBody || isRedirect(status, headers),
      },
      trace,
      signal,
    );
  };
  const wait = async (ms: number, why: string): Promise<void> => {
    hold.give();
    trace.doing = 'backing off';
    options.onWait?.(ms, why);
    await sleep(ms, undefined, { signal });
    trace.attempts++;
  };
  const retrying = retry(once, { retries: options.retries, remainingMs: () => options.remainingMs(), wait });
  return redirect(retrying, options.maxRedirects)(request);
}
