import { isObject } from './select/shape.ts';

/** Something in a page that says that there is more, or how much there is in all. */
export type MoreHint =
  | { readonly kind: 'next'; readonly path: string; readonly said: string; readonly isUrl: boolean; readonly param: string }
  | { readonly kind: 'flag'; readonly path: string }
  | { readonly kind: 'total'; readonly path: string; readonly total: number }
  | { readonly kind: 'pages'; readonly path: string; readonly total: number };

/** Where pages are described: the body itself, and these members of it. */
const HOLDERS =
  /^(?:meta(?:data)?|pagination|paging|paginator|page_?info|links|_links|cursors?|response_?metadata|result_?info|search_?metadata|info)$/i;
const NEXT =
  /^(?:@odata\.)?(?:next(?:_?(?:page|url|uri|link|href|cursor|token|page_?token|offset|start|marker|key))?|continuation(?:_?token)?|cursor(?:_?next)?|end_?cursor|after|scroll_?id|marker|starting_?after)$/i;
const PREVIOUS = /^prev(?:ious)?(?:_?(?:page|url|uri|link|href|cursor|token))?$/i;
const FLAG = /^(?:has_?more(?:_?(?:pages|items|results))?|has_?next(?:_?page)?|more|is_?truncated|incomplete_?results)$/i;
const LAST = /^(?:is_?last(?:_?page)?|last_?page_?reached|done|complete)$/i;
const TOTAL =
  /^(?:total(?:_?(?:count|items|results|records|entries|elements|size|hits))?|num_?found|total_?number|record_?count)$/i;
const PAGES = /^(?:total_?pages|page_?count|num_?pages|last_?page|pages)$/i;
/** What of these stands beside a cursor, and ends the pages by being false. */
const ENDS = /^has_?(?:more(?:_?(?:pages|items|results))?|next(?:_?page)?)$/i;
/** What a cursor that somebody names so goes into. */
const PARAM = /^(?:@odata\.)?(?:next_?|end_?)?(.+)$/i;

/**
 * Looks for what APIs say of further pages, in the body and in what it keeps beside its items; inside of a wrapper, as GraphQL
 * has one, only for what says that there is more.
 * @param hasInnerTotals whether how much there is counts there, too, though it may be of anything
 */
export function findMoreHints(body: unknown, hasInnerTotals = false): readonly MoreHint[] {
  if (!isObject(body) || Array.isArray(body) || !Object.keys(body).some(isTelling)) return [];
  const holders = holdersIn(body, '');
  const places = [['', body] as const, ...holders, ...holders.flatMap(([path, holder]) => holdersIn(holder, `${path}.`))];
  const inner = innerPlaces(body).flatMap(([path, place]) => hintsIn(path, place));
  const isSure = ({ kind }: MoreHint): boolean => kind === 'flag' || kind === 'next';
  return [...places.flatMap(([path, place]) => hintsIn(path, place)), ...(hasInnerTotals ? inner : inner.filter(isSure))];
}

/** What APIs put a body into. */
const WRAPPER = /^(?:data|results?|response|payload|body|content|d)$/i;
/** Objects that are looked at inside of a wrapper. */
const MAX_INNER = 50;

/** Objects in a wrapper that have a list, at any depth as GraphQL names them, and what describes pages beside it. */
function innerPlaces(body: Record<string, unknown>): (readonly [string, Record<string, unknown>])[] {
  const found = Object.keys(body).flatMap((key) => (WRAPPER.test(key) ? objectIn(body, key, '') : []));
  for (let at = 0; at < found.length && found.length < MAX_INNER; at++) {
    const [path, place] = found[at] ?? ['', {}];
    if (path.split('.').length > MAX_DEPTH) continue;
    // A wrapper may hold very many by their ids.
    for (const key in place) {
      if (found.length >= MAX_INNER) break;
      if (Object.hasOwn(place, key)) found.push(...objectIn(place, key, `${path}.`));
    }
  }
  return found.flatMap(([path, place]) => {
    return Object.values(place).some(Array.isArray) ? [[path, place] as const, ...holdersIn(place, `${path}.`)] : [];
  });
}

/** A member that is an object, with its path; none for any other. */
function objectIn(place: Record<string, unknown>, key: string, prefix: string): (readonly [string, Record<string, unknown>])[] {
  const value = place[key];
  return isObject(value) && !Array.isArray(value) ? [[prefix + step(key), value]] : [];
}

/** Whether a key is one that may say something of pages; known of those that have been asked for. */
const telling = new Map<string, boolean>();
/** Keys of so many are remembered: bodies of one kind have the same. */
const MAX_KEYS = 1_000;
const MAX_KEY_LENGTH = 40;

function isTelling(key: string): boolean {
  const known = telling.get(key);
  if (known !== undefined) return known;
  const is = [HOLDERS, WRAPPER, NEXT, FLAG, LAST, TOTAL, PAGES].some((pattern) => pattern.test(key));
  if (telling.size >= MAX_KEYS) telling.clear();
  if (key.length <= MAX_KEY_LENGTH) telling.set(key, is);
  return is;
}

/** Whether a page names one before it, or says that it is not the first. */
export function namesEarlier(body: unknown): boolean {
  if (!isObject(body) || Array.isArray(body)) return false;
  const places = [body, ...holdersIn(body, '').map(([, holder]) => holder)];
  return places.some((place) => Object.entries(place).some(([key, value]) => isEarlier(key, value)));
}

function isEarlier(key: string, value: unknown): boolean {
  if (/^(?:is_?)?first(?:_?page)?$/i.test(key)) return value === false;
  if (/^has_?prev(?:ious)?(?:_?page)?$/i.test(key)) return value === true;
  if (!PREVIOUS.test(key)) return false;
  const named = isObject(value) ? (value['href'] ?? value['url']) : value;
  return (typeof named === 'string' && named !== '') || typeof named === 'number';
}

/**
 * Whether a page says beside its cursor that there is no further one: GraphQL has a cursor of the last page, too.
 * @param path of the cursor
 */
export function isLastByFlag(body: unknown, path: string): boolean {
  let place = body;
  for (const key of path.split('.').slice(0, -1)) place = isObject(place) ? place[key] : undefined;
  return isObject(place) && Object.entries(place).some(([key, value]) => ENDS.test(key) && value === false);
}

/** How deep a page keeps its items: `data.search.nodes` of GraphQL. */
const MAX_DEPTH = 4;

/** The path of the longest list of an object, as near to the top as there is one; undefined if it has none. */
export function findList(body: unknown): string | undefined {
  let places: (readonly [string, Record<string, unknown>])[] = isObject(body) && !Array.isArray(body) ? [['', body]] : [];
  for (let depth = 1; depth <= MAX_DEPTH; depth++) {
    const members = places.flatMap(([path, place]) =>
      Object.entries(place).map(([key, value]) => [path === '' ? step(key) : `${path}.${step(key)}`, value] as const),
    );
    const lists = members.flatMap(([path, value]) => (Array.isArray(value) ? [{ path, length: value.length }] : []));
    if (lists.length > 0) return lists.toSorted((a, b) => b.length - a.length)[0]?.path;
    places = members.flatMap(([path, value]) => (isObject(value) ? [[path, value] as const] : []));
  }
  return undefined;
}

/** Members that describe pages, each with its path. */
function holdersIn(place: Record<string, unknown>, prefix: string): (readonly [string, Record<string, unknown>])[] {
  return Object.keys(place).flatMap((key) => (HOLDERS.test(key) ? objectIn(place, key, prefix) : []));
}

function hintsIn(at: string, place: Record<string, unknown>): MoreHint[] {
  return Object.entries(place).flatMap(([key, value]): MoreHint[] => {
    const path = at === '' ? step(key) : `${at}.${step(key)}`;
    if (FLAG.test(key)) return value === true ? [{ kind: 'flag', path }] : [];
    if (LAST.test(key)) return value === false ? [{ kind: 'flag', path }] : [];
    if (PAGES.test(key) && isCount(value)) return [{ kind: 'pages', path, total: value }];
    if (TOTAL.test(key) && isCount(value)) return [{ kind: 'total', path, total: value }];
    if (TOTAL.test(key) && isObject(value) && isCount(value['value'])) {
      return [{ kind: 'total', path: `${path}.value`, total: value['value'] }];
    }
    return NEXT.test(key) ? nextHint(path, key, value) : [];
  });
}

function nextHint(path: string, key: string, value: unknown): MoreHint[] {
  if (isObject(value)) {
    const inner = ['href', 'url'].find((name) => typeof value[name] === 'string' && value[name] !== '');
    return inner === undefined ? [] : nextHint(`${path}.${inner}`, key, value[inner]);
  }
  if (typeof value !== 'string' && typeof value !== 'number') return [];
  if (value === '' || value === 0) return [];
  const isUrl = typeof value === 'string' && /^(?:https?:\/\/|\/|\?)/.test(value);
  return [{ kind: 'next', path, said: String(value).slice(0, 60), isUrl, param: paramFor(path, key) }];
}

/** `nextPageToken` goes into `pageToken`, `next_cursor` into `cursor`, that of GraphQL into a variable. */
function paramFor(path: string, key: string): string {
  if (/^data\..*\bpageInfo\.endCursor$/.test(path)) return 'variables.after';
  const param = PARAM.exec(key)?.[1] ?? key;
  return /^[A-Z][a-z]/.test(param) ? param.charAt(0).toLowerCase() + param.slice(1) : param;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** A key as JMESPath writes it. */
function step(key: string): string {
  return /^[a-z_]\w*$/i.test(key) ? key : JSON.stringify(key);
}
