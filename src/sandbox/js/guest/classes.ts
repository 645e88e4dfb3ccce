import type { Kit, Thing } from './kit.ts';

/** What JSON is to make of an object that is neither a plain one nor an array. */
export interface Shown {
  /** A value is written in its place. */
  readonly value?: unknown;
  /** Its items are written as a list. */
  readonly list?: ArrayLike<unknown>;
  /** It is a Map. */
  readonly map?: Map<unknown, unknown>;
  /** What is to be said about it. */
  readonly remark?: string;
  /** Why it cannot be written. */
  readonly refusal?: string;
}

/**
 * Tells what JSON is to make of objects of a class, of most of which `JSON.stringify` makes `{}`.
 * @returns a function that gives undefined for what is written member by member
 */
export function createShown(kit: Kit): (object: Thing) => Shown | undefined {
  const MAX_ITEMS = 2 ** 20;

  function ofSet(set: Set<unknown>): Shown {
    const list = kit.bareList();
    kit.forEachInSet(set, (item) => {
      list[list.length++] = item;
    });
    return { list };
  }

  function ofIterator(iterator: Thing): Shown {
    const list = kit.bareList();
    while (list.length <= MAX_ITEMS) {
      const { next } = iterator;
      if (typeof next !== 'function') break;
      const { done, value } = kit.apply(next, iterator, []);
      if (done) return { list };
      list[list.length++] = value;
    }
    return { refusal: `is an iterator of more than ${MAX_ITEMS} items` };
  }

  function ofBinary(binary: ArrayBufferView | ArrayBuffer): Shown {
    const view = kit.isBuffer(binary) ? new kit.Uint8Array(binary) : binary;
    const list = kit.isDataView(view) ? new kit.Uint8Array(view.buffer, view.byteOffset, view.byteLength) : view;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every other view is a typed array
    return { list: list as Uint8Array, remark: 'binary data is a list of numbers' };
  }

  function ofError({ name, message }: Error): Shown {
    const words = typeof message === 'string' && message !== '' ? `: ${message}` : '';
    return { value: (typeof name === 'string' ? name : 'Error') + words, remark: 'an Error is text' };
  }

  return (object) => {
    const prototype = kit.getPrototypeOf(object);
    if (prototype === kit.objectPrototype || prototype === null) return undefined;
    if (kit.isMap(object)) return { map: object };
    if (kit.isSet(object)) return ofSet(object);
    if (kit.isRegExp(object)) return { value: kit.regExpText(object), remark: 'a regular expression is text' };
    if (kit.isBuffer(object) || kit.isView(object)) return ofBinary(object);
    if (object instanceof kit.Error) return ofError(object);
    if (object instanceof kit.Promise) {
      return { refusal: 'is a promise: await it before you return it (of a list: await Promise.all(list))' };
    }
    const boxed = kit.unboxed(object);
    if (boxed !== undefined) return { value: boxed };
    if (typeof object['next'] !== 'function') return undefined;
    if (typeof object[kit.iterator] === 'function') return ofIterator(object);
    const isAsync = typeof object[kit.asyncIterator] === 'function';
    return isAsync ? { refusal: 'is an async iterator: collect its items with for await' } : undefined;
  };
}
