import { isLastByFlag } from './page-hints.ts';
import { isFunction } from './run-function.ts';
import { isObject } from './select/shape.ts';

/** Characters of what is taken as a URL or cursor. */
const MAX_NEXT = 20_000;

/** What is at a key of the body that is written as it is, which JMESPath reads as something else: `@odata.nextLink`. */
export function ownKey(body: unknown, next: string): unknown {
  const bracketed = /^\[\s*'([^']+)'\s*\]$/.exec(next.trim())?.[1];
  const key = bracketed ?? next.trim();
  const own = isObject(body) && !Array.isArray(body) && Object.hasOwn(body, key) ? body[key] : undefined;
  return own ?? (bracketed === undefined ? undefined : null);
}

/** A key that says itself what comes next, unlike one of the last item. */
const NEXT_KEY = /(?:^|\.)"?[\w@.-]*(?:next|cursor)[\w-]*"?$/i;

/** Whether a cursor is not to be followed; a URL always is. Pages end with next_page 0, too: nothing comes before the first. */
export function isOver(page: unknown, next: string | undefined, found: unknown): boolean {
  if (next === undefined) return false;
  if (found === 0 || found === '0') return NEXT_KEY.test(next);
  if (typeof found !== 'number' && (typeof found !== 'string' || /^(?:https?:|[/?])/.test(found))) return false;
  return isLastByFlag(page, next);
}

/** Lists that an expression makes; others are the cursor itself, as the `sort` of a hit is. */
const MAKES_LIST = /\[\s*(?:[?*\]:]|-?\d*\s*:)|^\[|\w\(/;

/** `[?rel == 'next'].href` gives a list of one; what is too long to be a cursor is not carried over whole. */
export function plainNext(value: unknown, next: string | undefined): unknown {
  const isMade = next === undefined || isFunction(next) || MAKES_LIST.test(next);
  const one: unknown = Array.isArray(value) && (value.length === 0 || (value.length === 1 && isMade)) ? value[0] : value;
  if (typeof one === 'string') return one.slice(0, MAX_NEXT);
  if (!isObject(one)) return one;
  const json = JSON.stringify(one) ?? '';
  return json.length <= MAX_NEXT ? one : { odd: json.slice(0, 100) };
}
