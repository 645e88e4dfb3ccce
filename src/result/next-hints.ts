import { isPaged } from './counting.ts';
import { lastKey, membersOf, type Place } from './page-places.ts';
import { countIn, plainKey } from './page-words.ts';
import { memberPath } from './select/jmespath/path-text.ts';
import { isObject } from './select/shape.ts';

/** Where a page names the next one. */
export interface NextHint {
  readonly kind: 'next';
  readonly path: string;
  /** What it names, in short. */
  readonly said: string;
  readonly isUrl: boolean;
  /** What a cursor goes into. */
  readonly param: string;
  /** Whether it may be of anything, or of the last item where there is no next page. */
  readonly isWeak: boolean;
}

/** Members of an object that names the next page, in the order in which they help. */
const URLS = ['href', 'url', 'uri'];
const CURSORS = ['starting_after', 'after', 'cursor', 'offset', 'token', 'page'];

/** What a member whose key says so tells of the next page. */
export function nextHint([at, place]: Place, key: string, value: unknown): NextHint[] {
  const path = memberPath(at, key);
  if (isObject(value)) return Array.isArray(value) ? [] : ofObject(path, key, value);
  if (typeof value !== 'string' && typeof value !== 'number') return [];
  const plain = plainKey(key);
  if (value === '' || value === 0 || (plain === 'offset' && (typeof value === 'number' || /^\d+$/.test(value)))) return [];
  // The cursors of the first and last item of a page are there on the last page, too: `next` beside them is the URL.
  if (/(?:^|\.)paging\.cursors\.after$/.test(path)) return [];
  const isUrl = typeof value === 'string' && isLikeUrl(value, plain);
  // `next` alone may be anything that comes after this.
  const isWeak = plain === 'next' ? !isUrl && !isPaged(place, 'next') : !/next|continu|offset|more|evaluated/.test(plain);
  return [{ kind: 'next', path, said: String(value).slice(0, 60), isUrl, param: paramFor(path, key, value, place), isWeak }];
}

/** Names of what a link is and leads to: of JSON in general, of FHIR, of XML. */
const LINKS = [
  ['rel', 'href'],
  ['rel', 'url'],
  ['relation', 'url'],
  ['@rel', '@href'],
] as const;

/** Links of a page in a list: `"links": [{"rel": "next", "href": ...}]`. */
export function listedNextHint([at]: Place, key: string, value: readonly unknown[]): NextHint[] {
  if (!/^_?links?$|^atom:link$/i.test(key)) return [];
  for (const link of value) {
    if (!isObject(link)) continue;
    const [rel, href] = LINKS.find(([name, to]) => link[name] === 'next' && typeof link[to] === 'string') ?? [];
    if (rel === undefined || href === undefined) continue;
    const path = `${memberPath(at, key)}[?${memberPath('', rel)}=='next'].${memberPath('', href)}`;
    return [{ kind: 'next', path, said: String(link[href]).slice(0, 60), isUrl: true, param: 'page', isWeak: false }];
  }
  return [];
}

function ofObject(path: string, key: string, value: Record<string, unknown>): NextHint[] {
  const has = (name: string): boolean =>
    (typeof value[name] === 'string' && value[name] !== '') || typeof value[name] === 'number';
  const found = [...URLS, ...CURSORS, 'link'].find(has);
  const inner = found ?? (key === 'continue' ? Object.keys(value).find(has) : undefined);
  if (inner === undefined) return lastEvaluated(path, key, value);
  // MediaWiki wants all that is in it.
  if (key === 'continue') return [{ kind: 'next', path, said: inner, isUrl: true, param: inner, isWeak: false }];
  const named = value[inner];
  const isUrl = typeof named === 'string' && isLikeUrl(named, inner);
  const whole = memberPath(path, inner);
  return [{ kind: 'next', path: whole, said: String(named).slice(0, 60), isUrl, param: inner, isWeak: false }];
}

/** DynamoDB goes on after a key, which is an object. */
function lastEvaluated(path: string, key: string, value: Record<string, unknown>): NextHint[] {
  if (plainKey(key) !== 'lastevaluatedkey' || Object.keys(value).length === 0) return [];
  const said = JSON.stringify(value).slice(0, 60);
  return [{ kind: 'next', path, said, isUrl: false, param: 'ExclusiveStartKey', isWeak: false }];
}

function isLikeUrl(value: string, plain: string): boolean {
  return /^(?:https?:\/\/|\/|\?)/.test(value) || (/(?:link|url|uri|href)$/.test(plain) && /[/?]/.test(value));
}

/** What a cursor that somebody names so goes into. */
const PARAM = /^(?:@odata\.)?_*(?:next_?|end_?)?(.+)$/i;

/** `nextPageToken` goes into `pageToken`, `next_cursor` into `cursor`; some APIs have names of their own. */
function paramFor(path: string, key: string, value: unknown, place: Record<string, unknown>): string {
  const plain = plainKey(key);
  if (/^data\..*\bpageInfo\.endCursor$/.test(path)) return 'variables.after';
  if (/(?:^|\.)pagination\.cursor$/.test(path)) return 'after';
  if (plain === 'nextcursor' && place['object'] === 'list') return 'start_cursor';
  if (plain === 'nextpagetoken' && 'isLast' in place) return key;
  if (plain === 'nexttoken') return 'result_count' in place ? 'pagination_token' : key;
  if (plain === 'nextcontinuationtoken' && 'KeyCount' in place) return 'continuation-token';
  if (plain === 'aftercursor') return lastKey(path.slice(0, -key.length - 1)) === 'meta' ? 'page[after]' : 'cursor';
  if (plain === 'next' && countIn(value) !== undefined) {
    return membersOf(place).find(([name]) => /^(?:offset|skip|start)$/i.test(name))?.[0] ?? 'page';
  }
  const param = PARAM.exec(key)?.[1] ?? key;
  if (/^Page(?:Start|Offset)$/.test(param)) return param.slice('Page'.length).toLowerCase();
  // AWS writes its parameters as it writes its keys.
  return /^[A-Z][a-z]/.test(param) && !key.startsWith('N') ? param.charAt(0).toLowerCase() + param.slice(1) : param;
}
