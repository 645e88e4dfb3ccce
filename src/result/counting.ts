import { membersOf, type Place } from './page-places.ts';
import { countIn, plainKey } from './page-words.ts';

/** A `paginate` that may follow pages which are counted. */
export interface Counting {
  readonly next: string;
  readonly param?: string;
  readonly start?: number;
  /** Where that is the path of the items, too. */
  readonly items?: string;
}

/** What stands beside a total where it is one of pages. */
const PAGED =
  /^(?:page|currentpage|pagenumber|pageno|pageindex|pagesize|perpage|itemsperpage|hitsperpage|limit|offset|skip|start|startat|startindex|maxresults|retmax|retstart|next)$/;
const PAGE = /^(?:page|currentpage|pagenumber|pageno|pageindex|number)$/;
const OFFSET = /^(?:offset|skip|start|startat|startindex|retstart)$/;

/** Whether an object says which part of a list it has, or how large the parts are. @param but a key that does not count */
export function isPaged(place: Record<string, unknown>, but?: string): boolean {
  return membersOf(place).some(([key, value]) => {
    const plain = plainKey(key);
    return PAGED.test(plain) && plain !== but && (plain !== 'start' || isItemNumber(value));
  });
}

/** Whether a page of so many items looks as if it were full: they are made to hold ten, 25 or a hundred. */
export function isFullPage(count: number): boolean {
  return count >= 10 && (count % 10 === 0 || count % 25 === 0);
}

/** Whether a value may be the number of an item; `start` may be a date or a time, too. */
function isItemNumber(value: unknown): boolean {
  return value === null || (countIn(value) ?? Number.NaN) < 1e9;
}

/** The number of the page that an object says it is; undefined if it does not say. */
export function pageNumberIn(place: Record<string, unknown>): number | undefined {
  const [, number] = membersOf(place).find(([key, value]) => PAGE.test(plainKey(key)) && typeof value === 'number') ?? [];
  return typeof number === 'number' ? number : undefined;
}

/** How the pages of a list may be asked for by numbers, as what stands beside a total or flag tells; undefined if it does not. */
export function counting([at, place]: Place): Counting | undefined {
  const entries = membersOf(place);
  // Stripe goes on after the last item that it has shown.
  if (place['object'] === 'list' && Array.isArray(place['data']) && 'has_more' in place) {
    return { next: `${at === '' ? '' : `${at}.`}data[-1].id`, param: 'starting_after' };
  }
  if (at === 'hits' && Array.isArray(place['hits'])) return { next: 'offset', param: 'from' };
  if (typeof place['length'] === 'number' && 'start' in place) return { next: 'page', start: 0 };
  const page = entries.find(([key, value]) => PAGE.test(plainKey(key)) && typeof value === 'number');
  if (page) {
    const [key, value] = page;
    const isOwn = /^page(?:number|no|index)$/.test(plainKey(key));
    const param = /(?:^|\.)pagination$/.test(at) && 'pageCount' in place ? 'pagination[page]' : isOwn ? key : undefined;
    return { next: 'page', ...(param === undefined ? {} : { param }), ...(value === 0 ? { start: 0 } : {}) };
  }
  const offsets = entries.filter(([key, value]) => OFFSET.test(plainKey(key)) && isItemNumber(value));
  const offset = offsets.find(([key]) => plainKey(key) === 'offset') ?? offsets[0];
  return offset && { next: 'offset', param: offset[0], ...(Number(offset[1]) === 1 ? { start: 1 } : {}) };
}
