import { headerOf, type HttpRequest } from '../../http/message.ts';
import type { PageFacts } from '../../result/page-facts.ts';
import { readableLink } from '../outcome/next-link.ts';
import type { PageMode } from './page-mode.ts';
import { paramDoubt, type LastPage } from './page-notes.ts';

/**
 * Whether a page is not to be joined, as it is one after the last or a parameter had no effect, and what is to be said of it.
 * @param lack what it is, if it has no items as the first one had
 * @param before the page before it, if its items are the same
 */
export function endBefore(
  mode: PageMode,
  page: LastPage,
  { lack, before }: { readonly lack: string | undefined; readonly before: LastPage | undefined },
): { readonly note?: string } | undefined {
  const isCounted = mode.kind === 'count';
  const ended = `ended before page ${page.page}`;
  if (isCounted && lack !== undefined) return { note: `${ended}, which has no items: it is ${lack}` };
  if (isCounted && page.size === 0) return {};
  if (!before) return undefined;
  const equals = `${ended}, which equals page ${before.page}`;
  if (isCounted) return { note: `${equals}; is "${mode.param}" its parameter?` };
  if (namedBy(mode, page) !== namedBy(mode, before)) return undefined;
  return { note: `${equals} and names the same one as the next${paramDoubt(mode, page.facts)}` };
}

/** What a page names as the next one, to be compared. */
function namedBy(mode: PageMode, { answer, facts }: LastPage): string | undefined {
  if (mode.kind === 'link') return readableLink(answer);
  return mode.kind === 'header' ? headerOf(answer.headers, mode.name) : JSON.stringify(facts.next);
}

/** Items of a page; of one that is joined whole those in its list, if it is the list that the first one had. */
export function sizeOf({ count, listPath, listCount }: PageFacts, first: PageFacts): number {
  return listPath !== undefined && listPath === first.listPath && first.listCount > 0 ? listCount : count;
}

/** What a page is that does not have the items which the first one had; undefined if it has them. */
export function lackOf({ noItems, isList, count, shape }: PageFacts, first: PageFacts): string | undefined {
  return noItems !== undefined || (first.isList && !isList && count > 0) ? shape : undefined;
}

/** What a request asks for, to be compared. */
export function requestKey({ url, body }: HttpRequest): string {
  return `${url.href}\n${body?.() ?? ''}`;
}
