import { headerOf, type HttpRequest, type HttpResponse, type ResponseHeaders, type Send } from '../message.ts';
import { RequestFailure } from '../../request-failure.ts';
import { MAX_URL_LENGTH } from '../../limits.ts';
import { hopTo } from '../cross-origin.ts';

/** RFC 9110 section 15.4; 300 and 305 are for a person to decide. */
const FOLLOWED = new Set([301, 302, 303, 307, 308]);

/** Whether this answer sends us elsewhere. */
export function isRedirect(status: number, headers: ResponseHeaders): boolean {
  return FOLLOWED.has(status) && headers['location'] !== undefined;
}

/**
 * Follows redirects.
 * @param maxHops how many; an answer that asks for one more is a failure
 * @throws {HttpFailure} `network`/`protocol` for too many hops or an unreadable Location, `blocked` for one that must
 *   not be followed
 */
export function redirect(send: Send, maxHops: number): Send {
  return async (first) => {
    let request = first;
    for (let hops = 0; ; hops++) {
      const response = await send(request);
      if (!isRedirect(response.status, response.headers)) return response;
      const next = nextHop(request, response);
      if (hops >= maxHops) {
        throw new RequestFailure({
          outcome: 'network',
          kind: 'protocol',
          message:
            `stopped after ${maxHops} redirects (the next would be ${next.url.origin}${next.url.pathname}); ` +
            'request the final URL, or raise --max-redirects',
        });
      }
      request = next;
    }
  };
}

/** The request a redirect asks for. Across origins the caller's headers stay behind, and do not come back later. */
export function nextHop(request: HttpRequest, response: Pick<HttpResponse, 'status' | 'headers' | 'isLocal'>): HttpRequest {
  const location = headerOf(response.headers, 'location') ?? '';
  if (!URL.canParse(location, request.url.href)) {
    const message = `${request.url.origin} redirects (${response.status}) to something that is not a URL`;
    throw new RequestFailure({ outcome: 'network', kind: 'protocol', message });
  }
  const url = new URL(location, request.url);
  const from = `blocked: ${request.url.origin} redirects (${response.status}) to `;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    const message = `${from}${url.protocol}, and only http and https are fetched`;
    throw new RequestFailure({ outcome: 'blocked', message });
  }
  if (url.username || url.password) {
    throw new RequestFailure({ outcome: 'blocked', message: `${from}a URL with a user name in it (${url.host})` });
  }
  if (url.href.length > MAX_URL_LENGTH) {
    throw new RequestFailure({ outcome: 'blocked', message: `${from}a URL longer than ${MAX_URL_LENGTH} characters` });
  }
  url.hash = '';
  return hopTo(request, response, url, methodAfter(response.status, request.method));
}

/** RFC 9110 section 15.4, and the Fetch standard (HTTP-redirect fetch): what was a POST may become a GET. */
function methodAfter(status: number, method: HttpRequest['method']): HttpRequest['method'] {
  if (method === 'HEAD') return method;
  return status === 303 || (method === 'POST' && (status === 301 || status === 302)) ? 'GET' : method;
}
