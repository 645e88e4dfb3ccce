import type { Kit } from './kit.ts';

type Comparison = (a: unknown, b: unknown) => unknown;

/**
 * Replaces `sort` and `toSorted` of lists by the same, which see when what they were given cannot have sorted: numbers or
 * dates without a function, which go by their text; a function that returns NaN, nothing, or true and false.
 * @returns a function that gives what is to be said of it, a line each
 */
export function installSorting(kit: Kit): () => string {
  const MAX_PAIRS = 10_000;
  const TEXT = 'sort without a function has put';
  const GIVEN = 'the function given to sort returned';
  const COMPARED = 'a < b ? -1 : a > b ? 1 : 0';
  const slips = kit.bareDictionary<true>();

  /** What is in an order of its own, which is not that of its text. */
  function orderOf(value: unknown): number | bigint | undefined {
    if (typeof value === 'number' || typeof value === 'bigint') return value;
    return kit.isDate(value) ? kit.timeOf(value) : undefined;
  }

  function isComparison(value: unknown): value is Comparison {
    return typeof value === 'function';
  }

  function seeByText(list: readonly unknown[]): void {
    let last: number | bigint | undefined;
    let slip = '';
    for (let at = 0; at < list.length; at++) {
      const item = list[at];
      if (item === null || item === undefined) continue;
      const order = orderOf(item);
      if (order === undefined) return;
      if (last !== undefined && order < last) slip = kit.isThing(item) ? 'dates' : 'numbers';
      last = order;
    }
    if (slip !== '') slips[`${TEXT} ${slip} in the order of their text: sort((a, b) => a - b)`] = true;
  }

  /** What is wrong with a function of which this came. */
  function slipOf(given: unknown, isBackwards: () => boolean): string {
    if (given === undefined) return `${GIVEN} undefined, so that it sorts nothing: it has to return a number`;
    if (given !== given) {
      return `${GIVEN} NaN, which sorts nothing: text and what is missing cannot be subtracted; ${COMPARED} sorts text`;
    }
    if (given !== true || !isBackwards()) return '';
    return `${GIVEN} true or false, which does not sort: it has to return a - b, or ${COMPARED}`;
  }

  /** It is asked once more, of neighbours: that is little beside what sorting asks. */
  function seeCompared(list: readonly unknown[], compare: Comparison): void {
    for (let at = 1; at < list.length && at < MAX_PAIRS && list[at] !== undefined; at++) {
      const slip = slipOf(compare(list[at - 1], list[at]), () => compare(list[at], list[at - 1]) === false);
      if (slip === '') continue;
      slips[slip] = true;
      return;
    }
  }

  function see(sorted: unknown, compare: unknown): void {
    if (!kit.isArray(sorted)) return;
    try {
      if (compare === undefined) seeByText(sorted);
      else if (isComparison(compare)) seeCompared(sorted, compare);
    } catch {
      // What its function throws it has thrown before, or not at all.
    }
  }

  for (const key of ['sort', 'toSorted']) {
    const original = kit.method<[compare?: unknown], unknown>(Array, key);
    const named = {
      [key](this: unknown, compare: unknown) {
        const sorted = original(this, compare);
        see(sorted, compare);
        return sorted;
      },
    };
    kit.define(Array.prototype, key, named[key]);
  }
  return () => {
    let all = '';
    for (const words in slips) all += `${all === '' ? '' : '\n'}${words}`;
    return all;
  };
}
