/** An object of which nothing is known. */
export type Thing = Readonly<Record<PropertyKey, unknown>>;

/**
 * Originals of the language, taken before a program runs that may replace them. Like every function in this folder this
 * one is handed to the guest as text: it may use nothing but its arguments and the language.
 */
export function createKit() {
  const { apply, construct, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
  const { defineProperty, setPrototypeOf } = Object;
  const text = String;
  const { RangeError } = globalThis;

  /** A method as a function of its object, which looks nothing up when it is called. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- whoever takes a method says what it is
  function method<Args extends unknown[], Result>({ prototype }: { readonly prototype: object }, key: string) {
    const found = getOwnPropertyDescriptor(prototype, key)?.value;
    return (self: unknown, ...args: Args): Result => apply(found, self, args);
  }

  /** Whether a value is of a class of which only the objects themselves can run a getter or method. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- whoever takes a brand says whose it is
  function brand<Class>({ prototype }: { readonly prototype: object }, key: string) {
    const { get, value } = getOwnPropertyDescriptor(prototype, key) ?? {};
    return (tested: unknown): tested is Class => {
      try {
        apply(get ?? value, tested, []);
        return true;
      } catch {
        return false;
      }
    };
  }

  /** A value as text that the host may be given: it has memory of its own, which programs are not to fill. */
  function textOf(value: unknown, what: string, most = 1_048_576): string {
    const whole = text(value);
    if (whole.length > most) throw new RangeError(`${what} takes at most ${most} characters here, and these are ${whole.length}`);
    return whole;
  }

  /** Sets a property as the language has its own: it can be replaced, and is not listed. */
  function define(target: object, key: PropertyKey, value: unknown): void {
    defineProperty(target, key, bare({ value, writable: true, configurable: true, enumerable: false }));
  }

  /** The same object without a prototype, to which a program may have added a `toJSON`. */
  function bare<Fields extends object>(object: Fields): Fields {
    setPrototypeOf(object, null);
    return object;
  }

  /** A list without a prototype, to which a program may have added setters. */
  function bareList<Item>(): { length: number; [index: number]: Item } {
    return bare({ length: 0 });
  }

  function bareDictionary<Item>(): Record<string, Item> {
    return bare({});
  }

  const unboxers = [Number, String, Boolean, BigInt].map((each) => method<[], unknown>(each, 'valueOf'));

  /** What a Number, String, Boolean or BigInt object holds; undefined for others. */
  function unboxed(box: object): unknown {
    for (let at = 0; at < unboxers.length; at++) {
      try {
        return unboxers[at]?.(box);
      } catch {
        // It is a box of another kind, or none.
      }
    }
    return undefined;
  }

  function isThing(value: unknown): value is Thing {
    return typeof value === 'object' && value !== null;
  }

  return {
    isThing,
    textOf,
    apply,
    construct,
    ownKeys,
    getOwnPropertyDescriptor,
    getPrototypeOf,
    defineProperty,
    define,
    method,
    brand,
    bare,
    bareList,
    bareDictionary,
    keys: Object.keys,
    symbols: Object.getOwnPropertySymbols,
    isArray: Array.isArray,
    isFinite: Number.isFinite,
    toText: (value: unknown): string => text(value),
    // oxlint-disable-next-line typescript/unbound-method -- it does not use `this`
    isView: ArrayBuffer.isView,
    stringify: JSON.stringify,
    parse: JSON.parse,
    isMap: brand<Map<unknown, unknown>>(Map, 'size'),
    isSet: brand<Set<unknown>>(Set, 'size'),
    isDate: brand<Date>(Date, 'getTime'),
    isRegExp: brand<RegExp>(RegExp, 'source'),
    isBuffer: brand<ArrayBuffer>(ArrayBuffer, 'byteLength'),
    isDataView: brand<DataView>(DataView, 'byteLength'),
    forEachInMap: method<[(value: unknown, key: unknown) => void], void>(Map, 'forEach'),
    forEachInSet: method<[(value: unknown) => void], void>(Set, 'forEach'),
    whenSettled: method<[(value: unknown) => void, (error: unknown) => void], unknown>(Promise, 'then'),
    timeOf: method<[], number>(Date, 'getTime'),
    isoOf: method<[], string>(Date, 'toISOString'),
    slice: method<[from: number, to?: number], string>(String, 'slice'),
    regExpText: method<[], string>(RegExp, 'toString'),
    unboxed,
    objectPrototype: Object.prototype,
    Promise,
    Error,
    TypeError,
    RangeError,
    Date,
    Uint8Array,
    iterator: Symbol.iterator,
    asyncIterator: Symbol.asyncIterator,
  };
}

export type Kit = ReturnType<typeof createKit>;
