import { counting, isPaged, type Counting } from './counting.ts';
import { listedNextHint, nextHint, type NextHint } from './next-hints.ts';
import {
  findList,
  innerPlaces,
  lastKey,
  listsIn,
  longestOf,
  membersOf,
  outerPlaces,
  parentOf,
  placesTo,
  valueAt,
  type List,
  type Place,
} from './page-places.ts';
import { countIn, flagOf, pageWord, plainKey, wordOf } from './page-words.ts';
import { memberPath } from './select/jmespath/path-text.ts';
import { isObject } from './select/shape.ts';

/** Something in a page that says that there is more, or how much there is in all. */
export type MoreHint =
  | NextHint
  | { readonly kind: 'flag'; readonly path: string; readonly by?: Counting | undefined }
  | TotalHint
  | { readonly kind: 'pages'; readonly path: string; readonly total: number; readonly by?: Counting | undefined };

interface TotalHint {
  readonly kind: 'total';
  readonly path: string;
  readonly total: number;
  /** Whether it is of nothing but a list: `total` alone may be a sum of money. */
  readonly isSure: boolean;
  /** Whether there may be more than that: Elasticsearch counts to 10,000. */
  readonly isLeast?: boolean;
  /** Whether it is a `count`, which would be of the page if the page had as many. */
  readonly isCount: boolean;
  /** How pages may be counted here; undefined if that cannot be told. */
  readonly by?: Counting | undefined;
}

/** How many there are in all, in words that are of nothing else. */
const COUNTS_ALL = /^(?:total(?:count|results|records|entries|elements|hits)|numfound|nbhits|hitcount|numbermatched)$/;
/** Lists that an API gives, and no cart, invoice or survey has. */
const RESULTS = /^(?:records|docs|hits|rows|entries|objects)$/;
/** Those that have a `count` of all beside them. */
const COUNTED = /^(?:results?|matches|value|records|docs|hits|rows|entries|objects)$/;

/**
 * Looks for what APIs say of further pages, in the body and in what it keeps beside its items; inside of a wrapper, as GraphQL
 * has one, only for what says that there is more.
 * @param innerTotals whether how much there is counts there, too, though it may be of anything; or the path of the items,
 *     round which it is of them
 */
export function findMoreHints(body: unknown, innerTotals: boolean | string = false): readonly MoreHint[] {
  if (!isObject(body) || Array.isArray(body)) return [];
  const round = typeof innerTotals === 'string' ? placesTo(body, innerTotals) : [];
  if (round.length === 0 && !membersOf(body).some(([key]) => pageWord(key))) return [];
  const list = findList(body);
  const outer = outerPlaces(body).flatMap((place) => hintsIn(place, list));
  const near = round.flatMap((place) => hintsIn(place, longestIn(place), lengthOf(valueAt(body, String(innerTotals)))));
  const inner = innerPlaces(body).flatMap((place) => hintsIn(place));
  const isSure = ({ kind }: MoreHint): boolean => kind === 'flag' || kind === 'next';
  const all = [...outer, ...near, ...(innerTotals === true ? inner : inner.filter(isSure))];
  return [...new Map(all.map((hint) => [hint.path, hint])).values()];
}

/**
 * The hints of one object.
 * @param list that they are of; absent: the longest in it
 * @param length of that, where it is another than the list as it is there
 */
export function hintsIn(place: Place, list = longestIn(place), length = list?.length ?? 0): MoreHint[] {
  const [at, members] = place;
  return membersOf(members).flatMap(([key, value]): MoreHint[] => {
    const word = pageWord(key);
    if (Array.isArray(value)) return listedNextHint(place, key, value);
    if (!word) return [];
    const path = memberPath(at, key);
    const flag = flagOf(value);
    if (flag !== undefined && ((word.isFlag && flag) || (word.isLast && !flag))) {
      return [{ kind: 'flag', path, by: counting(place) }];
    }
    const count = countIn(value);
    // `page_count` may say how many are on the page; `total_pages` of ten pages of ten does not.
    if (word.isPages && count !== undefined)
      return count === length && plainKey(key) === 'pagecount'
        ? []
        : [{ kind: 'pages', path, total: count, by: counting(place) }];
    if (word.isTotal || word.isCount) return totalIn(place, key, value, length, list?.path);
    return word.isNext ? nextHint(place, key, value) : [];
  });
}

function longestIn(place: Place): List | undefined {
  return longestOf(listsIn(place));
}

function totalIn(place: Place, key: string, value: unknown, length: number, list: string | undefined): TotalHint[] {
  const [at, members] = place;
  const inner = isObject(value) ? countIn(value['value']) : undefined;
  const total = inner ?? countIn(value);
  if (total === undefined || (typeof value === 'string' && !isPaged(members))) return [];
  const path = `${memberPath(at, key)}${inner === undefined ? '' : '.value'}`;
  const plain = plainKey(key);
  const isOfResults = list !== undefined && (wordOf(key).isCount ? COUNTED : RESULTS).test(plainKey(lastKey(list)));
  const isSure = inner !== undefined || COUNTS_ALL.test(plain) || isPaged(members) || (isOfResults && plain !== 'totalsize');
  const isCount = wordOf(key).isCount;
  if (isCount && (total <= length || length === 0 || !isSure || membersOf(members).some(([other]) => wordOf(other).isTotal)))
    return [];
  const least = isObject(value) && value['relation'] === 'gte' ? { isLeast: true } : {};
  return [{ kind: 'total', path, total, isSure, isCount, ...least, by: counting(place) }];
}

/**
 * Whether a page says beside its cursor that there is no further one: GraphQL has a cursor of the last page, too.
 * @param path of the cursor
 */
export function isLastByFlag(body: unknown, path: string): boolean {
  const place = valueAt(body, parentOf(path));
  return isObject(place) && membersOf(place).some(([key, value]) => saysEnd(key, value));
}

/** Whether a page says, where it would say that there is more, that there is not. @param items their path */
export function saysLast(body: unknown, items: string | undefined): boolean {
  if (!isObject(body) || Array.isArray(body)) return false;
  const places = [...outerPlaces(body), ...(items === undefined ? [] : placesTo(body, items))];
  return places.some(([, place]) => {
    return membersOf(place).some(
      ([key, value]) => saysEnd(key, value) || (wordOf(key).isNext && /next|more/i.test(key) && (value === null || value === '')),
    );
  });
}

/** Whether a page counts no items, and has no list with any: HAL and XML leave an empty list out. @param items their path */
export function saysNone(body: unknown, items: string | undefined): boolean {
  if (!isObject(body) || Array.isArray(body)) return false;
  const list = findList(body);
  if (list && list.length > 0) return false;
  const places = [...outerPlaces(body), ...(items === undefined ? [] : placesTo(body, items))];
  return places.some(([, place]) => membersOf(place).some(([key, value]) => countsItems(key) && countIn(value) === 0));
}

function countsItems(key: string): boolean {
  const word = wordOf(key);
  return word.isTotal || word.isCount || /^(?:(?:result|key)count|numberofelements)$/.test(plainKey(key));
}

/** `has_more` is no longer so, `isLast` is. `done` is said of jobs, too. */
function saysEnd(key: string, value: unknown): boolean {
  const word = pageWord(key);
  const flag = word && flagOf(value);
  if (flag === undefined || /^(?:more|incomplete)|^(?:done|complete)$/i.test(key)) return false;
  return word?.isFlag ? !flag : word?.isLast === true && flag;
}

const PREVIOUS = /^prev(?:ious)?(?:page|url|uri|link|href|cursor|token)?$/;

/** Whether a page names one before it, or says that it is not the first. */
export function namesEarlier(body: unknown): boolean {
  if (!isObject(body) || Array.isArray(body)) return false;
  return outerPlaces(body).some(([, place]) => membersOf(place).some(([key, value]) => isEarlier(key, value)));
}

function isEarlier(key: string, value: unknown): boolean {
  const plain = plainKey(key);
  if (/^(?:is)?first(?:page)?$/.test(plain)) return value === false;
  if (/^hasprev(?:ious)?(?:page)?$/.test(plain)) return value === true;
  if (!PREVIOUS.test(plain)) return false;
  const named = isObject(value) ? (value['href'] ?? value['url']) : value;
  return (typeof named === 'string' && named !== '') || typeof named === 'number';
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
