import type { Kit } from './kit.ts';
import type { Query } from './query.ts';

/** The URL parser of the host (https://url.spec.whatwg.org/). Parts come as lines in the order of {@link PARTS}. */
export interface UrlHost {
  /** @returns undefined if it is no URL */
  parseUrl: (url: string, base: string | undefined) => string | undefined;
  /** The URL with one part set. */
  setPart: (url: string, part: string, value: string) => string;
}

/** Installs `URL` as browsers and Node have it, without blobs. */
export function installUrl(kit: Kit, host: UrlHost, makeQuery: (text: string, onChange: (text: string) => void) => Query): void {
  const PARTS = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'];
  const SEARCH = 9;
  const { toText, define } = kit;

  function parse(url: unknown, base: unknown): string | undefined {
    return host.parseUrl(kit.textOf(url, 'URL'), base === undefined ? undefined : kit.textOf(base, 'URL'));
  }

  function shown(url: unknown): string {
    return kit.slice(toText(url), 0, 200);
  }

  let partOf: (url: URL, at: number) => string;
  let setPart: (url: URL, part: string, value: unknown) => void;

  class URL {
    #parts: string[] = [];
    #query: Query | undefined;

    constructor(url: unknown, base?: unknown) {
      const parts = parse(url, base);
      if (parts === undefined) {
        throw new kit.TypeError(`Invalid URL: ${shown(url)}${base === undefined ? '' : ` against ${shown(base)}`}`);
      }
      this.#parts = parts.split('\n');
    }

    static canParse(url: unknown, base?: unknown): boolean {
      return parse(url, base) !== undefined;
    }

    static parse(url: unknown, base?: unknown): URL | null {
      return URL.canParse(url, base) ? new URL(url, base) : null;
    }

    get searchParams(): object {
      this.#query ??= makeQuery(this.#parts[SEARCH] ?? '', (text) => {
        this.#parts = host.setPart(this.#parts[0] ?? '', 'search', kit.textOf(text, 'URL')).split('\n');
      });
      return this.#query.params;
    }

    toString(): string {
      return this.#parts[0] ?? '';
    }

    toJSON(): string {
      return this.#parts[0] ?? '';
    }

    static {
      partOf = (url, at) => url.#parts[at] ?? '';
      setPart = (url, part, value) => {
        const isWhole = part === 'href';
        const parts = isWhole ? parse(value, undefined) : host.setPart(url.#parts[0] ?? '', part, kit.textOf(value, 'URL'));
        if (parts === undefined) throw new kit.TypeError(`Invalid URL: ${shown(value)}`);
        url.#parts = parts.split('\n');
        if (part === 'href' || part === 'search') url.#query?.reset(url.#parts[SEARCH] ?? '');
      };
    }
  }

  for (const [at, part] of PARTS.entries()) {
    const get = function get(this: URL): string {
      return partOf(this, at);
    };
    const set = function set(this: URL, value: unknown): void {
      setPart(this, part, value);
    };
    const access = part === 'origin' ? { get } : { get, set };
    kit.defineProperty(URL.prototype, part, { ...access, enumerable: true, configurable: true });
  }
  // A bundler may have given it another.
  define(URL, 'name', 'URL');
  define(globalThis, 'URL', URL);
}
