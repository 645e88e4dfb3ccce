import { MAX_URL_LENGTH } from '../config.ts';
import { headerOf, type HttpRequest, type HttpResponse, type ResponseHeaders, type Send } from './message.ts';
import { HttpFailure } from './errors.ts';
import { isSafe } from './methods.ts';

/** RFC 9110 section 15.4; 300 and 305 are for a person to decide. */
const FOLLOWED = new Set([301, 302, 303, 307, 308]);
/** What may go along to another origin. Everything else may be a secret, also one nobody has heard of. */
const HARMLESS = new Set(['accept', 'accept-language', 'user-agent']);

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
        throw new HttpFailure({
          outcome: 'network',
          kind: 'protocol',
          message: `stopped after ${maxHops} redirects (the next would be ${next.url.origin}${next.url.pathname}); ` +
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
    throw new HttpFailure({ outcome: 'network', kind: 'protocol', message });
  }
  const url = new URL(location, request.url);
  const from = `blocked: ${request.url.origin} redirects (${response.status}) to `;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    const message = `${from}${url.protocol}, and only http and https are fetched`;
    throw new HttpFailure({ outcome: 'blocked', message });
  }
  if (url.username || url.password) {
    throw new HttpFailure({ outcome: 'blocked', message: `${from}a URL with a user name in it (${url.host})` });
  }
  if (url.href.length > MAX_URL_LENGTH) {
    throw new HttpFailure({ outcome: 'blocked', message: `${from}a URL longer than ${MAX_URL_LENGTH} characters` });
  }
  url.hash = '';
  return hopTo(request, response, url, methodAfter(response.status, request.method));
}

/** RFC 9110 section 15.4, and the Fetch standard (HTTP-redirect fetch): what was a POST may become a GET. */
function methodAfter(status: number, method: HttpRequest['method']): HttpRequest['method'] {
  if (method === 'HEAD') return method;
  return status === 303 || (method === 'POST' && (status === 301 || status === 302)) ? 'GET' : method;
}

/**
 * The same request for another URL, which `response` leads to. Across origins only harmless headers go along; with
 * another method the body and what describes it stay behind.
 * @throws {HttpFailure} `blocked` if it would change something at another origin, which the caller has not asked for
 */
export function hopTo(
  request: HttpRequest,
  response: Pick<HttpResponse, 'isLocal'>,
  url: URL,
  method: HttpRequest['method'],
): HttpRequest {
  const isAbroad = url.origin !== request.url.origin;
  const { body, ...others } = request;
  if (isAbroad && !isSafe(method)) {
    const message = `blocked: ${request.url.origin} redirects a ${method} to ${url.origin}, another origin; ` +
      'request that one if it is meant';
    throw new HttpFailure({ outcome: 'blocked', message });
  }
  const keepsBody = !isAbroad && method === request.method && body !== undefined;
  const goesAlong = (name: string): boolean => (isAbroad ? HARMLESS.has(name) : keepsBody || !name.startsWith('content-'));
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => goesAlong(name)));
  const ledBy = response.isLocal ? {} : { ledBy: request.url.origin };
  return { ...others, method, url, headers, ...ledBy, ...(keepsBody ? { body } : {}) };
}
