import type { HttpRequest, RequestProgress } from '../../http/message.ts';
import { RequestFailure } from '../../request-failure.ts';
import type { Answer } from '../outcome/answer.ts';
import { describeAsked, keptPages, type Pages } from '../outcome/pages.ts';
import { describeFailure, describeStatus } from '../outcome/describe-failure.ts';
import { type PageOptions, PageWalk } from './page-walk.ts';

/**
 * Follows pages and joins their items, until there is no next one, `max_pages` or a limit is reached, or the next is one
 * that has been read. Where an answer says that there is more when they end, a note says so. If it fails after the first
 * page was read, `pages.failure` tells.
 * @param pages is filled while it runs; none are counted if the first answer is an error or no JSON
 * @returns the first answer
 * @throws what the first request fails with
 */
export async function paginated(first: HttpRequest, pages: Pages, options: PageOptions): Promise<Answer> {
  const { trace, context } = options;
  const walk = new PageWalk(pages, options);
  let answer: Answer | undefined;
  let isCached = true;
  for (let request: HttpRequest | undefined = walk.first(first); request;) {
    pages.asked = { page: walk.page, url: request.url };
    try {
      const page: Answer = await options.send(request);
      answer ??= page;
      isCached &&= trace.cached;
      if (walk.page === 1) {
        pages.url = trace.url;
        pages.movedTo = trace.movedTo;
      }
      if (page.status >= 400 && walk.endsWith(page.status, describeStatus(page))) break;
      if (page.status >= 400) throw new BadPage(page);
      request = page.status === 204 ? undefined : await walk.read(page, request);
    } catch (error) {
      if (!answer || context.signal.aborted) throw error;
      // What is no page at all is told as any other answer is.
      if (pages.count === 0 && (error instanceof BadPage || error instanceof RequestFailure)) return answer;
      pages.failure = failureAt(walk.page, pages, error, first, trace);
      return answer;
    }
  }
  // The record says of the first page where it was found, and of all whether they were cached.
  if (!answer) throw new Error('a request that follows pages has no first page');
  trace.url = pages.url;
  trace.cached = isCached;
  return answer;
}

/** A page was answered with an error. */
class BadPage extends Error {
  readonly status: number;

  constructor(answer: Answer) {
    super(describeStatus(answer));
    this.status = answer.status;
  }
}

function failureAt(
  page: number,
  pages: Pages,
  error: unknown,
  first: HttpRequest,
  trace: RequestProgress,
): NonNullable<Pages['failure']> {
  const wasRead = pages.count === page;
  const where = wasRead ? `after page ${page}` : `page ${page}`;
  const kept = `${wasRead ? '' : describeAsked(pages, first, trace.movedTo)}${pages.count === 0 ? '' : `; ${keptPages(pages.count)}`}`;
  if (error instanceof BadPage)
    return { outcome: 'http_error', status: error.status, error: `${where}: ${error.message}${kept}` };
  const facts = describeFailure(error, trace);
  return { ...facts, error: `${where}: ${facts.error ?? ''}${kept}` };
}
