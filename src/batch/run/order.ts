import type { Node, Slot } from './slot.ts';

/**
 * The requests of an item in their order, known ones only: those with values from another request in the order of these,
 * never in the order in which these have finished.
 * @param orders of items that are known already; added to
 */
export function orderOf(node: Node, orders = new Map<Node, readonly Slot[]>()): readonly Slot[] {
  const known = orders.get(node);
  if (known) return known;
  // What was ended early comes last.
  const order = [...new Set([...parentsOf(node, orders), ...node.slots.keys()])].flatMap((parent) => node.slots.get(parent) ?? []);
  orders.set(node, order);
  return order;
}

/** What the reader should know of requests that there are not, in the same order. */
export function notesOf(node: Node): readonly string[] {
  return parentsOf(node).flatMap((parent) => node.notes.get(parent) ?? []);
}

/** Of several sources the requests come under no one in particular. */
function parentsOf({ sources }: Node, orders?: Map<Node, readonly Slot[]>): readonly (Slot | undefined)[] {
  const [source] = sources;
  return [...(sources.length === 1 && source ? orderOf(source, orders) : []), undefined];
}
