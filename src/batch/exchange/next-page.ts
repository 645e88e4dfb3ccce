import LinkHeader from 'http-link-header';
import { RequestFailure } from '../../request-failure.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { SelectError } from '../../result/select/select-error.ts';
import type { Paginate } from '../args/schema.ts';
import { resolveUrl } from '../plan/resolve-url.ts';
import { hopTo } from '../../http/cross-origin.ts';

/** A page that says what comes next. */
export interface PageSource {
  readonly response: HttpResponse;
  /** Where it was found, after redirects. */
  readonly url: string;
  readonly paginate: Paginate;
}

/**
 * The target of the first link that is next (RFC 8288).
 * @throws {HttpFailure} `decode` if the header cannot be read
 */
export function linkedUrl({ headers }: HttpResponse): string | undefined {
  const text = [headers['link'] ?? []]
    .flat()
    .filter((each) => each.trim() !== '')
    .join(', ');
  try {
    // One with an anchor is about another page than this (RFC 8288 section 3.2).
    return LinkHeader.parse(text)
      .rel('next')
      .find((link) => link['anchor'] === undefined)?.uri;
  } catch {
    throw new RequestFailure({ outcome: 'decode', message: 'its Link header cannot be read (RFC 8288)' });
  }
}

/**
 * The request for the next page.
 * @param next what the page says: its URL, or a cursor
 * @param request what the page was asked for with
 * @throws {SelectError} if it is neither
 * @throws {HttpFailure} `blocked` if it is a URL that must not be followed
 */
export function nextPage(next: unknown, request: HttpRequest, page: PageSource): HttpRequest {
  const {
    response,
    url: from,
    paginate: { next: path, param },
  } = page;
  const said = JSON.stringify(next).slice(0, 100);
  if (typeof next !== 'string' && typeof next !== 'number') {
    throw new SelectError(`paginate.next "${path}" gave ${said}, which is neither a URL nor a cursor`);
  }
  if (param !== undefined && path !== 'link') {
    const url = new URL(request.url);
    url.searchParams.set(param, String(next));
    return hopTo(request, response, url, request.method);
  }
  if (typeof next !== 'string' || (path !== 'link' && !/[/?:]/.test(next))) {
    const cure = 'if it is a cursor, name its query parameter in paginate.param';
    throw new SelectError(`paginate.next "${path}" gave ${said}, which is no URL; ${cure}`);
  }
  const url = URL.canParse(next, from) ? resolveUrl(new URL(next, from).href, undefined, undefined) : 'not a URL';
  if (typeof url === 'string') {
    throw new RequestFailure({ outcome: 'blocked', message: `blocked: the next page is not one to follow: ${url}` });
  }
  // By way of where the page was found: what a redirect to another origin has left behind does not come back.
  const there = from === request.url.href ? request : hopTo(request, response, new URL(from), request.method);
  return hopTo(there, response, url, request.method);
}
