import { dependentSlots, folded, noSourceNote } from './expansion.ts';
import { slotsOf } from './keyed-slots.ts';
import type { Item } from '../plan/item.ts';
import { notesOf, orderOf } from './order.ts';
import type { Draft } from './outcome.ts';
import type { Plan } from '../plan/plan.ts';
import { expandItem } from '../plan/plan-request.ts';
import { nodesOf, type Node, type Past, type Slot } from './slot.ts';
import type { Yields } from './yields.ts';

/**
 * The requests of a call and which come from which. It sends nothing: it is told what has finished, and says what can
 * be sent now. The order of its slots depends on the arguments and the answers alone, never on timing.
 */
export class Tree {
  readonly #plan: Plan;
  readonly #past: Past | undefined;
  readonly #nodes: readonly Node[];
  /** What others may follow from: requests that have finished, items that may have become known or complete. */
  readonly #news: (Slot | Node)[] = [];
  #ready: Slot[] = [];
  /** Items whose requests are not all known yet, and those of them of which none is. */
  readonly #open: Set<Node>;
  readonly #awaited: Set<Node>;
  #counted = 0;
  #known = 0;
  #done = 0;
  #failed = 0;

  constructor(plan: Plan, past?: Past) {
    this.#plan = plan;
    this.#past = past;
    this.#nodes = nodesOf(plan);
    this.#open = new Set(this.#nodes.filter(({ isKnown }) => !isKnown));
    this.#awaited = new Set(this.#open);
  }

  /** Requests that are known, and one for each item of which none is known yet. */
  get total(): number {
    return this.#known + this.#awaited.size;
  }

  get done(): number {
    return this.#done;
  }

  get failed(): number {
    return this.#failed;
  }

  /** Items whose requests are not all known yet. */
  get open(): readonly Item[] {
    return [...this.#open].map(({ item }) => item);
  }

  /** What the reader should know of items that stand for nothing. */
  get notes(): readonly string[] {
    return this.#nodes.flatMap(notesOf);
  }

  /** The requests that wait for no others. */
  start(): Slot[] {
    for (const node of this.#nodes.filter(({ sources }) => sources.length === 0)) {
      this.#place(node, undefined, slotsOf(node, undefined, expandItem(node.item, this.#plan), this.#past));
    }
    return this.#follow();
  }

  /** Takes what has become of a request. @returns the requests that it makes possible */
  finish(slot: Slot, draft: Draft, yields: Yields = new Map()): Slot[] {
    slot.draft = draft;
    slot.yields = yields;
    this.#ended(slot);
    return this.#follow();
  }

  /** Counts a further request, a page of one. @returns whether it may be made */
  count(): boolean {
    if (this.#counted >= this.#plan.maxRequests) return false;
    this.#counted++;
    return true;
  }

  /** Ends what has not finished, also items whose requests are not known, each by `draftOf`. */
  close(draftOf: (slot: Slot) => Draft): void {
    for (const node of this.#nodes) {
      const unfinished = [...node.slots.values()].flat().filter(({ draft, isReused }) => !draft && isReused !== true);
      if (!node.isKnown) {
        const rest: Slot = { key: `${node.place}+`, node };
        node.slots.set(rest, [rest]);
        unfinished.push(rest);
        this.#known++;
        this.#isKnown(node);
      }
      for (const slot of unfinished) {
        slot.draft = draftOf(slot);
        this.#done++;
        this.#failed++;
      }
    }
  }

  /** Every request, in input order; those with values from others in the order of these. */
  slots(): Slot[] {
    const orders = new Map<Node, readonly Slot[]>();
    return this.#nodes.flatMap((node) => orderOf(node, orders)).filter(({ isReused }) => isReused !== true);
  }

  #ended(slot: Slot): void {
    this.#news.push(slot);
    if (slot.isReused === true) return;
    this.#done++;
    if (slot.draft?.record.outcome !== undefined) this.#failed++;
  }

  /** A list, and no recursion: a chain of a thousand would be too deep for the stack. */
  #follow(): Slot[] {
    // An iterator sees what is added.
    for (const each of this.#news) {
      if ('node' in each) this.#leave(each);
      else this.#settle(each);
    }
    this.#news.length = 0;
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  #leave(slot: Slot): void {
    const { node } = slot;
    node.unfinished--;
    for (const dependent of node.dependents) if (dependent.sources.length === 1) this.#expand(dependent, [slot], slot);
    this.#news.push(node);
  }

  /** All that an item stands for is known once its sources are complete; it is complete when that has finished. */
  #settle(node: Node): void {
    if (!node.isKnown && node.sources.every(({ isComplete }) => isComplete)) this.#last(node);
    if (node.isComplete || !node.isKnown || node.unfinished > 0) return;
    node.isComplete = true;
    this.#news.push(...node.dependents);
  }

  /** What an item's sources come to when the last of them is complete. */
  #last(node: Node): void {
    this.#isKnown(node);
    const from = node.sources.flatMap((source) => orderOf(source));
    if (from.length === 0) node.notes.set(undefined, noSourceNote(node));
    else if (node.sources.length > 1) this.#expand(node, from, undefined);
  }

  #isKnown(node: Node): void {
    node.isKnown = true;
    this.#open.delete(node);
    this.#awaited.delete(node);
  }

  #expand(node: Node, from: readonly Slot[], parent: Slot | undefined): void {
    const { slots, note } = dependentSlots(node, from, parent, { plan: this.#plan, past: this.#past, counted: this.#counted });
    if (note !== undefined) node.notes.set(parent, note);
    // At once: an item whose requests have all finished is complete.
    this.#place(node, parent, slots);
  }

  /** What has finished already makes others possible; what has not is to be sent. */
  #place(node: Node, parent: Slot | undefined, made: readonly Slot[]): void {
    const slots = this.#known < this.#plan.maxRequests ? made : folded(node, made);
    if (slots.length === 0) return;
    node.slots.set(parent, [...(node.slots.get(parent) ?? []), ...slots]);
    node.unfinished += slots.length;
    this.#awaited.delete(node);
    this.#counted += slots.length;
    this.#known += slots.filter(({ isReused }) => isReused !== true).length;
    for (const slot of slots) {
      if (slot.draft || slot.isReused === true) this.#ended(slot);
      else this.#ready.push(slot);
    }
  }
}
