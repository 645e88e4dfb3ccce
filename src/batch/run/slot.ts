import type { Item } from '../plan/item.ts';
import type { Draft } from './outcome.ts';
import type { Plan } from '../plan/plan.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import type { Yields } from './yields.ts';

/** One request of a call, from when it is known that there is one. */
export interface Slot {
  /** The same in a later call with the same requests: place, source and row. */
  readonly key: string;
  readonly node: Node;
  /** Absent for what cannot be sent. */
  readonly planned?: PlannedRequest;
  /** What has become of it. */
  draft?: Draft;
  /** What others take from it, once it is ok. */
  yields?: Yields;
  /** Whether an earlier call has done it: then it is not run, nor told. */
  readonly isReused?: boolean;
}

/** One item of `requests`, and the requests it has turned out to stand for. */
export interface Node {
  readonly item: Item;
  readonly place: number;
  readonly sources: Node[];
  readonly dependents: Node[];
  /** By the request their values come from; by nothing if from none or from several. */
  readonly slots: Map<Slot | undefined, Slot[]>;
  /** Why there are none, by the same. */
  readonly notes: Map<Slot | undefined, string>;
  /** The one that stands for further ones that cannot be sent, and how many it stands for. */
  rest?: { readonly slot: Slot; readonly draft: Draft; count: number };
  unfinished: number;
  /** Whether all the requests it stands for are known. */
  isKnown: boolean;
  /** Whether all of them have finished, too. */
  isComplete: boolean;
}

/** What an earlier call with the same requests has done. */
export interface Past {
  /** By the keys of slots: what others take from those that were ok. */
  readonly done: ReadonlyMap<string, Yields>;
  /** By the keys of slots: the Idempotency-Key that was sent. */
  readonly idempotencyKeys: ReadonlyMap<string, string>;
}

/** The items of a call, each with those it takes values from and those that take values from it. */
export function nodesOf({ items, sources }: Pick<Plan, 'items' | 'sources'>): readonly Node[] {
  const nodes = items.map((item, place): Node => {
    const isKnown = (sources[place] ?? []).length === 0;
    const none = { sources: [], dependents: [], slots: new Map(), notes: new Map() };
    return { item, place, ...none, unfinished: 0, isKnown, isComplete: false };
  });
  for (const node of nodes) {
    for (const from of sources[node.place]?.flatMap((place) => nodes[place] ?? []) ?? []) {
      node.sources.push(from);
      from.dependents.push(node);
    }
  }
  return nodes;
}
