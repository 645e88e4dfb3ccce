import { dependentNodes, mergeSkipped, noSourceNote } from './expand-dependents.ts';
import { buildRequestNodes } from './keyed-requests.ts';
import type { RequestItem } from '../plan/request-item.ts';
import { orderedNotes, inputOrder } from './input-order.ts';
import type { Plan } from '../plan/plan.ts';
import { expandItem } from '../plan/plan-request.ts';
import { buildItemNodes, type ItemNode, type EarlierRun, type RequestNode } from './request-node.ts';
import type { ExtractedValues } from '../outcome/extracted-values.ts';
import type { PendingRecord } from '../outcome/draft.ts';

/**
 * The requests of a call and which come from which. It sends nothing: it is told what has finished, and says what can
 * be sent now. The order of its slots depends on the arguments and the answers alone, never on timing.
 */
export class RequestGraph {
  readonly #plan: Plan;
  readonly #earlier: EarlierRun | undefined;
  readonly #itemNodes: readonly ItemNode[];
  /** What others may follow from: requests that have finished, items that may have become known or complete. */
  readonly #news: (RequestNode | ItemNode)[] = [];
  readonly #ready: RequestNode[] = [];
  /** Items whose requests are not all known yet, and those of them of which none is. */
  readonly #open: Set<ItemNode>;
  readonly #awaited: Set<ItemNode>;
  #counted = 0;
  #known = 0;
  #done = 0;
  #failed = 0;

  constructor(plan: Plan, earlier?: EarlierRun) {
    this.#plan = plan;
    this.#earlier = earlier;
    this.#itemNodes = buildItemNodes(plan);
    this.#open = new Set(this.#itemNodes.filter(({ isKnown }) => !isKnown));
    this.#awaited = new Set(this.#open);
  }

  /** Requests that are known, and one for each item of which none is known yet. */
  get total(): number {
    return this.#known + this.#awaited.size;
  }

  /** Requests that have ended, and those of them that are not ok. */
  get ended(): { readonly done: number; readonly failed: number } {
    return { done: this.#done, failed: this.#failed };
  }

  /** Items whose requests are not all known yet. */
  get open(): readonly RequestItem[] {
    return [...this.#open].map(({ item }) => item);
  }

  /** What the reader should know of items that stand for nothing. */
  get notes(): readonly string[] {
    return this.#itemNodes.flatMap(orderedNotes);
  }

  /** The requests that wait for no others. */
  start(): RequestNode[] {
    for (const itemNode of this.#itemNodes.filter(({ sources }) => sources.length === 0)) {
      const requests = expandItem(itemNode.item, this.#plan);
      this.#place(itemNode, undefined, buildRequestNodes(itemNode, undefined, requests, this.#earlier));
    }
    return this.#follow();
  }

  /** Takes what has become of a request. @returns the requests that it makes possible */
  finish(node: RequestNode, pending: PendingRecord, extracted: ExtractedValues = new Map()): RequestNode[] {
    node.pending = pending;
    node.extracted = extracted;
    this.#ended(node);
    return this.#follow();
  }

  /** Counts a further request, a page of one. @returns whether it may be sent */
  count(): boolean {
    if (this.#counted >= this.#plan.maxRequests) return false;
    this.#counted++;
    return true;
  }

  /** Ends what has not finished, also items whose requests are not known, each by `draftOf`. */
  close(pendingOf: (node: RequestNode) => PendingRecord): void {
    for (const itemNode of this.#itemNodes) {
      const unfinished = [...itemNode.nodes.values()].flat().filter(({ pending, isReused }) => !pending && isReused !== true);
      if (!itemNode.isKnown) {
        const rest: RequestNode = { key: `${itemNode.place}+`, itemNode };
        itemNode.nodes.set(rest, [rest]);
        unfinished.push(rest);
        this.#known++;
        this.#isKnown(itemNode);
      }
      for (const node of unfinished) {
        node.pending = pendingOf(node);
        this.#done++;
        this.#failed++;
      }
    }
  }

  /** Every request, in input order; those with values from others in the order of these. */
  nodes(): RequestNode[] {
    const orders = new Map<ItemNode, readonly RequestNode[]>();
    return this.#itemNodes.flatMap((itemNode) => inputOrder(itemNode, orders)).filter(({ isReused }) => isReused !== true);
  }

  #ended(node: RequestNode): void {
    this.#news.push(node);
    if (node.isReused === true) return;
    this.#done++;
    if (node.pending?.record.outcome !== undefined) this.#failed++;
  }

  /** Round by round, not by recursion: a chain of a thousand would be too deep for the stack. */
  #follow(): RequestNode[] {
    for (let round = this.#news.splice(0); round.length > 0; round = this.#news.splice(0)) {
      for (const each of round) {
        if ('itemNode' in each) this.#leave(each);
        else this.#settle(each);
      }
    }
    return this.#ready.splice(0);
  }

  #leave(node: RequestNode): void {
    const { itemNode } = node;
    itemNode.unfinished--;
    for (const dependent of itemNode.dependents) if (dependent.sources.length === 1) this.#expand(dependent, [node], node);
    this.#news.push(itemNode);
  }

  /** All that an item stands for is known once its sources are complete; it is complete when that has finished. */
  #settle(itemNode: ItemNode): void {
    if (!itemNode.isKnown && itemNode.sources.every(({ isComplete }) => isComplete)) this.#last(itemNode);
    if (itemNode.isComplete || !itemNode.isKnown || itemNode.unfinished > 0) return;
    itemNode.isComplete = true;
    this.#news.push(...itemNode.dependents);
  }

  /** What an item's sources come to when the last of them is complete. */
  #last(itemNode: ItemNode): void {
    this.#isKnown(itemNode);
    const from = itemNode.sources.flatMap((source) => inputOrder(source));
    if (from.length === 0) itemNode.notes.set(undefined, noSourceNote(itemNode));
    else if (itemNode.sources.length > 1) this.#expand(itemNode, from, undefined);
  }

  #isKnown(itemNode: ItemNode): void {
    itemNode.isKnown = true;
    this.#open.delete(itemNode);
    this.#awaited.delete(itemNode);
  }

  #expand(itemNode: ItemNode, from: readonly RequestNode[], parent: RequestNode | undefined): void {
    const { nodes, note } = dependentNodes(itemNode, from, parent, {
      plan: this.#plan,
      earlier: this.#earlier,
      counted: this.#counted,
    });
    if (note !== undefined) itemNode.notes.set(parent, note);
    // At once: an item whose requests have all finished is complete.
    this.#place(itemNode, parent, nodes);
  }

  /** What has finished already makes others possible; what has not is to be sent. */
  #place(itemNode: ItemNode, parent: RequestNode | undefined, made: readonly RequestNode[]): void {
    const nodes = this.#known < this.#plan.maxRequests ? made : mergeSkipped(itemNode, made);
    if (nodes.length === 0) return;
    itemNode.nodes.set(parent, [...(itemNode.nodes.get(parent) ?? []), ...nodes]);
    itemNode.unfinished += nodes.length;
    this.#awaited.delete(itemNode);
    this.#counted += nodes.length;
    this.#known += nodes.filter(({ isReused }) => isReused !== true).length;
    for (const node of nodes) {
      if (node.pending || node.isReused === true) this.#ended(node);
      else this.#ready.push(node);
    }
  }
}
