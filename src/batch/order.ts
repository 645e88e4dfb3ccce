import type { Node, Slot } from './slot.ts';

/**
 * The requests of an item in their order, known ones only: those with values from another request in the order of these,
 * never in the order in which these have finished.
 * @param orders of items that are known already; added to
 */
export function orderOf(node: Node, orders = new Map<Node, readonly Slot[]>()): readonly Slot[] {
  const known = orders.get(node);
  if (known) return known;
  const [source] = node.sources;
  // Of several sources the requests come under no one in particular; what was ended early comes last.
  const parents = node.sources.length === 1 && source ? orderOf(source, orders) : [];
  const order = [...new Set<Slot | undefined>([...parents, ...node.slots.keys()])].flatMap((parent) => node.slots.get(parent) ?? []);
  orders.set(node, order);
  return order;
}
