import { RequestFailure } from '../../request-failure.ts';
import type { Send } from '../message.ts';
import { isRedirect } from '../redirect-status.ts';
import { retryAfterMs } from '../retry-after.ts';

/**
 * Heeds the `Retry-After` of a redirect: how long to wait before the request it asks for (RFC 9110 section 10.2.3). One for
 * each request, which is sent hop by hop.
 * @param wait sleeps so many milliseconds
 * @throws {HttpFailure} `timeout`/`rate_limit` if the wait does not fit into what `leftMs` says
 */
export function redirectPause(send: Send, leftMs: () => number, wait: (ms: number, why: string) => Promise<void>): Send {
  let pause: { readonly until: number; readonly status: number; readonly from: string } | undefined;
  return async (request) => {
    if (pause) {
      const { until, status, from } = pause;
      const ms = Math.max(0, until - performance.now());
      pause = undefined;
      if (ms >= leftMs()) {
        const seconds = Math.ceil(ms / 1_000);
        throw new RequestFailure({
          outcome: 'timeout',
          kind: 'rate_limit',
          message:
            `not followed: ${from} redirects (${status}) and asks to wait ${seconds} s first, longer than there is time; ` +
            `raise timeout_ms and deadline_ms, or request ${request.url.origin}${request.url.pathname} in ${seconds} s`,
        });
      }
      await wait(ms, String(status));
    }
    const response = await send(request);
    if (isRedirect(response.status, response.headers)) {
      const ms = retryAfterMs(response) ?? 0;
      if (ms > 0) pause = { until: performance.now() + ms, status: response.status, from: request.url.host };
    }
    return response;
  };
}
