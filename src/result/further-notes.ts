import { findList, findMoreHints, isLastByFlag, type MoreHint } from './page-hints.ts';
import type { BodyContent } from './read-content.ts';
import type { Reading } from './reading.ts';
import { isFunction } from './run-function.ts';
import { isObject } from './select/shape.ts';

/** A cursor of these names may be of anything; with `next` in it, it is of the next page. */
const NAMES_NEXT = /next|continuation/i;
/** What says of a job, too, that it goes on. */
const STATUS = /^(?:done|complete)$/i;
/** How many there are in all, in words that are of nothing else; `total` alone may be a sum of money. */
const COUNTS_ALL = /^(?:total_?(?:count|results|records|entries|elements|hits)|num_?found)$/i;
/** What stands beside a total where it is one of pages. */
const PAGED = /^(?:page|current_?page|page_?(?:number|size)|per_?page|limit|offset|skip)$/i;
const OFFSET = /^(?:offset|skip)$/i;
const CURRENT = /^(?:page|current_?page|page_?(?:number|no|index)?|number)$/i;
const NONE: readonly string[] = [];

/**
 * What is to be said of a list that is one page of several, where nobody follows it and nobody sees what the answer says of
 * more: it is in a header, or left out by a `select` or program. Whoever names it there, picks by number, or runs a program that
 * reads no body, knows.
 */
export function furtherNotes({ kind, value }: BodyContent, { further, select, extract }: Reading): readonly string[] {
  if (!further || kind !== 'json' || extract !== undefined) return NONE;
  const { next, program } = further;
  const hints = findMoreHints(value, true);
  if (next === undefined && hints.length === 0) return NONE;
  const list = Array.isArray(value) ? '' : findList(value);
  if (list === undefined) return NONE;
  const selects = [select ?? []].flat();
  if (program !== undefined && (PROGRAM_PICK.test(program) || !mentions(program, 'body'))) return NONE;
  if (selects.length > 0 && selects.every((text) => isPick(text, list))) return NONE;
  const readers = [...selects, program ?? ''].join(' ');
  if (hints.some(({ path }) => mentions(readers, lastKey(path)))) return NONE;
  if (next !== undefined && mentions(readers, 'headers')) return NONE;
  const items = list === '' ? {} : { items: list };
  if (next !== undefined) {
    const name = next === 'link' ? 'Link header names a next page' : 'X-Next-Page names one';
    return [noteOf(`its ${name}`, { next, ...items })];
  }
  if (readers === '') return NONE;
  const more = hints.filter((each) => isMore(each, value, list, hints));
  // What names the next page helps more than what says that there is one.
  const hint = more.find((each) => each.kind === 'next') ?? more[0];
  if (!hint) return NONE;
  if (hint.kind === 'next') {
    const param = hint.isUrl ? {} : { param: hint.param };
    return [noteOf(`its ${hint.path} names a next page`, { next: hint.path, ...param, ...items })];
  }
  const said = hint.kind === 'flag' ? `its ${hint.path} says that there is more` : `its ${hint.path} is ${hint.total}`;
  const offset = besideOf(hint, value).find(([key]) => OFFSET.test(key))?.[0];
  if (offset !== undefined) return [noteOf(said, { next: 'offset', param: offset, ...items })];
  return [noteOf(said, { next: 'page', ...items }, '(or "offset", with its param) may')];
}

function noteOf(said: string, paginate: Readonly<Record<string, string>>, would = 'would'): string {
  const joined = 'items' in paginate ? ', and the body is the joined list then' : '';
  return `it is the first page only: ${said}; "paginate": ${JSON.stringify(paginate)} ${would} follow it${joined}`;
}

/** An element by its number, or the first few. What is sorted or filtered before is picked from all, and so is the last. */
const PICKED = String.raw`(?:\??\.\w+)*?(?:\?\.)?(?:\[\d|\??\.(?:at\(\s*\d|slice\(\s*0\s*,\s*\w))`;
const PROGRAM_PICK = new RegExp(String.raw`\bbody${PICKED}`);
const FUNCTION_PICK = new RegExp(String.raw`(?:=>\s*\w+|\bbody)${PICKED}`);
const SELECT_PICK = /^\[\s*(?:\d+\s*\]|\d*\s*:\s*\d)/;

/** Whether a `select` takes elements of the list by their numbers: the first, or the first few. */
function isPick(select: string, list: string): boolean {
  const text = select.trim();
  if (isFunction(select)) return FUNCTION_PICK.test(text);
  return text.startsWith(list) && SELECT_PICK.test(text.slice(list.length));
}

/** Whether a word is in a text. A program is long, and looked at for each record. */
function mentions(text: string, word: string): boolean {
  for (let from = text.indexOf(word); from >= 0; from = text.indexOf(word, from + 1)) {
    if (!/\w/.test(text.charAt(from - 1)) && !/\w/.test(text.charAt(from + word.length))) return true;
  }
  return false;
}

function lastKey(path: string): string {
  return path.replaceAll('"', '').split('.').at(-1) ?? path;
}

function isMore(hint: MoreHint, body: unknown, list: string, hints: readonly MoreHint[]): boolean {
  const beside = besideOf(hint, body);
  if (hint.kind === 'flag') return !STATUS.test(lastKey(hint.path));
  if (hint.kind === 'next') {
    const hasFlag = hints.some(({ kind, path }) => kind === 'flag' && placeOf(path) === placeOf(hint.path));
    return (hint.isUrl || hasFlag || NAMES_NEXT.test(lastKey(hint.path))) && !isLastByFlag(body, hint.path);
  }
  if (hint.kind === 'pages') {
    const current: unknown = beside.find(([key]) => CURRENT.test(key))?.[1];
    return typeof current === 'number' && current < hint.total;
  }
  const items = at(body, list === '' ? [] : list.split('.'));
  const isOfPages = COUNTS_ALL.test(lastKey(hint.path)) || beside.some(([key]) => PAGED.test(key));
  return isOfPages && Array.isArray(items) && items.length > 0 && items.length < hint.total;
}

function placeOf(path: string): string {
  return path.slice(0, -lastKey(path).length);
}

/** The members of what holds a hint. */
function besideOf({ path }: MoreHint, body: unknown): [string, unknown][] {
  const place = at(body, path.split('.').slice(0, -1));
  return isObject(place) ? Object.entries(place) : [];
}

function at(body: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((place, key) => (isObject(place) ? place[key.replaceAll('"', '')] : undefined), body);
}
