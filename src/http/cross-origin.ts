import { canonicalName } from './header-rules.ts';
import type { HttpRequest, HttpResponse } from './message.ts';
import { RequestFailure } from '../request-failure.ts';
import { isSafe } from './methods.ts';

/** What may go along to another origin. Everything else may be a secret, also one nobody has heard of. */
const CROSS_ORIGIN_HEADERS = new Set(['accept', 'accept-language', 'user-agent']);

/**
 * The same request for another URL, which `response` leads to. Across origins only harmless headers go along; with
 * another method the body and what describes it stay behind.
 * @throws {RequestFailure} `blocked` if it would change something at another origin, which the caller has not asked for
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
    const message =
      `blocked: ${request.url.origin} redirects a ${method} to ${url.origin}, another origin; ` +
      'request that one if it is meant';
    throw new RequestFailure({ outcome: 'blocked', message });
  }
  const keepsBody = !isAbroad && method === request.method && body !== undefined;
  const goesAlong = (name: string): boolean =>
    isAbroad ? CROSS_ORIGIN_HEADERS.has(name) : keepsBody || !canonicalName(name).startsWith('content-');
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => goesAlong(name)));
  const publicReferrer = response.isLocal ? {} : { publicReferrer: request.url.origin };
  return { ...others, method, url, headers, ...publicReferrer, ...(keepsBody ? { body } : {}) };
}
