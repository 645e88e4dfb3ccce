import type { Kit } from './kit.ts';

/** Where in a value something is: the objects by which it was reached. */
export interface Place {
  readonly object: object;
  readonly up: Place | undefined;
  readonly key: string | number;
  readonly depth: number;
}

/**
 * Collects what is to be said about the parts of a value, the same of all items of a list together:
 * `NaN and Infinity are text: value[].mean (3 times)`.
 */
export function createRemarks(kit: Kit) {
  const MAX_PLACES = 200;
  const SHOWN_PLACES = 3;

  function step(key: string | number, isPattern: boolean): string {
    if (typeof key === 'number') return isPattern ? '[]' : `[${key}]`;
    for (let at = 0; at < key.length; at++) {
      const char = key[at] ?? '';
      const isLetter = (char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z') || char === '_' || char === '$';
      if (!isLetter && !(at > 0 && char >= '0' && char <= '9')) return `[${kit.stringify(key)}]`;
    }
    return `.${key}`;
  }

  /** A path such as `value[3].name`; as a pattern `value[].name`. */
  function path(up: Place | undefined, key: string | number, isPattern: boolean): string {
    return up ? path(up.up, up.key, isPattern) + step(key, isPattern) : 'value';
  }

  function collect() {
    let places = 0;
    /** By what is said, and then by where: how often. */
    const counts = kit.bareDictionary<Record<string, number>>();

    function add(words: string, up: Place | undefined, key: string | number): void {
      const byPlace = (counts[words] ??= kit.bareDictionary());
      const where = path(up, key, true);
      const before = byPlace[where];
      if (before === undefined && ++places > MAX_PLACES) return;
      byPlace[where] = (before ?? 0) + 1;
    }

    /** A line each. */
    function sentences(): string {
      let all = '';
      for (const words in counts) {
        const byPlace = counts[words] ?? {};
        let listed = '';
        let more = 0;
        let shown = 0;
        for (const where in byPlace) {
          const times = byPlace[where] ?? 0;
          if (shown === SHOWN_PLACES) more += times;
          else listed += `${shown++ > 0 ? ', ' : ''}${where}${times > 1 ? ` (${times} times)` : ''}`;
        }
        all += `${all === '' ? '' : '\n'}${words}: ${listed}${more > 0 ? ` and ${more} more` : ''}`;
      }
      return all;
    }
    return { add, sentences };
  }
  return { path, collect };
}

export type Remarks = ReturnType<typeof createRemarks>;
