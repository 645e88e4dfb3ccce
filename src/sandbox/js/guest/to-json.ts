import type { Shown } from './classes.ts';
import type { Kit, Thing } from './kit.ts';
import type { Place, Remarks } from './remarks.ts';

/** What became of a value. */
export interface Written {
  /** Its JSON text; undefined if there is nothing to write: undefined, a function, a symbol. */
  readonly json: string | undefined;
  /** What JSON could not say, in words, and where: a line each. */
  readonly notes: string;
}

/**
 * Writes values as JSON (RFC 8259) as `JSON.stringify` does, and says what that loses: NaN, Infinity and BigInt become
 * text, Map and Set objects and lists.
 * @param refuse throws what is wrong with the value, in words
 * @returns a function of a value and of the characters that its JSON may have
 */
export function createToJson(
  kit: Kit,
  shown: (object: Thing) => Shown | undefined,
  remarks: Remarks,
  refuse: (words: string) => never,
) {
  const MAX_DEPTH = 300;
  const ASCENDING = 'whole numbers as keys of a Map come in ascending order, not in that of the Map: return [...map] to keep it';
  const { keys, stringify, isArray, isThing } = kit;

  /** A key as far as objects put it in an order of their own (ECMA-262, OrdinaryOwnPropertyKeys); -1 for others. */
  function arrayIndex(key: string): number {
    const number = +key;
    return `${number >>> 0}` === key && number < 4_294_967_295 ? number : -1;
  }

  return function toJson(root: unknown, maxLength: number): Written {
    let length = 0;
    const { add, sentences } = remarks.collect();

    function counted(text: string): string {
      length += text.length + 1;
      return length > maxLength ? tooLong() : text;
    }

    function tooLong(): never {
      return refuse(`its value has more than ${maxLength / 1_048_576} MiB as JSON: return less of it`);
    }

    function write(value: unknown, up: Place | undefined, key: string | number): string | undefined {
      if (typeof value === 'string') return value.length > maxLength ? tooLong() : counted(stringify(value));
      if (typeof value === 'number') {
        if (kit.isFinite(value)) return counted(`${value}`);
        add('NaN and Infinity are text', up, key);
        return counted(`"${value}"`);
      }
      if (typeof value === 'boolean') return counted(value ? 'true' : 'false');
      if (typeof value === 'bigint') {
        add('a BigInt is text', up, key);
        return counted(`"${value}"`);
      }
      if (value === null) return counted('null');
      return isThing(value) ? writeObject(value, up, key) : undefined;
    }

    function writeObject(object: Thing, up: Place | undefined, key: string | number): string | undefined {
      const place: Place = { object, up, key, depth: (up?.depth ?? 0) + 1 };
      if (place.depth > MAX_DEPTH) refuse(`its value is nested more than ${MAX_DEPTH} levels deep`);
      for (let each = up; each; each = each.up) {
        if (each.object !== object) continue;
        refuse(`its value contains itself: ${remarks.path(up, key, false)} is ${remarks.path(each.up, each.key, false)}`);
      }
      const { toJSON } = object;
      if (typeof toJSON !== 'function') return writeShape(object, place);
      if (kit.isDate(object) && !kit.isFinite(kit.timeOf(object))) add('an invalid Date is null', up, key);
      const instead: unknown = kit.apply(toJSON, object, [`${key}`]);
      return isThing(instead) ? writeShape(instead, place) : write(instead, up, key);
    }

    function writeShape(object: Thing, place: Place): string | undefined {
      if (isArray(object)) return writeList(object, place);
      const as = shown(object);
      if (!as) return writeThing(object, place);
      if (as.refusal !== undefined) refuse(`${remarks.path(place.up, place.key, false)} ${as.refusal}`);
      if (as.remark !== undefined) add(as.remark, place.up, place.key);
      if (as.map) return writeMap(as.map, place);
      return as.list ? writeList(as.list, place) : write(as.value, place.up, place.key);
    }

    function writeList(list: ArrayLike<unknown>, place: Place): string {
      let text = '[';
      // A proxy may be slow to tell its length, or change it.
      const { length: count } = list;
      for (let at = 0; at < count; at++) {
        const item = list[at];
        const json = write(item, place, at);
        if (json === undefined) add(`${nothing(item)} in a list is null`, place, at);
        text += (at > 0 ? ',' : '') + (json ?? counted('null'));
      }
      return text + ']';
    }

    function writeThing(object: Thing, place: Place): string {
      const names = keys(object);
      const text = writeMembers(
        names.length,
        (at) => names[at] ?? '',
        (at) => object[names[at] ?? ''],
        place,
      );
      const prototype = kit.getPrototypeOf(object);
      if (names.length === 0 && prototype !== null && prototype !== kit.objectPrototype) {
        add('{} stands for an object of a class that has no members to list', place.up, place.key);
      }
      if (kit.symbols(object).length > 0) add('members whose keys are symbols are left out', place.up, place.key);
      return text;
    }

    function writeMembers(count: number, keyAt: (at: number) => string, valueAt: (at: number) => unknown, place: Place): string {
      let text = '{';
      for (let at = 0; at < count; at++) {
        const value = valueAt(at);
        const json = write(value, place, keyAt(at));
        if (json === undefined) add(`${nothing(value)} is left out`, place, keyAt(at));
        else text += `${text.length > 1 ? ',' : ''}${counted(stringify(keyAt(at)))}:${json}`;
      }
      return text + '}';
    }

    function writeMap(map: Map<unknown, unknown>, place: Place): string {
      const names = kit.bareList<string>();
      const values = kit.bareList();
      const seen = kit.bareDictionary<boolean>();
      let isDictionary = true;
      let isInOrder = true;
      kit.forEachInMap(map, (value, key) => {
        const name = keyText(key);
        if (name === undefined || seen[name]) isDictionary = false;
        const index = arrayIndex(name ?? '');
        if (index >= 0 && values.length > 0 && arrayIndex(names[values.length - 1] ?? '') < 0) isInOrder = false;
        if (index >= 0 && index < arrayIndex(names[values.length - 1] ?? '')) isInOrder = false;
        seen[name ?? ''] = true;
        names[values.length] = name ?? '';
        values[values.length++] = isDictionary ? value : [key, value];
      });
      if (!isDictionary) return writePairs(map, place);
      if (!isInOrder) add(ASCENDING, place.up, place.key);
      return writeMembers(
        values.length,
        (at) => names[at] ?? '',
        (at) => values[at],
        place,
      );
    }

    function writePairs(map: Map<unknown, unknown>, place: Place): string {
      const pairs = kit.bareList();
      kit.forEachInMap(map, (value, key) => {
        pairs[pairs.length++] = [key, value];
      });
      add('a Map with keys that are objects, or equal as text, is a list of [key, value]', place.up, place.key);
      return writeList(pairs, place);
    }

    /** A key of a Map as the key of an object. */
    function keyText(key: unknown): string | undefined {
      if (typeof key === 'string') return key;
      const isText = typeof key === 'number' || typeof key === 'bigint' || typeof key === 'boolean';
      return isText || key === null || key === undefined ? `${key}` : undefined;
    }

    function nothing(value: unknown): string {
      return typeof value === 'object' ? 'undefined' : `${value === undefined ? '' : 'a '}${typeof value}`;
    }

    return { json: write(root, undefined, ''), notes: sentences() };
  };
}
