import { memberPath } from './select/jmespath/path-text.ts';

/** Something that contains the text that was searched for. */
export type SearchMatch =
  | { readonly offset: number; readonly text: string }
  | { readonly offset: number; readonly item: unknown }
  | { readonly key: string; readonly offset: number; readonly item: unknown }
  | { readonly key: string; readonly value: unknown };

/** Characters shown around a match in a long line. */
const CONTEXT_CHARS = 150;

/** What JSON is written with: a text that has some of it may span keys and values. */
const PUNCTUATION = /[":,[\]{}]/;

/** Objects within objects in which lists are looked for. */
const MAX_DEPTH = 8;

/**
 * Finds what contains a text, in any case: the lines of a text (offset in characters), the items of an array (offset in
 * items), the members of an object; of a member that is a list, or leads to one, the items of that list, by its path. An
 * item contains a text if one of its keys, texts, numbers or words does, or its JSON as it is written without spaces. In
 * time that is proportional to the value.
 */
export function searchIn(value: unknown, wanted: string): SearchMatch[] {
  const needle = lowerCase(wanted);
  if (typeof value !== 'object' || value === null) return linesWith(String(value), needle);
  const search = new Search(needle);
  return Array.isArray(value) ? itemsWith(value, search) : membersWith(value, search, [], MAX_DEPTH);
}

function itemsWith(items: readonly unknown[], search: Search): { readonly offset: number; readonly item: unknown }[] {
  return items.flatMap((item, offset) => (search.isIn(item) ? [{ offset, item }] : []));
}

function membersWith(object: object, search: Search, above: readonly string[], depth: number): SearchMatch[] {
  return Object.keys(object).flatMap((key): SearchMatch[] => {
    const value: unknown = Reflect.get(object, key);
    const path = [...above, key];
    const within = listedIn(value, search, path, depth);
    if (within.length > 0) return within;
    return search.isInMember(key, value) ? [{ key: nameOf(path), value }] : [];
  });
}

/** What is found in a list, or in an object that leads to a list in which something is found; otherwise nothing. */
function listedIn(value: unknown, search: Search, path: readonly string[], depth: number): SearchMatch[] {
  if (Array.isArray(value)) return itemsWith(value, search).map((found) => ({ key: nameOf(path), ...found }));
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  const within = membersWith(value, search, path, depth - 1);
  return within.some((match) => 'item' in match) ? within : [];
}

/** A path as JMESPath writes it; a key that is at the top alone is written as it is. */
function nameOf(path: readonly string[]): string {
  if (path.length === 1) return path[0] ?? '';
  return path.reduce(memberPath, '');
}

/** In lower case, and as long as before: offsets stay those of the text. Only İ becomes two units. */
function lowerCase(text: string): string {
  return text.replaceAll('İ', 'i').toLowerCase();
}

/** A search for one text in many values. */
class Search {
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

function linesWith(text: string, needle: string): SearchMatch[] {
  const searched = lowerCase(text);
  const matches: SearchMatch[] = [];
  // A line may be all of a text, and have many matches: where it starts and ends is looked for once.
  let [start, end] = [0, -1];
  for (let at = searched.indexOf(needle); at >= 0;) {
    if (at > end) {
      start = text.lastIndexOf('\n', at - 1) + 1;
      const newline = text.indexOf('\n', at);
      end = newline < 0 ? text.length : newline;
    }
    const from = Math.max(start, at - CONTEXT_CHARS);
    const to = Math.min(end, at + needle.length + CONTEXT_CHARS);
    matches.push({
      offset: from,
      text: `${from > start ? '…' : ''}${text.slice(from, to)}${to < end ? '…' : ''}`.toWellFormed(),
    });
    const next = Math.max(to, at + needle.length, at + 1);
    at = next > text.length ? -1 : searched.indexOf(needle, next);
  }
  return matches;
}
