import { dependentNodes, mergeSkipped, noSourceNote, type ExpansionContext, plainNote } from './expand-dependents.ts';
import { CallBudget } from './call-budget.ts';
import type { EarlierRun } from './earlier-run.ts';
import { buildRequestNodes, restOf } from './keyed-requests.ts';
import type { RequestItem } from '../plan/request-item.ts';
import { inputOrder } from './input-order.ts';
import { NodeCounts, type EndedCounts } from './node-counts.ts';
import { OpenItems } from './open-items.ts';
import type { Plan } from '../plan/plan.ts';
import { Turns } from '../../concurrency/turns.ts';
import { Steps } from './steps.ts';
import { buildItemNodes, type ItemNode, type RequestNode } from './request-node.ts';
import type { ExtractedValues } from '../outcome/extracted-values.ts';
import type { PendingRecord } from '../outcome/draft.ts';
import { UndecidedRequests } from './undecided.ts';

/** Requests that can be sent now: at once where nothing has to be waited for. */
type Possible = RequestNode[] | Promise<RequestNode[]>;

/**
 * The requests of a call and which come from which. It sends nothing: it is told what has finished, and says what can
 * be sent now. The order of its nodes depends on the arguments and the answers alone, never on timing.
 */
export class RequestGraph {
  readonly #context: ExpansionContext;
  readonly itemNodes: readonly ItemNode[];
  /** What others may follow from: requests that have finished, items that may have become known or complete. */
  readonly #news = new Steps<RequestNode | ItemNode>((each) => ('itemNode' in each ? this.#leave(each) : this.#settle(each)));
  readonly #ready: RequestNode[] = [];
  readonly #open: OpenItems;
  readonly #counts = new NodeCounts();
  readonly #undecided: UndecidedRequests;
  readonly #orders = new Map<ItemNode, readonly RequestNode[]>(); // of complete items: they stay
  #isClosed = false;

  constructor(plan: Plan, earlier?: EarlierRun) {
    this.#context = { plan, earlier, budget: new CallBudget(plan.maxRequests, plan.bytes), turns: new Turns() };
    this.#undecided = new UndecidedRequests(plan.call.on_error === 'cancel');
    this.itemNodes = buildItemNodes(plan);
    this.#open = new OpenItems(this.itemNodes);
  }

  /** Requests that are known, and one for each item of which none is known yet. */
  get total(): number {
    return this.#counts.known + this.#open.awaited;
  }

  /** Requests that have ended. */
  get ended(): EndedCounts {
    return this.#counts.ended;
  }

  /** Items whose requests are not all known yet. */
  get open(): readonly RequestItem[] {
    return this.#open.items;
  }

  /** Whether there are items whose requests are not all known yet. */
  get isGrowing(): boolean {
    return this.#open.size > 0;
  }

  /** The requests that wait for no others. */
  start(): Possible {
    for (const itemNode of this.itemNodes.filter(({ sources }) => sources.length === 0)) {
      const requests = this.#context.plan.requests.get(itemNode.place) ?? [];
      this.#place(itemNode, undefined, buildRequestNodes(itemNode, undefined, requests, this.#context.earlier));
    }
    return this.#follow();
  }

  /**
   * Takes what has become of a request.
   * @returns the requests that it makes possible; none while others are being made: they are returned with those
   */
  finish(node: RequestNode, pending: PendingRecord, extracted: ExtractedValues = new Map()): Possible {
    node.pending = pending;
    node.extracted = this.#context.budget.keepValues(extracted);
    if (this.#undecided.add(node)) this.#news.push(node.itemNode);
    else this.#end(node);
    return this.#follow();
  }

  /** Counts a further request, a page of one. @returns whether it may be sent */
  count(): boolean {
    return this.#context.budget.tryTake(1);
  }

  /** Ends what has not finished, also items whose requests are not known, each by `pendingOf`. */
  close(pendingOf: (node: RequestNode) => PendingRecord): void {
    this.#isClosed = true;
    this.#news.clear();
    for (const itemNode of this.itemNodes) {
      for (const node of this.#undecided.settle(itemNode, true)) this.#counts.end(node);
      if (!itemNode.isKnown) {
        const rest = restOf(itemNode, this.#context.earlier);
        itemNode.nodes.set(rest, [rest]);
        this.#counts.add(rest);
        this.#open.complete(itemNode);
      }
      for (const node of itemNode.nodes.all.flat()) {
        if (node.pending || node.isReused === true) continue;
        node.pending = pendingOf(node);
        this.#counts.end(node);
      }
    }
  }

  #end(node: RequestNode): void {
    this.#news.push(node);
    this.#counts.end(node);
  }

  #follow(): Possible {
    if (this.#news.isRunning) return [];
    const ready = (): RequestNode[] => (this.#isClosed ? [] : this.#ready.splice(0));
    return this.#news.run()?.then(ready) ?? ready();
  }

  #leave(node: RequestNode): Promise<void> | undefined {
    const { itemNode } = node;
    itemNode.unfinished--;
    if (itemNode.dependents.some(({ sources }) => sources.length === 1)) return this.#leaveTo(itemNode, node);
    this.#news.push(itemNode);
    return undefined;
  }

  async #leaveTo(itemNode: ItemNode, node: RequestNode): Promise<void> {
    for (const dependent of itemNode.dependents) if (dependent.sources.length === 1) await this.#expand(dependent, [node], node);
    this.#news.push(itemNode);
  }

  /** All that an item stands for is known once its sources are complete, and it is complete when that has finished. */
  #settle(itemNode: ItemNode): Promise<void> | undefined {
    const isLast = !itemNode.isKnown && itemNode.sources.every(({ isComplete }) => isComplete);
    return isLast ? this.#last(itemNode).then(() => this.#settleKnown(itemNode)) : this.#settleKnown(itemNode);
  }

  #settleKnown(itemNode: ItemNode): undefined {
    if (this.#isClosed) return;
    for (const node of this.#undecided.settle(itemNode)) this.#end(node);
    if (itemNode.isComplete || !itemNode.isKnown || itemNode.unfinished > 0) return;
    itemNode.isComplete = true;
    this.#news.push(...itemNode.dependents);
  }

  /** What an item's sources come to when the last of them is complete. */
  async #last(itemNode: ItemNode): Promise<void> {
    const from = itemNode.sources.flatMap((source) => inputOrder(source, this.#orders));
    if (from.length > 0 && itemNode.sources.length > 1) await this.#expand(itemNode, from, undefined);
    if (this.#isClosed) return;
    this.#open.complete(itemNode);
    if (from.length === 0) itemNode.notes.set(undefined, plainNote(noSourceNote(itemNode)));
  }

  async #expand(itemNode: ItemNode, from: readonly RequestNode[], parent: RequestNode | undefined): Promise<void> {
    const { nodes, note, charged } = await dependentNodes(itemNode, from, parent, this.#context);
    // What was not known when the call ended is told by that.
    if (this.#isClosed) return;
    if (note !== undefined) itemNode.notes.set(parent, note);
    // At once: an item whose requests have all finished is complete.
    this.#place(itemNode, parent, nodes, charged);
  }

  /** What has finished already makes others possible; what has not is to be sent. */
  #place(itemNode: ItemNode, parent: RequestNode | undefined, made: RequestNode[], charged = 0): void {
    const nodes = this.#counts.known < this.#context.plan.maxRequests ? made : mergeSkipped(itemNode, made);
    this.#context.budget.add(nodes.length - charged);
    if (nodes.length === 0) return;
    const before = itemNode.nodes.get(parent);
    itemNode.nodes.set(parent, before ? [...before, ...nodes] : nodes);
    itemNode.unfinished += nodes.length;
    this.#open.begin(itemNode);
    for (const node of nodes) {
      this.#counts.add(node);
      if (node.pending || node.isReused === true) this.#end(node);
      else this.#ready.push(node);
    }
  }
}
