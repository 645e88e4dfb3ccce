import { createHash } from 'node:crypto';
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
 * @param items as they are joined: what is picked of others may look alike
 */
export function digestsOf(items: readonly unknown[], page: unknown): PageDigests {
  const named = items.filter(isNamed);
  return {
    digest: digestOf([items, listsIn(page, 0)]),
    itemDigests: named.length > MAX_ITEMS ? [] : named.map((item) => digestOf(item).slice(0, 16)),
  };
}

/** Lists that are in no other list. */
function listsIn(place: unknown, depth: number): readonly unknown[] {
  if (Array.isArray(place)) return [place];
  return isObject(place) && depth < MAX_DEPTH ? Object.values(place).flatMap((value) => listsIn(value, depth + 1)) : [];
}

function isNamed(item: unknown): boolean {
  return isObject(item) && NAMES.some((name) => typeof item[name] === 'string' || typeof item[name] === 'number');
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64');
}
