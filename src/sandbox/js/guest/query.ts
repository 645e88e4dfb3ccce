import type { Kit } from './kit.ts';

/** Form encoding by the host (https://url.spec.whatwg.org/#application/x-www-form-urlencoded). Pairs are JSON. */
export interface QueryHost {
  parseQuery: (text: string) => string;
  formatQuery: (pairs: string) => string;
}

/** The `URLSearchParams` of an URL. */
export interface Query {
  readonly params: object;
  /** Takes another text in place of all. */
  reset: (text: string) => void;
}

/**
 * Installs `URLSearchParams`.
 * @returns a function that makes one of an URL, which is told of every change
 */
export function installQuery(kit: Kit, host: QueryHost): (text: string, onChange: (text: string) => void) => Query {
  const { toText, isThing } = kit;

  function pairsOf(init: unknown): [string, string][] {
    if (!isThing(init)) return kit.parse(host.parseQuery(init === undefined ? '' : kit.textOf(init, 'URLSearchParams')));
    if (typeof init[kit.iterator] !== 'function') {
      return Object.entries(init).map(([name, value]) => [toText(name), toText(value)]);
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is no such list of pairs throws
    return Array.from(init as object as Iterable<Iterable<unknown>>, (each) => {
      const pair = [...each];
      if (pair.length !== 2) throw new kit.TypeError('URLSearchParams takes pairs of a name and a value');
      return [toText(pair[0]), toText(pair[1])];
    });
  }

  let makeQuery: (text: string, onChange: (text: string) => void) => Query;

  class URLSearchParams {
    #pairs: [string, string][];
    #onChange: ((text: string) => void) | undefined;

    constructor(init?: unknown) {
      this.#pairs = pairsOf(init);
    }

    static {
      makeQuery = (text, onChange) => {
        const params = new URLSearchParams(text);
        params.#onChange = onChange;
        const reset = (next: string): void => {
          params.#pairs = pairsOf(next);
        };
        return { params, reset };
      };
    }

    get size(): number {
      return this.#pairs.length;
    }

    append(name: unknown, value: unknown): void {
      this.#pairs.push([toText(name), toText(value)]);
      this.#changed();
    }

    delete(name: unknown, value?: unknown): void {
      this.#pairs = this.#pairs.filter((pair) => !this.#matches(pair, name, value));
      this.#changed();
    }

    get(name: unknown): string | null {
      return this.#pairs.find((pair) => this.#matches(pair, name))?.[1] ?? null;
    }

    getAll(name: unknown): string[] {
      return this.#pairs.filter((pair) => this.#matches(pair, name)).map(([, value]) => value);
    }

    has(name: unknown, value?: unknown): boolean {
      return this.#pairs.some((pair) => this.#matches(pair, name, value));
    }

    set(name: unknown, value: unknown): void {
      const first = this.#pairs.find((pair) => this.#matches(pair, name));
      if (!first) return this.append(name, value);
      first[1] = toText(value);
      this.#pairs = this.#pairs.filter((pair) => pair === first || !this.#matches(pair, name));
      this.#changed();
    }

    sort(): void {
      this.#pairs.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
      this.#changed();
    }

    forEach(run: (value: string, name: string, query: unknown) => void, self?: unknown): void {
      for (const [name, value] of this.#pairs) kit.apply(run, self, [value, name, this]);
    }

    *entries(): Generator<[string, string]> {
      for (const [name, value] of this.#pairs) yield [name, value];
    }

    *keys(): Generator<string> {
      for (const [name] of this.#pairs) yield name;
    }

    *values(): Generator<string> {
      for (const [, value] of this.#pairs) yield value;
    }

    [Symbol.iterator](): Generator<[string, string]> {
      return this.entries();
    }

    toString(): string {
      return host.formatQuery(kit.textOf(kit.stringify(this.#pairs), 'URLSearchParams'));
    }

    #matches([name, value]: [string, string], wanted: unknown, wantedValue?: unknown): boolean {
      return name === toText(wanted) && (wantedValue === undefined || value === toText(wantedValue));
    }

    #changed(): void {
      this.#onChange?.(this.toString());
    }
  }
  // A bundler may have given it another.
  kit.define(URLSearchParams, 'name', 'URLSearchParams');
  kit.define(globalThis, 'URLSearchParams', URLSearchParams);
  return (text, onChange) => makeQuery(text, onChange);
}
