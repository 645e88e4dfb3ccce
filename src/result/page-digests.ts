import { hash } from 'node:crypto';
import { isObject } from './select/shape.ts';

/** What tells a page and its items from others. */
export interface PageDigests {
  /** Of its items and of all lists in it: what else it has may be of the moment. */
  readonly digest: string;
  /** Of each of its items that has a name of its own. */
  readonly itemDigests: readonly string[];
}

/** Keys of which each item has another value. */
const NAMES = ['id', '_id', 'uuid', 'guid', 'key', 'sku', 'url', 'href', '@id'];
const MAX_DEPTH = 4;
/** Of more items it is not looked whether they come again. */
const MAX_ITEMS = 5_000;

/**
 * What two pages are compared by.
 * @param found what is joined of the page: a list of items, or one; of what is picked of others, items may look alike
 */
export function digestsOf(found: unknown, page: unknown): PageDigests {
  const items: readonly unknown[] = Array.isArray(found) ? found : [found];
  const texts = items.map((item) => JSON.stringify(item));
  // What the items say themselves is not read twice.
  const others = found === page ? [] : listsIn(page, 0).filter((list) => list !== found);
  const named = texts.filter((_, at) => isNamed(items[at]));
  return {
    digest: digestOf(`${texts.join('\n')}\n${JSON.stringify(others)}`),
    itemDigests: named.length > MAX_ITEMS ? [] : named.map((text) => digestOf(text).slice(0, 16)),
  };
}

/** Lists that are in no other list. @param depth of the place */
export function listsIn(place: unknown, depth: number): readonly (readonly unknown[])[] {
  if (Array.isArray(place)) return [place];
  return isObject(place) && depth < MAX_DEPTH ? Object.values(place).flatMap((value) => listsIn(value, depth + 1)) : [];
}

function isNamed(item: unknown): boolean {
  return isObject(item) && NAMES.some((name) => typeof item[name] === 'string' || typeof item[name] === 'number');
}

function digestOf(text: string): string {
  return hash('sha1', text, 'base64');
}
