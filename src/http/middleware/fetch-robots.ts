import { TimeoutError } from '../../concurrency/index.ts';
import { RequestFailure } from '../../request-failure.ts';
import type { HttpRequest, HttpResponse } from '../message.ts';
import type { SendOptions } from '../send-options.ts';
import { ROBOTS, type RobotsAccess } from '../robots/robots-rules.ts';

/**
 * Reads robots.txt as any request is sent, under the permit and the deadline of the request that needs it, but in a time
 * of its own.
 * @param options of that request
 * @param send sends a request with other ones
 * @param timed runs something that is ended with that request
 */
export function robotsAccess(
  options: SendOptions,
  send: (request: HttpRequest, options: SendOptions) => Promise<HttpResponse>,
  timed: (fn: (own: AbortSignal) => Promise<void>) => Promise<void>,
): RobotsAccess {
  const { permit, signal, trace } = options;
  return {
    async fetch(request) {
      trace.phase = 'robots';
      const endsAt = performance.now() + ROBOTS.timeoutMs;
      const own = { ...trace };
      const isShorter = options.endsAt > endsAt;
      try {
        return await send(request, {
          ...options,
          robots: undefined,
          cached: undefined,
          wantsBody: true,
          maxRedirects: ROBOTS.maxRedirects,
          endsAt: Math.min(options.endsAt, endsAt),
          trace: own,
        });
      } catch (error) {
        // Only what its redirects lead to must not be asked: then it could not be fetched.
        if (error instanceof RequestFailure && error.outcome === 'blocked' && own.url !== request.url.href) {
          throw new RequestFailure({ outcome: 'network', kind: 'protocol', message: error.message, cause: error });
        }
        if (!(error instanceof TimeoutError) || signal.aborted || !isShorter) throw error;
        const message = `no complete answer within ${ROBOTS.timeoutMs} ms`;
        throw new RequestFailure({ outcome: 'timeout', kind: 'request', message, cause: error });
      }
    },
    async wait(until) {
      trace.phase = 'robots';
      permit.release();
      await timed((own) => {
        return new Promise((resolve, reject) => {
          own.addEventListener('abort', () => reject(own.reason), { once: true });
          void until.then(resolve);
        });
      });
    },
  };
}
