import { isObject } from './select/shape.ts';

/** Characters of a key that a note names. */
const MAX_KEY = 40;
/** Places that a note names, and values that are looked at for them. */
const MAX_PLACES = 3;
const MAX_LOOKED_AT = 1_000_000;

/**
 * What code should know that computes with a body: where whole numbers beyond 2^53 are strings, since with these `+` joins
 * texts. Nothing if there are none.
 * @param root how the body is called, such as `body`
 */
export function quotedNumberNotes(
  { value, hasQuotedNumbers }: { readonly value: unknown; readonly hasQuotedNumbers?: boolean | undefined },
  root: string,
): string[] {
  if (!hasQuotedNumbers) return [];
  const places = findPlaces(value, root);
  if (places.length === 0) return [];
  const shown = `${places.slice(0, MAX_PLACES).join(', ')}${places.length > MAX_PLACES ? ' and elsewhere' : ''}`;
  return [`numbers beyond 2^53 are strings, so that no digit is lost: ${shown}; BigInt(...) computes with them`];
}

/** Where strings are that may have been such numbers, items of a list together: `body.items[].id`. */
function findPlaces(value: unknown, root: string): string[] {
  const places = new Set<string>();
  const waiting: { readonly value: unknown; readonly path: string }[] = [{ value, path: root }];
  let looked = 0;
  for (let next = waiting.pop(); next && places.size <= MAX_PLACES && looked < MAX_LOOKED_AT; next = waiting.pop(), looked++) {
    const { path } = next;
    if (isQuotedNumber(next.value)) places.add(path);
    else if (Array.isArray(next.value))
      for (const item of next.value.toReversed()) waiting.push({ value: item, path: `${path}[]` });
    else if (isObject(next.value)) {
      for (const [key, member] of Object.entries(next.value).toReversed())
        waiting.push({ value: member, path: joined(path, key) });
    }
  }
  return [...places];
}

function joined(path: string, whole: string): string {
  const key = whole.length > MAX_KEY ? `${whole.slice(0, MAX_KEY)}…`.toWellFormed() : whole;
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

function isQuotedNumber(value: unknown): boolean {
  if (typeof value !== 'string' || !/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value)) return false;
  const number = Number(value);
  return !Number.isFinite(number) || (!Number.isSafeInteger(number) && /^-?\d+$/.test(value));
}
