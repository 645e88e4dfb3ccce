import { viewOf } from '../plan/view-of.ts';
import { isPlaceholder, type EarlierNode, type EarlierRun } from './earlier-run.ts';
import type { RequestNode } from './request-node.ts';

/** A request as an earlier call has left it: not to be run if that has done it, or if it is not among those that are picked. */
export function asLeft(node: RequestNode, earlier: EarlierRun | undefined): RequestNode {
  if (!earlier) return node;
  const before = earlier.nodes.get(node.key);
  if (before && before.outcome === undefined) {
    const keys = node.planned && before.keys?.of === viewOf(node.planned) ? before.keys?.presence : undefined;
    return { ...node, isReused: true, extracted: before.extracted ?? new Map(), pending: { record: {}, keys } };
  }
  if (!earlier.picked) return before ? { ...node, before } : node;
  const left = before ?? placeholdersOf(node, [...earlier.nodes.values()])[0];
  if (left?.outcome !== undefined && !earlier.picked.has(left.i)) {
    return { ...node, isReused: true, pending: { record: { outcome: left.outcome, error: 'it is not among those in i' } } };
  }
  return before ? { ...node, before } : node;
}

/** The records of an earlier call that stood for requests that were not known, and stand for none any more. */
export function goneFrom(nodes: readonly RequestNode[], earlier: EarlierRun | undefined): readonly EarlierNode[] {
  const told = new Set(nodes.map(({ key }) => key));
  return [...(earlier?.nodes.values() ?? [])].filter((each) => {
    return isPlaceholder(each) && earlier?.picked?.has(each.i) !== false && !told.has(each.key);
  });
}

/**
 * Gives the requests of a call their indexes. Those that an earlier call knew keep theirs, others take those of the records
 * that stood for them, or follow after all.
 * @param nodes in input order
 * @returns the nodes in the order of their indexes
 */
export function numberRequests(nodes: readonly RequestNode[], earlier: EarlierRun | undefined): readonly RequestNode[] {
  const free = new Set(goneFrom(nodes, earlier));
  let next = earlier?.next ?? 0;
  for (const node of nodes) {
    const [stood] = node.before || free.size === 0 ? [] : placeholdersOf(node, [...free]);
    if (stood) free.delete(stood);
    node.i = node.before?.i ?? stood?.i ?? next++;
  }
  return earlier ? nodes.toSorted((a, b) => (a.i ?? 0) - (b.i ?? 0)) : nodes;
}

/** What may have stood for a request that was not known, the most likely first. */
function placeholdersOf({ itemNode: { place }, parent }: RequestNode, all: readonly EarlierNode[]): readonly EarlierNode[] {
  const stood = all.filter((each) => each.place === place && isPlaceholder(each));
  const own = stood.find((each) => parent !== undefined && each.parent === parent.key);
  return own ? [own] : stood;
}
