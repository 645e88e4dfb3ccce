import { absentNotes, decide, findKeys, type IsFound } from '../outcome/absent-keys.ts';
import type { PendingRecord } from '../outcome/draft.ts';
import type { ItemNode, RequestNode } from './request-node.ts';

/**
 * Requests that have been answered, of which the others of their template decide whether they are ok: their selection
 * found nothing, which is null if a body of another has the key, else an error.
 */
export class UndecidedRequests {
  readonly #byItem = new Map<ItemNode, RequestNode[]>();
  readonly #decidesAtOnce: boolean;

  /** @param decidesAtOnce whether only what has ended before has a say: the first failure ends the call */
  constructor(decidesAtOnce: boolean) {
    this.#decidesAtOnce = decidesAtOnce;
  }

  /** Takes a request with its record, if that is one to decide. */
  add(node: RequestNode): boolean {
    if (!node.pending?.orNull) return false;
    const waiting = this.#byItem.get(node.itemNode);
    if (waiting) waiting.push(node);
    else this.#byItem.set(node.itemNode, [node]);
    return true;
  }

  /**
   * Decides the requests of an item, if all others of it have ended.
   * @param isLast whether no more of them will end
   * @returns those that have ended with it
   */
  settle(itemNode: ItemNode, isLast = false): readonly RequestNode[] {
    const waiting = this.#byItem.get(itemNode);
    const isDue = isLast || this.#decidesAtOnce || (itemNode.isKnown && itemNode.unfinished <= (waiting?.length ?? 0));
    if (!waiting || !isDue) return [];
    this.#byItem.delete(itemNode);
    const isFound = findKeys(recordsOf(itemNode));
    for (const node of waiting) if (node.pending) node.pending = decide(node.pending, isFound);
    return waiting;
  }
}

/** Adds to records what is to be said of the keys that their bodies lack. */
export function noteAbsentKeys(nodes: readonly RequestNode[]): readonly RequestNode[] {
  const byItem = new Map<ItemNode, IsFound>();
  for (const node of nodes) {
    const { pending, itemNode } = node;
    if (pending?.keys?.missing === undefined) continue;
    const isFound = byItem.get(itemNode) ?? findKeys(recordsOf(itemNode));
    byItem.set(itemNode, isFound);
    node.pending = { ...pending, notes: [...absentNotes(pending, isFound), ...(pending.notes ?? [])] };
  }
  return nodes;
}

/** The records of an item's requests that there are so far. */
function recordsOf({ nodes }: ItemNode): PendingRecord[] {
  return nodes.all.flat().flatMap(({ pending }) => pending ?? []);
}
