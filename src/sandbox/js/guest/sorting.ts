import type { TellSlips } from './driver.ts';
import type { Kit } from './kit.ts';
import type { Replacing } from './replacing.ts';

type Comparison = (a: unknown, b: unknown) => unknown;

/** What a function that was given to sort has returned. */
interface Returned {
  undefined: boolean;
  NaN: boolean;
  infinity: boolean;
  /** Whatever else but true and false. */
  other: boolean;
  /** The a and b of which it returned true, one after the other. */
  readonly ordered: { length: number; [index: number]: unknown };
}

/**
 * Replaces `sort` and `toSorted` of lists by the same, which see when what they were given cannot have sorted: numbers, also
 * as texts, or dates without a function, which go by their text; a function that returns NaN, nothing, or true and false.
 * That is seen of what it returns as it sorts; only of a long list are some items sorted for it alone.
 * @returns a function that tells what is to be said of it
 */
export function installSorting(kit: Kit, { replaceFunction, quietly }: Replacing): TellSlips {
  /** Items of a list, and calls in all, that are seen: it takes as long again as the calls. */
  const MAX_ITEMS = 10_000;
  const MAX_CALLS = 200_000;
  /** Items of a longer one. */
  const MAX_SAMPLE = 1_000;
  const TEXT = 'sort without a function has put';
  const GIVEN = 'the function given to sort returned';
  const COMPARED = 'a < b ? -1 : a > b ? 1 : 0';
  const PlainMap = Map;
  const placeIn = kit.method<[unknown], number | undefined>(Map, 'get');
  const setPlace = kit.method<[unknown, number], unknown>(Map, 'set');
  const codeOf = kit.method<[], string>(Function, 'toString');
  const includes = kit.method<[string], boolean>(String, 'includes');
  const byText = kit.bareDictionary<true>();
  const slips = kit.bareDictionary<true>();
  let calls = 0;

  /** A text that is a number as an API writes them, "19.90" or "-3"; not "" or "0x1f". */
  function numberIn(text: string): number | undefined {
    const digit = (text[0] === '-' ? text[1] : text[0]) ?? '';
    return digit >= '0' && digit <= '9' && text[1] !== 'x' && +text - +text === 0 ? +text : undefined;
  }

  /** What is in an order of its own, which is not that of its text. */
  function orderOf(value: unknown): number | bigint | undefined {
    if (typeof value === 'number' || typeof value === 'bigint') return value;
    if (typeof value === 'string') return numberIn(value);
    return kit.isDate(value) ? kit.timeOf(value) : undefined;
  }

  function isComparison(value: unknown): value is Comparison {
    return typeof value === 'function';
  }

  function seeByText(list: readonly unknown[]): void {
    let last: number | bigint | undefined;
    let slip = '';
    for (let at = 0; at < list.length && at < MAX_ITEMS; at++) {
      const item = list[at];
      if (item === null || item === undefined) continue;
      const order = orderOf(item);
      if (order === undefined) return;
      if (last !== undefined && order < last) {
        slip = kit.isThing(item) ? 'dates' : typeof item === 'string' ? 'texts that are numbers' : 'numbers';
      }
      last = order;
    }
    if (slip !== '') byText[`${TEXT} ${slip} in the order of their text: sort((a, b) => a - b)`] = true;
  }

  /** The same function, of which is noted what it returns. */
  function noting(compare: Comparison, returned: Returned): Comparison {
    const { ordered } = returned;
    return (a, b) => {
      calls++;
      const given = compare(a, b);
      if (typeof given === 'number' && given - given === 0) {
        returned.other = true;
        return given;
      }
      if (given === undefined) returned.undefined = true;
      else if (given !== given) returned.NaN = true;
      else if (given === Infinity || given === -Infinity) returned.infinity = true;
      else if (typeof given !== 'boolean') returned.other = true;
      else if (given && ordered.length < MAX_ITEMS) {
        ordered[ordered.length++] = a;
        ordered[ordered.length++] = b;
      }
      return given;
    };
  }

  /** Whether a list has something before what it should come after. */
  function isUnordered(list: readonly unknown[], ordered: Returned['ordered']): boolean {
    const first = new PlainMap<unknown, number>();
    const last = new PlainMap<unknown, number>();
    for (let at = 0; at < list.length; at++) {
      if (placeIn(first, list[at]) === undefined) setPlace(first, list[at], at);
      setPlace(last, list[at], at);
    }
    for (let at = 0; at < ordered.length; at += 2) {
      const a = ordered[at];
      const b = ordered[at + 1];
      if (a !== b && (placeIn(first, a) ?? 0) < (placeIn(last, b) ?? 0)) return true;
    }
    return false;
  }

  /** Infinities are equal to each other by NaN, and functions that return nothing for what is equal are right, too. */
  function seeCompared(list: readonly unknown[], compare: Comparison, returned: Returned): void {
    const { NaN: isNaN, infinity, other, ordered } = returned;
    if (isNaN && !infinity && !includes(codeOf(compare), 'Infinity')) {
      slips[`${GIVEN} NaN, which sorts nothing: text and what is missing cannot be subtracted; ${COMPARED} sorts text`] = true;
    }
    if (isNaN || infinity || other) return;
    if (returned.undefined && ordered.length === 0 && !includes(codeOf(compare), 'return')) {
      slips[`${GIVEN} undefined, so that it sorts nothing: it has to return a number`] = true;
    }
    if (ordered.length > 0 && isUnordered(list, ordered)) {
      slips[`${GIVEN} true or false, which does not sort: it has to return a - b, or ${COMPARED}`] = true;
    }
  }

  type Sort = (list: unknown, compare: unknown) => unknown;

  function sortSeen(sort: Sort, list: unknown, compare: Comparison): unknown {
    const ordered = kit.bareList<unknown>();
    const returned: Returned = kit.bare({ undefined: false, NaN: false, infinity: false, other: false, ordered });
    const sorted = sort(list, noting(compare, returned));
    if (kit.isArray(sorted)) quietly(() => seeCompared(sorted, compare, returned));
    return sorted;
  }

  /** Items from all over a list: its beginning may be sorted already. */
  function sampleOf(list: readonly unknown[]): unknown[] {
    const sample: unknown[] = [];
    const step = list.length / MAX_SAMPLE;
    for (let at = 0; at < MAX_SAMPLE; at++) sample[at] = list[(at * step) | 0];
    return sample;
  }

  function sortedBy(sort: Sort, list: unknown, compare: unknown): unknown {
    const isSeen = isComparison(compare) && kit.isArray(list) && calls < MAX_CALLS;
    if (isSeen && list.length <= MAX_ITEMS) return sortSeen(sort, list, compare);
    if (isSeen) quietly(() => sortSeen(sort, sampleOf(list), compare));
    const sorted = sort(list, compare);
    if (compare === undefined && kit.isArray(sorted)) quietly(() => seeByText(sorted));
    return sorted;
  }

  for (const key of ['sort', 'toSorted']) {
    const sort = kit.method<[compare?: unknown], unknown>(Array, key);
    replaceFunction(Array.prototype, key, () => {
      const named = {
        [key](this: unknown, compare: unknown) {
          return sortedBy(sort, this, compare);
        },
      };
      return named[key];
    });
  }
  return ({ textOrder }, say) => {
    if (!textOrder) for (const words in byText) say(words);
    for (const words in slips) say(words);
  };
}
