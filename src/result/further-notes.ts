import { isFullPage, pageNumberIn } from './counting.ts';
import { parseUrl } from '../parse-url.ts';
import { SIMPLIFIED_FEED } from './decode/xml.ts';
import { findMoreHints, hintsIn, isLastByFlag, type MoreHint } from './page-hints.ts';
import {
  findList,
  lastKey,
  listedPlaces,
  listsIn,
  longestOf,
  mayTell,
  membersOf,
  parentOf,
  valueAt,
  type List,
} from './page-places.ts';
import type { BodyContent } from './read-content.ts';
import type { Reading } from './reading.ts';
import { noteOf, noteOn, ONLY } from './further-words.ts';
import { isElsewhere, isKnown, wordsOf } from './list-readers.ts';
import { isObject } from './select/shape.ts';

/** What says of a job, too, that it goes on. */
const STATUS = /^(?:done|complete)$/i;
const NONE: readonly string[] = [];

/**
 * What is to be said of a list that is one page of several, where nobody follows it and nobody sees what the answer says of
 * more: it is in a header, or left out by a `select`, search or program. Whoever names it there, picks by number, or runs a
 * program that reads no body, knows.
 */
export function furtherNotes({ kind, value, notes }: BodyContent, { further, select, extract, url }: Reading): readonly string[] {
  if (!further || kind !== 'json' || extract !== undefined) return NONE;
  const { next, param, totals = [], program, isSearched = false } = further;
  const selects = [select ?? []].flat();
  const text = [...selects, program ?? ''].join(' ').trim();
  const isSeen = text === '' && !isSearched;
  if (next === undefined && totals.length === 0 && (isSeen || !mayTell(value))) return NONE;
  const readers = isSeen ? undefined : wordsOf(text);
  const found = readers && (inWhole(value, readers, url) ?? inParts(value, readers, url));
  const list = found?.list ?? wholeList(value);
  if (!list || (next === undefined && !found && totals.length === 0)) return NONE;
  const hints = found?.hints ?? [];
  if (
    isKnown(value, list, hints, {
      selects,
      program,
      words: readers ?? new Set(),
      isInHeader: next !== undefined || (!found && totals.length > 0),
    })
  )
    return NONE;
  const items = list.path === '' ? {} : { items: list.path };
  if (next !== undefined) {
    const name = next === 'link' ? 'Link header names a next page' : `${NAMES[next]} names one`;
    return [noteOf(`its ${name}`, { next, ...(param === undefined ? {} : { param }), ...items })];
  }
  const hint = found?.hint ?? totals.find((each) => each.kind === 'total' && list.length > 0 && each.total > list.length);
  if (hint === undefined) return NONE;
  if (notes.includes(SIMPLIFIED_FEED)) return [`${ONLY}its next names a next page; a request for that URL brings it`];
  return [noteOn(hint, items, found?.isPart === true)];
}

const NAMES = { 'header:x-next-page': 'X-Next-Page', 'header:x-ms-continuationtoken': 'X-MS-ContinuationToken' };

/** A list that goes on. */
interface Found {
  readonly list: List;
  readonly hints: readonly MoreHint[];
  /** What says that it goes on; undefined where a header does. */
  readonly hint: MoreHint | undefined;
  /** Whether it is a part of something else, which may not have pages itself. */
  readonly isPart?: boolean;
}

function wholeList(value: unknown): List | undefined {
  return Array.isArray(value) ? { path: '', length: value.length } : findList(value);
}

/** What the body itself says of its list, or of one in a wrapper. */
function inWhole(value: unknown, words: ReadonlySet<string>, url: string): Found | undefined {
  const hints = findMoreHints(value, true);
  const whole = hints.length === 0 ? undefined : wholeList(value);
  if (!whole) return undefined;
  for (const hint of byHelp(hints)) {
    const list = listBeside(value, hint) ?? whole;
    const beside = hints.filter(({ path }) => parentOf(path) === parentOf(hint.path));
    if (!isMore(hint, { body: value, list, hints, url }) || isWhole(list, beside) || isElsewhere(value, list, words)) continue;
    return { list, hints: list === whole ? hints : beside, hint };
  }
  return undefined;
}

/** The list that stands beside a hint below the top, or beside what holds it: GraphQL may have several. */
function listBeside(body: unknown, { path }: MoreHint): List | undefined {
  for (let at = parentOf(path); at !== ''; at = parentOf(at)) {
    const place = valueAt(body, at);
    const list = isObject(place) ? longestOf(listsIn([at, place])) : undefined;
    if (list) return list;
  }
  return undefined;
}

/** What objects in the body say of lists in them that are read. */
function inParts(value: unknown, words: ReadonlySet<string>, url: string): Found | undefined {
  if (!isObject(value) || Array.isArray(value)) return undefined;
  for (const place of listedPlaces(value)) {
    const list = listsIn(place).find(({ path }) => words.has(lastKey(path)));
    if (!list || !words.has(lastKey(place[0]))) continue;
    const hints = hintsIn(place, list);
    const hint = byHelp(hints).find((each) => isMore(each, { body: value, list, hints, url }));
    if (hint && !isWhole(list, hints)) return { list, hints, hint, isPart: isPartOf(hint, value, url) };
  }
  return undefined;
}

/** Keys of a thing that has lists, and is none. */
const THING = /^(?:_?id|uuid|key|slug|name)$/i;

/** Whether a list is part of a thing, which has no pages itself: its next page is at another path then. */
function isPartOf(hint: MoreHint, body: Record<string, unknown>, url: string): boolean {
  const target = hint.kind === 'next' && hint.isUrl ? valueAt(body, hint.path) : undefined;
  if (typeof target !== 'string') return membersOf(body).some(([key]) => THING.test(key));
  const asked = parseUrl(url)?.pathname.replace(/\.json$/, '');
  return parseUrl(target, url)?.pathname.replace(/\.json$/, '') !== asked;
}

function rank(hint: MoreHint): number {
  if (hint.kind === 'next') return hint.isUrl ? 0 : 1;
  return hint.by ? 2 : 3;
}

/** What names the next page helps more than what says that there is one, and a URL more than a cursor. */
function byHelp(hints: readonly MoreHint[]): readonly MoreHint[] {
  return hints.toSorted((one, other) => rank(one) - rank(other));
}

/** Whether a list has as many items as there are in all. */
function isWhole({ length }: List, hints: readonly MoreHint[]): boolean {
  return length > 0 && hints.some((hint) => hint.kind === 'total' && hint.isSure && hint.total <= length);
}

/** Where a hint is. */
interface Place {
  readonly body: unknown;
  readonly list: List;
  readonly hints: readonly MoreHint[];
  /** Of the answer. */
  readonly url: string;
}

function isMore(hint: MoreHint, { body, list, hints, url }: Place): boolean {
  if (hint.kind === 'flag') return !STATUS.test(lastKey(hint.path));
  if (hint.kind === 'next') {
    const hasFlag = hints.some(({ kind, path }) => kind === 'flag' && parentOf(path) === parentOf(hint.path));
    // A cursor of the last item is there on the last page, too; which a full one, of ten or a hundred, seldom is.
    const isFull = isFullPage(list.length);
    const isOfPages = hint.isUrl ? hasFlag || !isNeighbour(hint, body, url) : hasFlag || isFull || !hint.isWeak;
    return isOfPages && !isLastByFlag(body, hint.path);
  }
  if (hint.kind === 'pages') {
    const place = valueAt(body, parentOf(hint.path));
    const number = isObject(place) ? pageNumberIn(place) : undefined;
    return number !== undefined && (number === 0 ? hint.total > 1 : number < hint.total);
  }
  return hint.isSure && list.length > 0 && list.length < hint.total;
}

/** Whether what is called next is another thing beside this one, as `/posts/8` is beside `/posts/7`. */
function isNeighbour({ path }: MoreHint, body: unknown, url: string): boolean {
  const key = lastKey(/\.(?:href|ur[il])$/.test(path) ? parentOf(path) : path);
  const target: unknown = valueAt(body, path);
  const [next, asked] = [typeof target === 'string' ? parseUrl(target, url) : undefined, parseUrl(url)];
  if (!/^next$/i.test(key) || !next || !asked) return false;
  const isBelow = asked.pathname !== '/' && `${next.pathname}/`.startsWith(asked.pathname.replace(/\/?$/, '/'));
  return next.search === '' && !isBelow && !asked.pathname.endsWith(next.pathname);
}
