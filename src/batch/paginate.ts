import LinkHeader from 'http-link-header';
import { HttpFailure } from '../http/errors.ts';
import type { HttpRequest, HttpResponse, Trace } from '../http/message.ts';
import { hopTo } from '../http/redirect.ts';
import { contentOf } from '../result/content.ts';
import { selectExpression } from '../result/select/expression.ts';
import { SelectError } from '../result/select/selected.ts';
import type { BodyContext } from './bodies.ts';
import { failureOf, statusWords, type Unnumbered } from './outcome.ts';
import type { Paginate } from './schema.ts';
import { resolveUrl } from './url.ts';

/** What a request that follows pages has got; it grows while it runs. */
export interface Pages {
  readonly items: unknown[];
  /** Bytes of the pages, decoded. */
  bytes: number;
  /** Pages that have been read. */
  count: number;
  /** Why it stopped though there are more. */
  note?: string;
  /** What ended it; the pages before are kept. */
  failure?: Pick<Unnumbered, 'outcome' | 'kind' | 'error' | 'status'>;
}

export interface PageOptions {
  readonly paginate: Paginate;
  readonly trace: Trace;
  /** Cap of all pages together, decoded. */
  readonly maxBytes: number;
  readonly context: BodyContext;
  /** Sends the request of one page. @throws as `send` does */
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Counts a page beyond the first. @returns whether it may be asked for */
  count(): boolean;
}

/**
 * Follows pages and joins their items, until there is no next one, `max_pages` or a limit is reached, or the next is
 * one that has been read. The next page is what a Link header (RFC 8288) or the body names.
 * @param pages is filled while it runs
 * @returns the first answer
 * @throws what the first page fails with; of later ones `pages.failure` tells
 */
export async function paginated(first: HttpRequest, pages: Pages, options: PageOptions): Promise<HttpResponse> {
  const { trace, paginate } = options;
  const seen = new Map<string, number>();
  let answer: HttpResponse | undefined;
  let request = first;
  let isCached = true;
  for (;;) {
    const page = pages.count + 1;
    seen.set(request.url.href, page);
    try {
      const response = await options.send(request);
      answer ??= response;
      // Of pages that are joined, all.
      isCached &&= trace.cached;
      trace.cached = isCached;
      if (response.status >= 400) throw new BadPage(response);
      const next = await read(response, new URL(trace.url), request, pages, options);
      if (!next) break;
      const known = seen.get(next.url.href);
      if (known !== undefined) pages.note = `stopped after page ${page}: it names page ${known} again as the next`;
      else if (page >= paginate.max_pages) pages.note = `stopped at max_pages ${page}, and there are more`;
      else if (pages.bytes >= options.maxBytes) pages.note = `stopped after page ${page}: the pages hold more than ${options.maxBytes} bytes (--max-response-bytes)`;
      else if (!options.count()) pages.note = `stopped after page ${page}: no more requests are left in this call (--max-requests)`;
      if (pages.note !== undefined) break;
      request = next;
    } catch (error) {
      if (page === 1 && error instanceof BadPage) return error.response;
      if (page === 1 || options.context.signal.aborted || !answer) throw error;
      pages.failure = failureAt(page, error, trace);
      return answer;
    }
  }
  trace.url = first.url.href;
  return answer;
}

/** A page was answered with an error. */
class BadPage extends Error {
  readonly response: HttpResponse;

  constructor(response: HttpResponse) {
    super(statusWords(response));
    this.response = response;
  }
}

function failureAt(page: number, error: unknown, trace: Trace): NonNullable<Pages['failure']> {
  const kept = page === 2 ? 'the page before it is kept' : `the ${page - 1} pages before it are kept`;
  if (error instanceof BadPage) {
    return { outcome: 'http_error', status: error.response.status, error: `page ${page}: ${error.message}; ${kept}` };
  }
  const facts = failureOf(error, trace);
  return { ...facts, error: `page ${page}: ${facts.error ?? ''}; ${kept}` };
}

/** Takes the items of a page. @returns the request for the next one, if there is one */
async function read(
  response: HttpResponse,
  url: URL,
  request: HttpRequest,
  pages: Pages,
  { paginate, context }: PageOptions,
): Promise<HttpRequest | undefined> {
  const how = { as: 'json' as const, url: url.href, workers: context.workers, signal: context.signal };
  const { value } = await contentOf(response.body, [response.headers['content-type']].flat()[0], how);
  const bytes = response.body.length;
  const pick = (expression: string, isNeeded: boolean): Promise<unknown> => picked({ value, bytes }, expression, isNeeded, context);
  const items = paginate.items === undefined ? value : await pick(paginate.items, pages.count === 0);
  if (items !== undefined) for (const item of Array.isArray(items) ? (items as unknown[]) : [items]) pages.items.push(item);
  pages.bytes += bytes;
  pages.count++;
  const next = paginate.next === 'link' ? linked(response) : await pick(paginate.next, false);
  if (next === undefined || next === null || next === false || next === '') return undefined;
  return hopTo(request, response, nextUrl(next, url, request.url, paginate), request.method);
}

async function picked(
  body: { readonly value: unknown; readonly bytes: number },
  expression: string,
  isNeeded: boolean,
  { workers, signal }: BodyContext,
): Promise<unknown> {
  try {
    return (await selectExpression(body, expression, workers, signal)).value;
  } catch (error) {
    if (error instanceof SelectError && error.isNothing && !isNeeded) return undefined;
    throw error;
  }
}

function linked({ headers }: HttpResponse): string | undefined {
  const text = [headers['link'] ?? []].flat().join(', ');
  try {
    return LinkHeader.parse(text).rel('next')[0]?.uri;
  } catch {
    throw new HttpFailure({ outcome: 'decode', message: 'its Link header cannot be read (RFC 8288)' });
  }
}

/** @param url of the page, after redirects; `asked` is what was asked for */
function nextUrl(next: unknown, url: URL, asked: URL, { next: path, param }: Paginate): URL {
  const said = JSON.stringify(next).slice(0, 100);
  if (typeof next !== 'string' && typeof next !== 'number') {
    throw new SelectError(`paginate.next "${path}" gave ${said}, which is neither a URL nor a cursor`);
  }
  if (param !== undefined && path !== 'link') {
    const following = new URL(asked);
    following.searchParams.set(param, String(next));
    return following;
  }
  if (typeof next !== 'string' || (path !== 'link' && !/[/?:]/.test(next))) {
    throw new SelectError(`paginate.next "${path}" gave ${said}, which is no URL; if it is a cursor, name its query parameter in paginate.param`);
  }
  const found = URL.canParse(next, url.href) ? resolveUrl(new URL(next, url).href, undefined, undefined) : 'not a URL';
  if (typeof found !== 'string') return found;
  throw new HttpFailure({ outcome: 'blocked', message: `blocked: the next page is not one to follow: ${found}` });
}
