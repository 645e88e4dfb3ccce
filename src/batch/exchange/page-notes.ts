import type { MoreHint } from '../../result/page-hints.ts';
import { isFullPage, type Counting } from '../../result/counting.ts';
import type { PageFacts } from '../../result/page-facts.ts';
import type { Answer } from '../outcome/answer.ts';
import type { Pages } from '../outcome/pages.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import { namedNext, readableLink } from '../outcome/next-link.ts';
import type { PageMode } from './page-mode.ts';

/** The last page that was read. */
export interface LastPage {
  readonly answer: Pick<Answer, 'headers'>;
  readonly facts: PageFacts;
  /** Counted from 1. */
  readonly page: number;
  /** The page or offset that was asked for, where pages are counted. */
  readonly count: number;
  /** Items of it. */
  readonly size: number;
  /** Items up to its end, those of whole pages included. */
  readonly items: number;
}

/**
 * What the reader should know of pages that ended by themselves: that an answer says that there is more, and the
 * `paginate` that would follow it.
 */
export function endNotes(mode: PageMode, pages: Pages, last: LastPage, hasFoundNext: boolean): string[] {
  const { facts, page } = last;
  // What names the next page helps more than what says that there is one.
  const hints = [...facts.hints.filter(({ kind }) => kind === 'next'), ...facts.hints.filter(({ kind }) => kind !== 'next')];
  const sign =
    headerSign(mode, last) ?? hints.map((hint) => bodySign(hint, mode, last, hasFoundNext)).find((found) => found !== undefined);
  const isEmpty = mode.kind === 'count' && last.size === 0;
  const ended = isEmpty
    ? `ended at page ${page}, which has no items (${pages.items} before it)`
    : `ended after page ${page}${facts.listPath === undefined ? ` (${pages.items} items)` : ''}`;
  if (sign) return [`${ended}, although ${sign.said}; ${sign.cure}`];
  if (mode.kind !== 'expression' || hasFoundNext) return [];
  if (facts.emptyNext !== undefined) return [`${ended}: ${facts.emptyNext}`];
  // Where a page is the last by itself, the key may be left out.
  if (facts.noNext === undefined || last.size === 0 || facts.saysLast || isAllThere(last)) return [];
  if (LEFT_OUT.test(mode.expression) && !isFullPage(last.size)) return [];
  return [`${ended}: paginate.next "${mode.expression}" is no key of any page; the last is ${facts.shape}`];
}

/** The same of a page without items: it may tell of a failure, and leave out the total that the one before has said. */
export function emptyNotes(mode: PageMode, pages: Pages, last: LastPage, before: LastPage | undefined): string[] {
  const { facts, page } = last;
  const totals = (before?.facts.hints ?? []).filter(({ kind }) => kind === 'total');
  const ended = endNotes(mode, pages, { ...last, facts: { ...facts, hints: [...facts.hints, ...totals] } }, true);
  return [...ended, ...facts.errors.map((error) => `page ${page}: ${error}`)];
}

/** Where OData, HubSpot, HAL, Twitter and Salesforce name the next page: on a last one they leave it out. */
const LEFT_OUT = /^(?:"?@odata\.nextLink"?|paging\.next\.\w+|_links\.next\.href|meta\.next_token|nextRecordsUrl)$/;

function isAllThere({ facts, items }: LastPage): boolean {
  return facts.hints.some((hint) => hint.kind === 'total' && hint.isSure && hint.total > 0 && hint.total <= items);
}

/**
 * The same where an error has come in the place of a further page; undefined where the answer says that there is one.
 * @param error in words, if it is only likely that there is none
 */
export function beyondNotes(mode: PageMode, pages: Pages, last: LastPage, error: string | undefined): string[] | undefined {
  const notes = endNotes(mode, pages, last, true);
  if (error === undefined) return notes;
  const note = `ended after page ${last.page} (${pages.items} items): page ${last.page + 1} was answered ${error}`;
  return notes.length > 0 ? undefined : [note];
}

/** That pages are joined whole where each has a list that was more likely meant. Nothing if a `select` looks into them. */
export function wholeNotes(
  { select, paginate }: Pick<PlannedRequest, 'select' | 'paginate'>,
  first: PageFacts,
  count: number,
): string[] {
  if (first.listPath === undefined || select !== undefined || paginate?.items !== undefined) return [];
  const pages = count === 1 ? '1 whole page' : `${count} whole pages`;
  return [`body is a list of ${pages}; "items": ${JSON.stringify(first.listPath)} in paginate joins what is in them`];
}

interface Sign {
  readonly said: string;
  readonly cure: string;
}

function headerSign(mode: PageMode, { answer }: LastPage): Sign | undefined {
  if (mode.kind !== 'link' && readableLink(answer) !== undefined)
    return { said: 'its Link header names a next page', cure: cure({ next: 'link' }) };
  const next = namedNext(answer);
  if (!next || (mode.kind === 'header' && mode.name === 'x-next-page')) return undefined;
  return { said: `its X-Next-Page is ${next.slice(0, 60)}`, cure: cure({ next: 'header:x-next-page' }) };
}

function bodySign(hint: MoreHint, mode: PageMode, last: LastPage, hasFoundNext: boolean): Sign | undefined {
  const isOwn = mode.kind === 'expression' && mode.expression === hint.path;
  if (isOwn) return undefined;
  if (hint.kind === 'next') {
    // Where pages were followed to their end, a cursor beside it may be that of the last item.
    if (hint.isWeak && (hasFoundNext || last.facts.saysLast)) return undefined;
    const paginate = { next: hint.path, ...(hint.isUrl ? {} : { param: hint.param }) };
    return { said: `its ${hint.path} is "${hint.said}"`, cure: cure(paginate) };
  }
  const cured = countingCure(mode, hint.by, hasFoundNext);
  if (hint.kind === 'flag') return { said: `its ${hint.path} says that there is more`, cure: cured };
  if (hint.total <= (hint.kind === 'total' ? itemsUpTo(last, mode, 0) : pagesUpTo(last, mode))) return undefined;
  // Whoever has begun with a later page has not asked for what is before, however much that is.
  if (hint.kind === 'total' && pagesUpTo(last, mode) > last.page) return undefined;
  return { said: `its ${hint.path} is ${hint.total}`, cure: cured };
}

/**
 * Items of the list up to the end of a page; with those before the offset at which it was begun.
 * @param base the offset that the first item is taken to have, where it was begun further on
 */
function itemsUpTo({ size, count, items }: LastPage, mode: PageMode, base: 0 | 1): number {
  if (mode.kind !== 'count' || mode.unit !== 'offset' || !Number.isSafeInteger(count)) return items;
  const begun = count + size - items;
  return begun === 0 ? items : items + begun - base;
}

function pagesUpTo({ page, count }: LastPage, mode: PageMode): number {
  // Pages that count from 0 are one more than the number of the last.
  return mode.kind === 'count' && mode.unit === 'page' && Number.isSafeInteger(count) ? Math.max(count, page) : page;
}

/** That page 1, which nobody has asked for, is not the first one. @param isAssumed whether it is that */
export function startNotes(isAssumed: boolean, { hasEarlier }: PageFacts): string[] {
  return isAssumed && hasEarlier ? ['page 1 names one before it: if there is a page 0, "start": 0 in paginate begins there'] : [];
}

/** What to ask where a cursor has no effect. */
export function paramDoubt(mode: PageMode, { hints }: PageFacts): string {
  if (!('param' in mode) || mode.param === undefined) return '';
  const own = hints.find((hint) => mode.kind === 'expression' && hint.kind === 'next' && hint.path === mode.expression);
  const other = own?.kind === 'next' && own.param !== mode.param ? `, or is it "${own.param}"` : '';
  return `; is "${mode.param}" its parameter${other}?`;
}

/** What to try where an answer says how much there is, but not where. */
function countingCure(mode: PageMode, by: Counting | undefined, hasFoundNext: boolean): string {
  if (mode.kind !== 'count' && hasFoundNext) return 'a narrower query or larger pages may bring the rest';
  if (mode.kind !== 'count' && by) return cure({ ...by });
  const isFromOne = mode.kind === 'count' && mode.unit === 'page' && mode.start === undefined;
  if (isFromOne)
    return 'if its pages count from 0, begin with "start": 0; else a narrower query or larger pages may bring the rest';
  return mode.kind === 'count'
    ? 'a narrower query or larger pages may bring the rest'
    : '"paginate": {"next":"page"} (or "offset", with its param) may follow it';
}

function cure(paginate: Readonly<Record<string, string | number>>): string {
  return `"paginate": ${JSON.stringify(paginate)} would follow it`;
}

/** Whether what a page says of the total is reached, so that a further page need not be asked for. */
export function isTotalReached(mode: PageMode, last: LastPage): boolean {
  const { hints } = last.facts;
  // A total of the page only is not the end where a flag beside it says that there is more.
  if (mode.kind !== 'count' || hints.some(({ kind }) => kind === 'flag')) return false;
  // Asked for in vain, a page costs one request; not asked for, its items.
  const have = itemsUpTo(last, mode, 1);
  return hints.some((hint) => {
    if (hint.kind === 'pages') return mode.unit === 'page' && last.count >= hint.total;
    if (hint.kind !== 'total' || hint.total === 0 || hint.isLeast) return false;
    // A `count` may be of what the page was asked for.
    return hint.isCount ? have === hint.total && last.page > 1 : have >= hint.total;
  });
}
