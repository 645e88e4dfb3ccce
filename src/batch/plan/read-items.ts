import type { Turns } from '../../concurrency/turns.ts';
import { coerce } from '../args/coerce.ts';
import { readRequestItem, type ItemContext, type RequestItem } from './request-item.ts';

/** Reads the items of `requests`, each for itself, in turns. */
export async function readRequestItems(
  given: readonly unknown[],
  { turns, ...context }: Omit<ItemContext, 'ids'> & { readonly turns: Turns },
): Promise<readonly RequestItem[]> {
  const coerced: unknown[] = [];
  for (const item of given) {
    if (turns.isOver) await turns.next();
    coerced.push(coerce(context.schemas.itemJson, item));
  }
  const within = { ...context, ids: new Set(coerced.flatMap((item) => idOf(item) ?? [])) };
  const items: RequestItem[] = [];
  for (const item of coerced) {
    if (turns.isOver) await turns.next();
    items.push(readRequestItem(item, items.length, within));
  }
  return items;
}

function idOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null || !('id' in item)) return undefined;
  return typeof item.id === 'string' ? item.id.toWellFormed() : undefined;
}
