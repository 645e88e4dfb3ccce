import type { TellSlips } from './driver.ts';
import type { Kit } from './kit.ts';
import type { Replacing } from './replacing.ts';

/** What is looked in. */
type Has = (within: unknown, key: unknown) => boolean;

/**
 * Replaces the methods that look for a value in a Map, Set or list by the same, which see where they find nothing although
 * it is there as text in place of a number, or the other way round: 10 for "10".
 * @returns a function that tells what is to be said of it
 */
export function installLookups(kit: Kit, { replaceFunction }: Replacing): TellSlips {
  /** Calls that are seen: each takes some microseconds. The methods are as they were then. */
  const MAX_CALLS = 50_000;
  /** Values of a Set that are looked at where it is compared with another. */
  const MAX_VALUES = 1_000;
  const hasKey = kit.method<[unknown], boolean>(Map, 'has');
  const hasValue = kit.method<[unknown], boolean>(Set, 'has');
  const includes = kit.method<[unknown], boolean>(Array, 'includes');
  const hasItem: Has = (within, item) => kit.isArray(within) && includes(within, item);
  const giveBack = kit.bareList<() => void>();
  let calls = 0;
  let said = '';
  let missedIn: unknown;
  let missed: unknown;
  let twin: unknown;
  /** Whether the program has looked for both: it knows. */
  let looksForBoth = false;

  /** The same number as text, or the number that a text is; undefined if there is none. */
  function twinOf(key: unknown): unknown {
    if (typeof key === 'bigint' || (typeof key === 'number' && kit.isFinite(key))) return `${key}`;
    if (typeof key !== 'string' || key.length > 20 || !(+key - +key === 0) || `${+key}` !== key) return undefined;
    return +key;
  }

  function shown(key: unknown): string {
    return typeof key === 'string' ? kit.stringify(key) : kit.toText(key);
  }

  function isThere(has: Has, within: unknown, key: unknown): boolean {
    try {
      return has(within, key);
    } catch {
      // A list may be a proxy.
      return false;
    }
  }

  function miss(name: string, has: Has, within: unknown, key: unknown): void {
    const other = twinOf(key);
    if (other === undefined || !isThere(has, within, other)) return;
    missedIn = within;
    missed = key;
    twin = other;
    if (said !== '') return;
    said = `${name}(${shown(key)}) found nothing, and ${shown(other)} is there: text is no number; String(...) makes both text`;
  }

  function see(name: string, has: Has, within: unknown, key: unknown, isFound: boolean): void {
    if (++calls > MAX_CALLS) {
      for (; giveBack.length > 0; giveBack.length--) giveBack[giveBack.length - 1]?.();
      return;
    }
    const isOther = (isFound && key === missed) || (within === missedIn && key === twin);
    if (twin !== undefined && isOther) looksForBoth = true;
    twin = undefined;
    if (!isFound) miss(name, has, within, key);
  }

  function replace(prototype: object, key: string, make: (original: () => unknown) => object | undefined): void {
    giveBack[giveBack.length++] = replaceFunction(prototype, key, make);
  }

  /** @param isFound whether what it gave says that it has found something */
  function install(prototype: object, key: string, has: Has, isFound: (given: unknown) => boolean): void {
    const name = `${prototype === Map.prototype ? 'Map.' : prototype === Set.prototype ? 'Set.' : ''}${key}`;
    replace(prototype, key, (original) => {
      const named = {
        [key](this: unknown, sought?: unknown): unknown {
          const given: unknown = kit.apply(original, this, arguments);
          if (arguments.length === 1) see(name, has, this, sought, isFound(given));
          return given;
        },
      };
      return named[key];
    });
  }

  function seeBoth(name: string, one: unknown, other: unknown): void {
    if (!kit.isSet(one) || !kit.isSet(other) || said !== '') return;
    let count = 0;
    kit.forEachInSet(one, (value) => {
      if (count++ < MAX_VALUES && !hasValue(other, value)) miss(name, hasValue, other, value);
    });
    twin = undefined;
  }

  install(Map.prototype, 'get', hasKey, (given) => given !== undefined);
  install(Map.prototype, 'has', hasKey, (given) => given === true);
  install(Set.prototype, 'has', hasValue, (given) => given === true);
  install(Array.prototype, 'includes', hasItem, (given) => given === true);
  install(Array.prototype, 'indexOf', hasItem, (given) => given !== -1);
  const ofTwo = ['union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom'];
  for (let at = 0; at < ofTwo.length; at++) {
    const key = ofTwo[at] ?? '';
    replace(Set.prototype, key, (original) => {
      const named = {
        [key](this: unknown, other?: unknown): unknown {
          seeBoth(`Set.${key}`, this, other);
          return kit.apply(original, this, arguments);
        },
      };
      return named[key];
    });
  }
  return (_means, say) => {
    if (said !== '' && !looksForBoth) say(said);
  };
}
