import type { ResponseHeaders } from './message.ts';

/** One link of a `Link` header. */
export interface Link {
  /** As it is written: relative to the URL of the answer. */
  readonly target: string;
  /** Parameters by their names in lower case; of one that is there twice the first counts. '' for one without a value. */
  readonly params: ReadonlyMap<string, string>;
}

/** The links of an answer, and whether there was nothing beside them that cannot be read. */
export interface ParsedLinks {
  readonly links: readonly Link[];
  readonly isWhole: boolean;
}

const BLANK = /[ \t]*/y;
const TARGET = /<([^<>]*)>/y;
const NAME = /[^\s=,;<>"]+/y;
/** A quoted string (RFC 9110 section 5.6.4), one in quotes that HTTP does not have, or what is up to the next delimiter. */
const VALUE = /"((?:[^"\\]|\\.)*)"|'([^',;]*)'|([^,;]*)/y;
/** Where to go on after what cannot be read. */
const NEXT = /[^,<]+/y;

/**
 * Reads the `Link` headers of an answer (RFC 8288 section 3). A part that cannot be read hides none of the others:
 * reading goes on after the next comma, or at the next target.
 */
export function parseLinks(headers: ResponseHeaders): ParsedLinks {
  const read = [headers['link'] ?? []].flat().map(parseLine);
  return { links: read.flatMap(({ links }) => links), isWhole: read.every(({ isWhole }) => isWhole) };
}

/** Whether a link is of this relation (section 3.3), and of the answer itself rather than of an anchor (section 3.2). */
export function isRelated({ params }: Link, relation: string): boolean {
  const relations = (params.get('rel') ?? '').toLowerCase().split(/\s+/);
  return relations.includes(relation) && !params.get('anchor');
}

function parseLine(line: string): ParsedLinks {
  const text = new Scanner(line);
  const links: Link[] = [];
  let isWhole = true;
  while (!text.isAtEnd) {
    // An empty element of a list is none (RFC 9110 section 5.6.1).
    if (text.skips(',')) continue;
    const target = text.take(TARGET)?.[1];
    const params = target === undefined ? undefined : parseParams(text);
    if (target !== undefined && params && (text.isAtEnd || text.skips(','))) links.push({ target, params });
    else {
      isWhole = false;
      if (!text.take(NEXT)) text.skips('<');
    }
  }
  return { links, isWhole };
}

/** `; rel="next"; crossorigin` */
function parseParams(text: Scanner): ReadonlyMap<string, string> {
  const params = new Map<string, string>();
  while (text.skips(';')) {
    const name = text.take(NAME)?.[0].toLowerCase();
    if (name === undefined) continue;
    const [, quoted, single, token] = (text.skips('=') ? text.take(VALUE) : undefined) ?? [];
    const value = quoted?.replace(/\\(.)/g, '$1') ?? single ?? token?.trim() ?? '';
    if (!params.has(name)) params.set(name, value);
  }
  return params;
}

/** A text that is read from left to right; blanks between what is read are skipped. */
class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    this.#skipBlanks();
    return this.#at >= this.#text.length;
  }

  /** Skips this character, if it is next. @returns whether it was */
  skips(character: string): boolean {
    this.#skipBlanks();
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  /** @param pattern sticky */
  take(pattern: RegExp): RegExpExecArray | null {
    this.#skipBlanks();
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  #skipBlanks(): void {
    BLANK.lastIndex = this.#at;
    BLANK.exec(this.#text);
    this.#at = BLANK.lastIndex;
  }
}
