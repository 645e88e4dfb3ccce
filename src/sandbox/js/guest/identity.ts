import type { TellSlips } from './driver.ts';
import type { Kit, Thing } from './kit.ts';
import type { Replacing } from './replacing.ts';

/**
 * Sees where a program takes Maps, Sets and objects for what they are not: `JSON.stringify` and `Object.keys` of a Map, of
 * which both make nothing; a Set, or groups of `Map.groupBy`, of lists, dates or objects, of which each is another.
 * @returns a function that tells what is to be said of it
 */
export function installIdentity(kit: Kit, { replaceClass, replaceFunction, quietly }: Replacing): TellSlips {
  /** Items and members that are looked at. */
  const MAX_ITEMS = 100;
  const MAX_MEMBERS = 8;
  /** Items of all Sets and groups that are looked at: each takes some ten microseconds. */
  const MAX_LOOKS = 5_000;
  /** Calls that are seen: the functions are as they were then. */
  const MAX_CALLS = 20_000;
  const A_SET = 'a Set';
  const includes = kit.method<[string], boolean>(String, 'includes');
  const slips = kit.bareDictionary<string>();
  const mapPrototype = Map.prototype;
  const setPrototype = Set.prototype;
  const datePrototype = Date.prototype;
  const noSize = (): number => 0;
  const sizeOf = {
    map: kit.getOwnPropertyDescriptor(mapPrototype, 'size')?.get ?? noSize,
    set: kit.getOwnPropertyDescriptor(setPrototype, 'size')?.get ?? noSize,
  };
  let calls = 0;
  let looks = 0;
  /** Whether an object has been found in a Set: it is there as itself, whatever equals it. */
  let isSoughtItself = false;

  /** `Map` or `Set` of one that has items. */
  function kindOf(value: unknown): string {
    const prototype = kit.isThing(value) ? kit.getPrototypeOf(value) : null;
    if (prototype === mapPrototype) return kit.apply(sizeOf.map, value, []) > 0 ? 'Map' : '';
    return prototype === setPrototype && kit.apply(sizeOf.set, value, []) > 0 ? 'Set' : '';
  }

  function seeWritten(value: unknown): void {
    if (!kit.isThing(value) || 'toJSON' in mapPrototype) return;
    let kind = kindOf(value);
    const names = kind !== '' || kit.isArray(value) ? [] : kit.keys(value);
    const { length } = kit.isArray(value) ? value : names;
    for (let at = 0; kind === '' && at < length && at < MAX_MEMBERS; at++) kind = kindOf(plainMember(value, names[at] ?? at));
    if (kind !== '') slips[kind] ??= `JSON.stringify makes {} of a ${kind}: ${insteadOf(kind)}`;
  }

  function insteadOf(kind: string): string {
    return kind === 'Map' ? 'Object.fromEntries(map) first' : '[...set] first';
  }

  /** A member that is no getter. */
  function plainMember(value: object, name: PropertyKey): unknown {
    return kit.getOwnPropertyDescriptor(value, name)?.value;
  }

  /** A list, date or object of few plain values as text; undefined of what is more. */
  function textOf(value: unknown): string | undefined {
    if (!kit.isThing(value)) return undefined;
    const prototype = kit.getPrototypeOf(value);
    if (prototype === datePrototype) return `${kit.timeOf(value)}`;
    if (!kit.isArray(value) && prototype !== kit.objectPrototype) return undefined;
    return textOfMembers(value);
  }

  function textOfMembers(value: Thing): string | undefined {
    const names = kit.keys(value);
    if (names.length === 0 || names.length > MAX_MEMBERS) return undefined;
    let text = kit.isArray(value) ? '[' : '{';
    for (let at = 0; at < names.length; at++) {
      const member = plainMember(value, names[at] ?? '');
      if (member === undefined || typeof member === 'function' || kit.isThing(member)) return undefined;
      text += `${kit.stringify(names[at])}:${typeof member === 'string' ? kit.stringify(member) : kit.toText(member)},`;
    }
    return text;
  }

  /** @param itemAt of so many items, that are different ones to the language */
  function seeItems(count: number, itemAt: (at: number) => unknown, words: string): void {
    const seen = kit.bareDictionary<unknown>();
    for (let at = 0; at < count && at < MAX_ITEMS && looks < MAX_LOOKS; at++) {
      looks++;
      const item = itemAt(at);
      const text = textOf(item);
      if (text === undefined) return;
      const earlier = seen[text];
      seen[text] ??= item;
      if (earlier === undefined || earlier === item) continue;
      const shown = kit.isDate(item) ? 'dates' : kit.isArray(item) ? 'lists' : 'objects';
      slips[words] ??= `${words} has equal ${shown} as different ones: make text of them first`;
    }
  }

  replaceClass(Set, 'Set', undefined, (_made, given) => {
    quietly(() => {
      if (kit.isArray(given)) seeItems(given.length, (at) => plainMember(given, at), A_SET);
    });
  });

  // A function that is given may write them.
  replace(JSON, 'stringify', (text, { 0: given, 1: replacer }) => {
    if (typeof text === 'string' && includes(text, '{}') && typeof replacer !== 'function') seeWritten(given);
  });
  replace(Set.prototype, 'has', (isThere, { 0: sought }) => {
    if (isThere === true && kit.isThing(sought)) isSoughtItself = true;
  });
  for (const key of ['keys', 'values', 'entries']) {
    replace(Object, key, (found, { 0: given }) => {
      const kind = kit.isArray(found) && found.length === 0 ? kindOf(given) : '';
      if (kind !== '')
        slips[key] ??= `Object.${key} finds nothing in a ${kind}: [...${kind.toLowerCase()}${kind === 'Map' ? `.${key}()` : ''}]`;
    });
  }
  replace(Map, 'groupBy', (groups) => {
    const keys = kit.bareList();
    if (kit.isMap(groups)) kit.forEachInMap(groups, (_, key) => void (keys[keys.length++] = key));
    seeItems(keys.length, (at) => keys[at], 'Map.groupBy');
  });

  /** @param see gets what it has made, and of what */
  function replace(holder: object, key: string, see: (made: unknown, given: ArrayLike<unknown>) => void): void {
    const giveBack = replaceFunction<() => unknown>(holder, key, (original) => {
      const named = {
        [key](...given: unknown[]): unknown {
          if (++calls > MAX_CALLS) giveBack();
          const made: unknown = kit.apply(original, this, given);
          quietly(() => see(made, given));
          return made;
        },
      };
      return named[key];
    });
  }

  return (_means, say) => {
    for (const key in slips) if (!(isSoughtItself && key === A_SET)) say(slips[key] ?? '');
  };
}
