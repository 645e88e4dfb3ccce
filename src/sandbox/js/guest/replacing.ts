import type { Kit } from './kit.ts';

/** A class of the language. */
// oxlint-disable-next-line typescript/no-unsafe-function-type -- Reflect takes it as such
type Constructor = Function & { readonly prototype: object };

/** Puts functions that watch into the place of those of the language. */
export function createReplacing(kit: Kit) {
  /**
   * Puts a class of the language into the place of itself.
   * @param called what it gives when it is called without `new`; undefined where it cannot be
   * @param see gets what has been made by `new`, and of what
   */
  function replaceClass(
    original: Constructor,
    name: string,
    called: ((count: number, given: unknown) => unknown) | undefined,
    see: (made: unknown, given: unknown) => void,
  ): void {
    const named = {
      [name]: function (given?: unknown): unknown {
        if (new.target === undefined && called) return called(arguments.length, given);
        if (new.target === undefined) return kit.apply(original, undefined, arguments);
        const made: unknown = kit.construct(original, arguments, new.target === replaced ? original : new.target);
        see(made, given);
        return made;
      },
    };
    const replaced = named[name];
    if (replaced === undefined) return;
    const members = kit.ownKeys(original);
    for (let at = 0; at < members.length; at++) {
      const member = members[at];
      const has = member !== undefined && kit.getOwnPropertyDescriptor(original, member);
      if (has) kit.defineProperty(replaced, member, has);
    }
    kit.define(original.prototype, 'constructor', replaced);
    kit.define(globalThis, name, replaced);
  }

  /**
   * Puts a function in the place of another.
   * @param make gets what stands there, and makes what is to stand there
   * @returns what puts the other back, unless the program has put something there meanwhile
   */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- whoever replaces a function says what it is
  function replaceFunction<Original extends { readonly length: number }>(
    holder: object,
    key: string,
    make: (original: Original) => object | undefined,
  ): () => void {
    const original = kit.getOwnPropertyDescriptor(holder, key)?.value;
    const instead = make(original);
    if (instead) kit.defineProperty(instead, 'length', kit.bare({ value: original.length, configurable: true }));
    kit.define(holder, key, instead);
    return () => {
      if (kit.getOwnPropertyDescriptor(holder, key)?.value === instead) kit.define(holder, key, original);
    };
  }

  /** Looks at what may throw, as proxies and getters do: that is nothing to the program. */
  function quietly(look: () => unknown): void {
    try {
      look();
    } catch {
      // Nothing is said of it then.
    }
  }

  return { replaceClass, replaceFunction, quietly };
}

export type Replacing = ReturnType<typeof createReplacing>;
