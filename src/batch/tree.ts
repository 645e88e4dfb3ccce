import { expansionOf, skippedBy, withKey } from './expansion.ts';
import type { Item } from './item.ts';
import type { Draft } from './outcome.ts';
import type { Plan } from './plan.ts';
import { expandItem, invalid, namedAs, type InvalidRequest, type PlannedRequest } from './plan-request.ts';
import type { Node, Past, Slot } from './slot.ts';
import type { Rows } from './vars.ts';
import type { Yields } from './yields.ts';

/**
 * The requests of a call and which come from which. It sends nothing: it is told what has finished, and says what can
 * be sent now. The order of its slots depends on the arguments and the answers alone, never on timing.
 */
export class Tree {
  readonly #plan: Plan;
  readonly #past: Past | undefined;
  readonly #nodes: readonly Node[];
  readonly #notes = new Set<string>();
  /** Items whose requests are not all known yet. */
  #open = 0;
  #counted = 0;
  #known = 0;
  #done = 0;
  #failed = 0;

  constructor(plan: Plan, past?: Past) {
    this.#plan = plan;
    this.#past = past;
    this.#nodes = plan.items.map((item, place) => {
      return { item, place, sources: [], dependents: [], slots: new Map<undefined, Slot[]>(), unfinished: 0, isComplete: false };
    });
    for (const node of this.#nodes) {
      for (const source of plan.sources[node.place] ?? []) {
        const from = this.#nodes[source];
        if (!from) continue;
        node.sources.push(from);
        from.dependents.push(node);
      }
      if (node.sources.length > 0) this.#open++;
    }
  }

  /** Requests that are known, and one for each item whose number is not known yet. */
  get total(): number {
    return this.#known + this.#open;
  }

  get done(): number {
    return this.#done;
  }

  get failed(): number {
    return this.#failed;
  }

  /** Whether there may be requests that are not known yet. */
  get isGrowing(): boolean {
    return this.#open > 0;
  }

  /** What the reader should know of items that stand for nothing. */
  get notes(): readonly string[] {
    return [...this.#notes];
  }

  /** The requests that wait for no others. */
  start(): Slot[] {
    const roots = this.#nodes.filter(({ sources }) => sources.length === 0);
    return roots.flatMap((node) => this.#add(node, undefined, expandItem(node.item, this.#plan)));
  }

  /** Takes what has become of a request. @returns the requests that it makes possible */
  finish(slot: Slot, draft: Draft, yields: Yields = new Map()): Slot[] {
    slot.draft = draft;
    slot.yields = yields;
    this.#done++;
    if (draft.record.outcome !== undefined) this.#failed++;
    return this.#finished(slot);
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
      if (!node.isComplete && node.sources.length > 0) {
        const rest: Slot = { key: `${node.place}+`, node };
        node.slots.set(rest, [rest]);
        unfinished.push(rest);
        this.#known++;
        this.#open--;
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
    const orders = new Map<Node, Slot[]>();
    const orderOf = (node: Node): Slot[] => {
      const known = orders.get(node);
      if (known) return known;
      const [source] = node.sources;
      // Of several sources the requests come under no one in particular; what was ended early comes last.
      const parents = node.sources.length === 1 && source ? orderOf(source) : [];
      const order = [...new Set<Slot | undefined>([...parents, ...node.slots.keys()])].flatMap((parent) => node.slots.get(parent) ?? []);
      orders.set(node, order);
      return order;
    };
    return this.#nodes.flatMap(orderOf).filter(({ isReused }) => isReused !== true);
  }

  #finished(slot: Slot): Slot[] {
    const { node } = slot;
    node.unfinished--;
    const ready = node.dependents.flatMap((dependent) => (dependent.sources.length === 1 ? this.#expand(dependent, [slot], slot) : []));
    return [...ready, ...this.#settle(node)];
  }

  /** An item is complete when its sources are, and all it stands for has finished. */
  #settle(node: Node): Slot[] {
    if (node.isComplete || node.unfinished > 0 || !node.sources.every(({ isComplete }) => isComplete)) return [];
    node.isComplete = true;
    if (node.sources.length > 0) this.#open--;
    return node.dependents.flatMap((dependent) => {
      const isLast = dependent.sources.length > 1 && dependent.sources.every(({ isComplete }) => isComplete);
      const from = isLast ? dependent.sources.flatMap(({ slots }) => [...slots.values()].flat()) : [];
      return [...(isLast ? this.#expand(dependent, from, undefined) : []), ...this.#settle(dependent)];
    });
  }

  /** Makes the requests of an item whose values have come; a failed source makes one that is skipped. */
  #expand(node: Node, from: readonly Slot[], parent: Slot | undefined): Slot[] {
    const failed = from.filter(({ draft }) => draft?.record.outcome !== undefined);
    const skipped = failed.map((source): Slot => ({ key: `${node.place}<${source.key}!`, node, draft: skippedBy(node.item, source) }));
    const ready = this.#place(node, parent, skipped);
    if (failed.length === from.length) return ready;
    const expansion = expansionOf(node, from);
    if ('rows' in expansion) return [...ready, ...this.#add(node, parent, this.#made(node.item, expansion.rows, parent))];
    if ('note' in expansion) this.#notes.add(expansion.note);
    else ready.push(...this.#place(node, parent, [{ key: `${node.place}<${parent?.key}!`, node, draft: expansion.draft }]));
    return ready;
  }

  #made(item: Item, rows: Rows, parent: Slot | undefined): (PlannedRequest | InvalidRequest)[] {
    const count = this.#counted + rows.length;
    if (count <= this.#plan.maxRequests) return expandItem(item, this.#plan, rows, parent?.planned?.row);
    const most = `at most ${this.#plan.maxRequests} in one call (--max-requests)`;
    return [invalid(item, `${item.at}: its ${rows.length} requests would make ${count}, ${most}; none of them was sent; pick fewer values`)];
  }

  #add(node: Node, parent: Slot | undefined, requests: readonly (PlannedRequest | InvalidRequest)[]): Slot[] {
    return this.#place(node, parent, requests.map((request, nth): Slot => {
      const key = `${node.place}${parent ? `<${parent.key}` : ''}#${nth}`;
      if ('error' in request) return { key, node, draft: { record: { ...namedAs(request), outcome: 'invalid', error: request.error } } };
      const planned = withKey(request, this.#past?.idempotencyKeys.get(key));
      const yields = this.#past?.done.get(key);
      return yields ? { key, node, planned, yields, isReused: true } : { key, node, planned };
    }));
  }

  /** What has finished already makes others possible; what has not is to be sent. */
  #place(node: Node, parent: Slot | undefined, slots: readonly Slot[]): Slot[] {
    node.slots.set(parent, [...(node.slots.get(parent) ?? []), ...slots]);
    node.unfinished += slots.length;
    this.#counted += slots.length;
    this.#known += slots.filter(({ isReused }) => isReused !== true).length;
    return slots.flatMap((slot) => {
      if (slot.isReused === true) return this.#finished(slot);
      return slot.draft ? this.finish(slot, slot.draft) : [slot];
    });
  }
}
