import { isObject } from './select/shape.ts';

/** Characters of a key that a note names. */
const MAX_KEY = 40;
/** Places that a note names, and values that are looked at for them. */
const MAX_PLACES = 3;
const MAX_LOOKED_AT = 1_000_000;

/** Numbers that JSON has and JavaScript has not: whole ones with more digits, and those beyond its largest. */
type Kind = 'long' | 'vast';

const SAID: Readonly<Record<Kind, (places: string) => string>> = {
  long: (places) => `numbers beyond 2^53 are strings, so that no digit is lost: ${places}; BigInt(...) computes with them`,
  vast: (places) => `numbers beyond 1.8e308 are strings, as they would be Infinity: ${places}`,
};

/**
 * What code should know that computes with a body: where whole numbers beyond 2^53 are strings, since with these `+` joins
 * texts, and where such as 1e400 are. Nothing if there are none.
 * @param root how the body is called, such as `body`
 */
export function quotedNumberNotes(
  { value, hasQuotedNumbers }: { readonly value: unknown; readonly hasQuotedNumbers?: boolean | undefined },
  root: string,
): string[] {
  if (!hasQuotedNumbers) return [];
  const places = findPlaces(value, root);
  return (['long', 'vast'] as const).flatMap((kind) => {
    const all = [...places].flatMap(([path, itsKind]) => (itsKind === kind ? [path] : []));
    const more = all.length > MAX_PLACES ? ' and elsewhere' : '';
    return all.length === 0 ? [] : [SAID[kind](`${all.slice(0, MAX_PLACES).join(', ')}${more}`)];
  });
}

/** The same places, some of them, for other words: of a list those of its items, `[].id`. */
export function quotedNumberPlaces(value: unknown): readonly string[] {
  return [...findPlaces(value, '').keys()].slice(0, MAX_PLACES);
}

/** Where strings are that may have been such numbers, items of a list together: `body.items[].id`. */
function findPlaces(value: unknown, root: string): ReadonlyMap<string, Kind> {
  const places = new Map<string, Kind>();
  const waiting: { readonly value: unknown; readonly path: string }[] = [{ value, path: root }];
  let looked = 0;
  for (let next = waiting.pop(); next && places.size <= MAX_PLACES && looked < MAX_LOOKED_AT; next = waiting.pop(), looked++) {
    const { path } = next;
    const kind = kindOf(next.value);
    if (kind !== undefined) places.set(path, places.get(path) ?? kind);
    else if (Array.isArray(next.value))
      for (const item of next.value.toReversed()) waiting.push({ value: item, path: `${path}[]` });
    else if (isObject(next.value)) {
      for (const [key, member] of Object.entries(next.value).toReversed())
        waiting.push({ value: member, path: joined(path, key) });
    }
  }
  return places;
}

function joined(path: string, whole: string): string {
  const key = whole.length > MAX_KEY ? `${whole.slice(0, MAX_KEY)}…`.toWellFormed() : whole;
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

/** Which number a string may have been. */
function kindOf(value: unknown): Kind | undefined {
  if (typeof value !== 'string' || !/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value)) return undefined;
  if (/^-?\d+$/.test(value)) return Number.isSafeInteger(Number(value)) ? undefined : 'long';
  return Number.isFinite(Number(value)) ? undefined : 'vast';
}
