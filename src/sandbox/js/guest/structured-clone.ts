import type { Kit } from './kit.ts';

/**
 * Makes `structuredClone` (https://html.spec.whatwg.org/#structured-cloning) for what there is: objects, arrays, Map,
 * Set, Date, RegExp, Error, binary data and boxes, with what they share and where they contain themselves.
 */
export function createStructuredClone(kit: Kit): (value: unknown) => unknown {
  const { isThing, isMap, isSet, isView } = kit;
  const { DOMException } = globalThis;

  /** A new object of the same class, without its parts. */
  function emptyLike(value: object): unknown {
    if (isMap(value)) return new Map();
    if (isSet(value)) return new Set();
    if (kit.isArray(value)) return Object.assign([], { length: value.length });
    if (kit.isDate(value)) return new Date(kit.timeOf(value));
    if (kit.isRegExp(value)) return new RegExp(value.source, value.flags);
    if (kit.isBuffer(value)) return value.slice(0);
    const boxed = kit.unboxed(value);
    if (boxed !== undefined) return Object(boxed);
    return {};
  }

  function cloneOf(value: unknown, done: Map<object, unknown>): unknown {
    if (typeof value === 'function' || typeof value === 'symbol' || value instanceof Promise) {
      throw new DOMException(`a ${typeof value === 'object' ? 'promise' : typeof value} could not be cloned`, 'DataCloneError');
    }
    if (!isThing(value)) return value;
    if (done.has(value)) return done.get(value);
    if (isView(value)) return cloneOfView(value, done);
    if (value instanceof Error) return cloneOfError(value, done);
    const clone = emptyLike(value);
    done.set(value, clone);
    if (isMap(value) && isMap(clone)) for (const [key, item] of value) clone.set(cloneOf(key, done), cloneOf(item, done));
    else if (isSet(value) && isSet(clone)) for (const item of value) clone.add(cloneOf(item, done));
    else if (isPlain(value)) copyMembers(value, clone, done);
    return clone;
  }

  /** Whether its own members are what there is of it. */
  function isPlain(value: object): boolean {
    return !(kit.isDate(value) || kit.isRegExp(value) || kit.isBuffer(value) || kit.unboxed(value) !== undefined);
  }

  function copyMembers(from: object, to: unknown, done: Map<object, unknown>): void {
    for (const [key, item] of Object.entries(from)) {
      Object.defineProperty(to, key, { value: cloneOf(item, done), writable: true, configurable: true, enumerable: true });
    }
  }

  function cloneOfView(view: ArrayBufferView, done: Map<object, unknown>): unknown {
    const buffer = cloneOf(view.buffer, done);
    // An array of bytes has as many elements as bytes, others have fewer; a DataView counts bytes, too.
    const length = 'length' in view ? view.length : view.byteLength;
    const clone: unknown = Reflect.construct(view.constructor, [buffer, view.byteOffset, length]);
    done.set(view, clone);
    return clone;
  }

  function cloneOfError(error: Error, done: Map<object, unknown>): Error {
    const clone = new Error(error.message);
    done.set(error, clone);
    clone.name = error.name;
    if ('cause' in error) kit.define(clone, 'cause', cloneOf(error.cause, done));
    return clone;
  }

  return function structuredClone(value) {
    return cloneOf(value, new Map());
  };
}
