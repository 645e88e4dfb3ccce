import { aroundFirst, linesWith, lowerCase, type Line } from './search-lines.ts';
import { memberPath } from './select/jmespath/path-text.ts';

/** Something that contains the text that was searched for. */
export type SearchMatch =
  | Line
  | { readonly offset: number; readonly item: unknown }
  | { readonly key: string; readonly offset: number; readonly item: unknown }
  | { readonly key: string; readonly offset: number; readonly text: string }
  | { readonly key: string; readonly value: unknown };

/** What a search has found. */
export interface Found {
  readonly matches: SearchMatch[];
  /** How often the text is in the lines that were searched, where one of them is given in pieces, of which each is a match. */
  readonly times?: number;
}

/** A text in JSON that is longer is shown around what was found in it: it would be cut at its end, and that not be seen. */
const LONG_CHARS = 1_000;

/** What JSON is written with: a text that has some of it may span keys and values. */
const PUNCTUATION = /[":,[\]{}]/;

/** Objects within objects in which lists are looked for. */
const MAX_DEPTH = 8;

/**
 * Finds what contains a text, in any case: the lines of a text (offset in characters), the items of an array (offset in
 * items), the members of an object; of a member that is a list, or leads to one, the items of that list, by its path; of one
 * that is a long text, or leads to one, its lines. An item contains a text if one of its keys, texts, numbers or words does,
 * or its JSON as it is written without spaces; a long text in it is shown around the first match. In time that is
 * proportional to the value.
 */
export function searchIn(value: unknown, wanted: string): Found {
  const search = new Search(lowerCase(wanted));
  const matches = matchesIn(value, search);
  const { times } = search;
  return times === undefined ? { matches } : { matches, times };
}

function matchesIn(value: unknown, search: Search): SearchMatch[] {
  if (typeof value !== 'object' || value === null) return search.linesOf(String(value));
  return Array.isArray(value) ? itemsWith(value, search) : membersWith(value, search, [], MAX_DEPTH);
}

function itemsWith(items: readonly unknown[], search: Search): { readonly offset: number; readonly item: unknown }[] {
  return items.flatMap((item, offset) => (search.isIn(item) ? [{ offset, item: search.focus(item) }] : []));
}

function membersWith(object: object, search: Search, above: readonly string[], depth: number): SearchMatch[] {
  return Object.keys(object).flatMap((key): SearchMatch[] => {
    const value: unknown = Reflect.get(object, key);
    const path = [...above, key];
    const within = listedIn(value, search, path, depth);
    if (within.length > 0) return within;
    if (!search.isInMember(key, value)) return [];
    const lines = typeof value === 'string' && value.length > LONG_CHARS ? search.linesOf(value) : [];
    if (lines.length > 0) return lines.map((line) => ({ key: nameOf(path), ...line }));
    return [{ key: nameOf(path), value: search.focus(value) }];
  });
}

/** What is found in a list, or in an object that leads to a list or long text in which something is found; otherwise nothing. */
function listedIn(value: unknown, search: Search, path: readonly string[], depth: number): SearchMatch[] {
  if (Array.isArray(value)) return itemsWith(value, search).map((found) => ({ key: nameOf(path), ...found }));
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  const within = membersWith(value, search, path, depth - 1);
  return within.some((match) => 'item' in match || 'text' in match) ? within : [];
}

/** A path as JMESPath writes it; a key that is at the top alone is written as it is. */
function nameOf(path: readonly string[]): string {
  if (path.length === 1) return path[0] ?? '';
  return path.reduce(memberPath, '');
}

/** A search for one text in many values. */
class Search {
  #isInPieces = false;
  #lines = 0;
  #times = 0;
  readonly #needle: string;
  /** Whether it may be found only in JSON as it is written. */
  readonly #isWritten: boolean;
  readonly #needleWithoutSpaces: string;
  /** Whether each key that has been seen contains it: items have the same ones. */
  readonly #keys = new Map<string, boolean>();

  constructor(needle: string) {
    this.#needle = needle;
    this.#isWritten = PUNCTUATION.test(needle);
    this.#needleWithoutSpaces = needle.replaceAll(/([:,])\s+/g, '$1');
  }

  isIn(value: unknown): boolean {
    return this.#has(value) || (this.#isWritten && typeof value === 'object' && this.#hasWritten(value));
  }

  isInMember(key: string, value: unknown): boolean {
    return this.#hasKey(key) || this.#has(value) || (this.#isWritten && this.#hasWritten({ [key]: value }));
  }

  /** The lines of a text that contain it, or, of long lines, pieces. */
  linesOf(text: string): Line[] {
    const { lines, times, isInPieces } = linesWith(text, this.#needle);
    this.#times += times;
    this.#lines += lines.length;
    this.#isInPieces ||= isInPieces;
    return lines;
  }

  /** How often it is in those lines, where pieces of one do not tell. */
  get times(): number | undefined {
    return this.#isInPieces && this.#times > this.#lines ? this.#times : undefined;
  }

  /** The same value, in which long texts that contain it are shown around the first place. */
  focus(value: unknown): unknown {
    return hasLongText(value) ? this.#focused(value) : value;
  }

  #focused(value: unknown): unknown {
    if (typeof value === 'string') return value.length > LONG_CHARS ? aroundFirst(value, this.#needle) : value;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => this.#focused(item));
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, this.#focused(member)] as const));
  }

  #has(value: unknown): boolean {
    if (typeof value === 'string') return lowerCase(value).includes(this.#needle);
    if (typeof value !== 'object' || value === null) return String(value).includes(this.#needle);
    if (Array.isArray(value)) return value.some((item) => this.#has(item));
    for (const key of Object.keys(value)) if (this.#hasKey(key) || this.#has(Reflect.get(value, key))) return true;
    return false;
  }

  #hasKey(key: string): boolean {
    let has = this.#keys.get(key);
    if (has === undefined) this.#keys.set(key, (has = lowerCase(key).includes(this.#needle)));
    return has;
  }

  #hasWritten(value: unknown): boolean {
    const json = lowerCase(JSON.stringify(value));
    return json.includes(this.#needle) || json.includes(this.#needleWithoutSpaces);
  }
}

function hasLongText(value: unknown): boolean {
  if (typeof value === 'string') return value.length > LONG_CHARS;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasLongText);
}
