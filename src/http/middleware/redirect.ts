import { headerOf, type HttpRequest, type HttpResponse, type Send } from '../message.ts';
import { RequestFailure } from '../../request-failure.ts';
import { MAX_URL_LENGTH } from '../../limits.ts';
import { hopTo } from '../cross-origin.ts';
import { HopCookies } from '../hop-cookies.ts';
import { parseUrl } from '../../parse-url.ts';
import { isRedirect } from '../redirect-status.ts';

/** A redirect that is followed. */
export interface Hop {
  readonly status: number;
  readonly from: HttpRequest;
  readonly to: HttpRequest;
}

/**
 * Follows redirects. Cookies that are set on the way go along to further hops of the same origin, and nowhere else.
 * @param maxHops how many; an answer that asks for one more is a failure
 * @param onHop told of each redirect that is followed
 * @throws {RequestFailure} `network`/`protocol` for too many hops or an unreadable Location, `blocked` for one that must
 *   not be followed
 */
export function redirect(send: Send, maxHops: number, onHop?: (hop: Hop) => void): Send {
  return async (first) => {
    const cookies = new HopCookies();
    let request = first;
    for (let hops = 0; ; hops++) {
      const response = await send(withCookies(request, cookies));
      if (!isRedirect(response.status, response.headers)) return response;
      if (headerOf(response.headers, 'location')?.trim() === '') throw leadsNowhere(request, response);
      cookies.take(request.url, response.headers);
      const next = nextHop(request, response);
      if (hops >= maxHops) throw tooMany(maxHops, request, next, cookies.has(next.url.origin));
      onHop?.({ status: response.status, from: request, to: next });
      request = next;
    }
  };
}

function withCookies(request: HttpRequest, cookies: HopCookies): HttpRequest {
  const given = request.headers['cookie'];
  const cookie = cookies.header(request.url, given);
  return cookie === undefined || cookie === given ? request : { ...request, headers: { ...request.headers, cookie } };
}

/** To itself, to the letter of RFC 3986; but no server means that by it, and browsers do not follow it either. */
function leadsNowhere({ url }: HttpRequest, { status }: HttpResponse): RequestFailure {
  const message = `${url.origin} redirects (${status}) but does not say where to: its Location is empty`;
  return new RequestFailure({ outcome: 'network', kind: 'protocol', message });
}

function tooMany(maxHops: number, { url: from }: HttpRequest, { url: to }: HttpRequest, hasCookies: boolean): RequestFailure {
  const wanted = hasCookies ? 'although the cookies that it sets were sent back' : 'so that it may want a header or a cookie';
  const advice = from.href === to.href ? `it redirects to itself, ${wanted}: request another URL` : 'request the final URL';
  return new RequestFailure({
    outcome: 'network',
    kind: 'protocol',
    message:
      `stopped after ${maxHops} redirects (the next would be ${to.origin}${to.pathname}); ` +
      `${advice}, or raise --max-redirects`,
  });
}

/** The request a redirect asks for. Across origins the caller's headers stay behind, and do not come back later. */
export function nextHop(request: HttpRequest, response: Pick<HttpResponse, 'status' | 'headers' | 'isLocal'>): HttpRequest {
  const location = headerOf(response.headers, 'location')?.trim() ?? '';
  const url = parseUrl(location, request.url);
  if (!url) {
    const message = `${request.url.origin} redirects (${response.status}) to something that is not a URL`;
    throw new RequestFailure({ outcome: 'network', kind: 'protocol', message });
  }
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
