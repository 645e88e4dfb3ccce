import { RequestFailure } from '../../request-failure.ts';
import type { HttpRequest } from '../../http/message.ts';
import { hopTo } from '../../http/cross-origin.ts';
import { parseUrl } from '../../parse-url.ts';
import { SelectError } from '../../result/select/select-error.ts';
import type { Answer } from '../outcome/answer.ts';
import { resolveUrl } from '../plan/resolve-url.ts';
import { withParam } from './page-param.ts';

/** A page that says what comes next. */
export interface PageSource {
  readonly answer: Pick<Answer, 'isLocal'>;
  /** Where it was found, after redirects. */
  readonly url: string;
  /** What names the next page, for errors: `paginate.next "meta.cursor"`. */
  readonly said: string;
}

/**
 * The request for the next page, whose URL a page says. It is by way of where the page was found: what a redirect to
 * another origin has left behind does not come back.
 * @param next absolute, or relative to the page
 * @param request what the page was asked for with
 * @throws {RequestFailure} `blocked` if it must not be followed
 */
export function nextByUrl(next: string, request: HttpRequest, { answer, url: from }: PageSource): HttpRequest {
  const target = parseUrl(next, from);
  const url = target ? resolveUrl(target.href, undefined, undefined) : 'not a URL';
  if (typeof url === 'string') {
    throw new RequestFailure({ outcome: 'blocked', message: `blocked: the next page is not one to follow: ${url}` });
  }
  const there = from === request.url.href ? request : hopTo(request, answer, new URL(from), request.method);
  return hopTo(there, answer, url, request.method);
}

/**
 * The request for the next page, which a page says in a header or its body: a URL, or a cursor for `param`.
 * @throws {SelectError} if it is neither
 * @throws {RequestFailure} `blocked` if it is a URL that must not be followed
 */
export function nextByValue(next: unknown, param: string | undefined, request: HttpRequest, page: PageSource): HttpRequest {
  if (typeof next !== 'string' && typeof next !== 'number') {
    const odd = typeof next === 'object' && next !== null && 'odd' in next ? String(next.odd) : JSON.stringify(next);
    throw new SelectError(`${page.said} gave ${odd}, which is neither a URL nor a cursor`);
  }
  if (param !== undefined) return withParam(request, param, next);
  if (typeof next !== 'string' || !/[/?:]/.test(next)) {
    const cure = request.method === 'GET' ? 'its query parameter' : 'its path in the JSON body';
    throw new SelectError(
      `${page.said} gave ${JSON.stringify(next)}, which is no URL; if it is a cursor, name ${cure} in paginate.param`,
    );
  }
  return nextByUrl(next, request, page);
}
