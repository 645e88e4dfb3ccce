import { RequestFailure } from '../../request-failure.ts';
import { headerOf, type HttpRequest, type HttpResponse, type RequestProgress } from '../../http/message.ts';
import { readContent, type BodyContent } from '../../result/read-content.ts';
import { selectExpression } from '../../result/select/expression.ts';
import { SelectError } from '../../result/select/select-error.ts';
import { keep, keptFor, type BodyContext } from '../outcome/read-body.ts';
import { linkedUrl, nextPage } from './next-page.ts';
import { describeFailure, describeStatus } from '../outcome/record.ts';
import type { Paginate } from '../args/schema.ts';
import { type Pages, keptPages } from '../outcome/pages.ts';
import { uniqueOrigins } from '../plan/provenance.ts';

export interface PageOptions {
  readonly paginate: Paginate;
  readonly trace: RequestProgress;
  /** Cap of all pages together, decoded. */
  readonly maxBytes: number;
  readonly context: BodyContext;
  /** Sends the request of one page. @throws as `send` does */
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Bytes of the pages that all requests of the call hold now. */
  heldBytes(): number;
  /** Counts a page beyond the first. @returns whether it may be asked for */
  count(): boolean;
}

/**
 * Follows pages and joins their items, until there is no next one, `max_pages` or a limit is reached, or the next is
 * one that has been read. The next page is what a Link header (RFC 8288) or the body names; an empty answer (204) is
 * the end, too. If it fails after the first page was read, `pages.failure` tells.
 * @param pages is filled while it runs; none are counted if the first answer is an error or no JSON
 * @returns the first answer
 * @throws what the first request fails with
 */
export async function paginated(first: HttpRequest, pages: Pages, options: PageOptions): Promise<HttpResponse> {
  const { trace, context } = options;
  const seen = new Map<string, number>();
  let answer: HttpResponse | undefined;
  let [url, isCached] = ['', true];
  let request = first;
  for (;;) {
    const page = pages.count + 1;
    seen.set(request.url.href, page);
    try {
      const response = await options.send(request);
      answer ??= response;
      // Of pages that are joined, all.
      if (page === 1) url = trace.url;
      isCached &&= trace.cached;
      if (response.status >= 400) throw new BadPage(response);
      if (response.status === 204) break;
      const next = await read(response, request, pages, options);
      if (!next) break;
      pages.note = stopped(page, seen.get(next.url.href), pages, options);
      if (pages.note !== undefined) break;
      request = next;
    } catch (error) {
      if (!answer || context.signal.aborted) throw error;
      // What is no page at all is told as any other answer is.
      if (pages.count === 0 && (error instanceof BadPage || error instanceof RequestFailure)) return answer;
      pages.failure = failureAt(page, pages.count, error, trace);
      if (error instanceof SelectError && pages.count === 0) pages.kept = keptFor(error);
      return answer;
    }
  }
  Object.assign(trace, { url, cached: isCached });
  return answer;
}

/** Of pages that wait for their next ones, as JSON text: what is read of it takes up to ten times as much memory. */
const MAX_HELD_BYTES = 64 * 2 ** 20;

/** Why the next page is not asked for, though there is one. @param known the page it is, if it has been read */
function stopped(page: number, known: number | undefined, pages: Pages, options: PageOptions): string | undefined {
  const { paginate, maxBytes } = options;
  if (known !== undefined) return `stopped after page ${page}: it names page ${known} again as the next`;
  if (page >= paginate.max_pages) return `stopped at max_pages ${page}, and there are more`;
  if (pages.bytes >= maxBytes)
    return `stopped after page ${page}: with it the pages reach ${maxBytes} bytes (--max-response-bytes)`;
  if (options.heldBytes() - pages.bytes >= MAX_HELD_BYTES) {
    return `stopped after page ${page}: the other requests hold pages of ${MAX_HELD_BYTES / 2 ** 20} MiB; follow fewer at a time (concurrency)`;
  }
  return options.count() ? undefined : `stopped after page ${page}: no more requests are left in this call (--max-requests)`;
}

/** A page was answered with an error. */
class BadPage extends Error {
  readonly response: HttpResponse;

  constructor(response: HttpResponse) {
    super(describeStatus(response));
    this.response = response;
  }
}

/** @param count of the pages that have been read; that one among them if only its successor could not be found */
function failureAt(page: number, count: number, error: unknown, trace: RequestProgress): NonNullable<Pages['failure']> {
  const where = count === page ? `after page ${page}` : `page ${page}`;
  const kept = count === 0 ? '' : `; ${keptPages(count)}`;
  if (error instanceof BadPage) {
    return { outcome: 'http_error', status: error.response.status, error: `${where}: ${error.message}${kept}` };
  }
  const facts = describeFailure(error, trace);
  return { ...facts, error: `${where}: ${facts.error ?? ''}${kept}` };
}

/** Takes the items of a page. @returns the request for the next one, if there is one */
async function read(
  response: HttpResponse,
  request: HttpRequest,
  pages: Pages,
  options: PageOptions,
): Promise<HttpRequest | undefined> {
  const { paginate, trace, context } = options;
  const how = { as: 'json' as const, url: trace.url, workers: context.workers, signal: context.signal };
  const bytes = response.body.length;
  const type = headerOf(response.headers, 'content-type');
  const content = await context.workers.pageInTurn(bytes, context.signal, () => readContent(response.body, type, how));
  const items =
    paginate.items === undefined
      ? content.value
      : await picked(content, bytes, 'items', paginate.items, pages.count === 0, context);
  if (items !== undefined && items !== null) for (const item of [items].flat()) pages.items.push(item);
  pages.bytes += bytes;
  pages.count++;
  pages.by = uniqueOrigins([...pages.by, { origin: new URL(trace.url).origin, isLocal: response.isLocal }]);
  const next =
    paginate.next === 'link' ? linkedUrl(response) : await picked(content, bytes, 'next', paginate.next, false, context);
  // [?rel == 'next'].href gives a list of one.
  const [one] = Array.isArray(next) && next.length <= 1 ? (next as unknown[]) : [next];
  if (one === undefined || one === null || one === false || one === '') return undefined;
  return nextPage(one, request, { response, url: trace.url, paginate });
}

async function picked(
  content: BodyContent,
  bytes: number,
  name: 'items' | 'next',
  expression: string,
  isNeeded: boolean,
  context: BodyContext,
): Promise<unknown> {
  try {
    return (await selectExpression({ value: content.value, bytes }, expression, context.workers, context.signal)).value;
  } catch (error) {
    if (!(error instanceof SelectError)) throw error;
    if (error.isNothing && !isNeeded) return undefined;
    const provenance = new SelectError(error.message.replace(/^select /, `paginate.${name} `), { cause: error });
    if (isNeeded) await keep(provenance, content, bytes, context);
    throw provenance;
  }
}
