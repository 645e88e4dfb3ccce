import type { RequestItem } from '../plan/request-item.ts';
import type { ItemNode } from './request-node.ts';

/** Items whose requests are not all known yet. */
export class OpenItems {
  readonly #open: Set<ItemNode>;
  /** Those of them of which none is known. */
  readonly #awaited: Set<ItemNode>;

  constructor(itemNodes: readonly ItemNode[]) {
    this.#open = new Set(itemNodes.filter(({ isKnown }) => !isKnown));
    this.#awaited = new Set(this.#open);
  }

  get items(): readonly RequestItem[] {
    return [...this.#open].map(({ item }) => item);
  }

  get size(): number {
    return this.#open.size;
  }

  /** How many there are of which no request is known. */
  get awaited(): number {
    return this.#awaited.size;
  }

  /** Some requests of an item are known. */
  begin(itemNode: ItemNode): void {
    this.#awaited.delete(itemNode);
  }

  /** All requests of an item are known. */
  complete(itemNode: ItemNode): void {
    itemNode.isKnown = true;
    this.#open.delete(itemNode);
    this.#awaited.delete(itemNode);
  }
}
