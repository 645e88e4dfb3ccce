import type { RequestItem } from '../plan/request-item.ts';
import type { Plan } from '../plan/plan.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import type { ExtractedValues } from '../outcome/extracted-values.ts';
import type { PendingRecord } from '../outcome/draft.ts';
import type { AnsweredRequest } from '../outcome/answered.ts';
import { ByParent } from './by-parent.ts';
import type { EarlierNode } from './earlier-run.ts';

/** One request of a call, from when it is known that there is one. */
export interface RequestNode {
  /** The same in a later call with the same requests: place, source and row. */
  readonly key: string;
  readonly itemNode: ItemNode;
  /** Absent for what cannot be sent. */
  readonly planned?: PlannedRequest;
  /** What has become of it. */
  pending?: PendingRecord;
  /** What others take from it, once it is ok. */
  extracted?: ExtractedValues;
  /** The request that its values come from, if it is one. */
  readonly parent?: RequestNode | undefined;
  /** What an earlier call has left of it, if that knew it and it is run again. */
  readonly before?: EarlierNode;
  /** Whether an earlier call has done it, or it is not to be done now: then it is not run, nor told. */
  readonly isReused?: boolean;
  /** What keeps it from being sent again by a later call, though it is not ok. */
  answered?: AnsweredRequest | undefined;
  /** Its record says what an earlier call has said: it may be done, and what was answered cannot be read, or not so. */
  isToldAgain?: boolean;
  /** Whether it may have taken effect, though it has no answer. */
  isUnsure?: boolean;
  /** Its index, once the call has ended. */
  i?: number;
}

/** What the reader should know of an item. */
export interface ItemNote {
  readonly text: string;
  /** The same for notes that say the same of other requests. */
  readonly gist: string;
}

/** One item of `requests`, and the requests it has turned out to stand for. */
export interface ItemNode {
  readonly item: RequestItem;
  readonly place: number;
  readonly sources: ItemNode[];
  readonly dependents: ItemNode[];
  /** By the request their values come from; by nothing if from none or from several. */
  readonly nodes: ByParent<RequestNode, RequestNode[]>;
  /** Why there are none, by the same. */
  readonly notes: ByParent<RequestNode, ItemNote>;
  /** The one that stands for further ones that cannot be sent, and how many it stands for. */
  rest?: { readonly node: RequestNode; readonly pending: PendingRecord; count: number };
  unfinished: number;
  /** Whether all the requests it stands for are known. */
  isKnown: boolean;
  /** Whether all of them have finished, too. */
  isComplete: boolean;
}

/** The items of a call, each with those it takes values from and those that take values from it. */
export function buildItemNodes({ items, sources }: Pick<Plan, 'items' | 'sources'>): readonly ItemNode[] {
  const itemNodes = items.map((item, place): ItemNode => {
    const isKnown = (sources[place] ?? []).length === 0;
    const none = {
      sources: [],
      dependents: [],
      nodes: new ByParent<RequestNode, RequestNode[]>(),
      notes: new ByParent<RequestNode, ItemNote>(),
    };
    return { item, place, ...none, unfinished: 0, isKnown, isComplete: false };
  });
  for (const itemNode of itemNodes) {
    for (const from of sources[itemNode.place]?.flatMap((place) => itemNodes[place] ?? []) ?? []) {
      itemNode.sources.push(from);
      from.dependents.push(itemNode);
    }
  }
  return itemNodes;
}
