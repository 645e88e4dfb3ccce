import type { ItemNode, RequestNode } from './request-node.ts';

/**
 * The requests of an item in their order, known ones only: those with values from another request in the order of these,
 * never in the order in which these have finished.
 * @param orders of items that are known already; added to
 */
export function inputOrder(itemNode: ItemNode, orders = new Map<ItemNode, readonly RequestNode[]>()): readonly RequestNode[] {
  if (itemNode.sources.length === 0) return itemNode.nodes.get(undefined) ?? [];
  const known = orders.get(itemNode);
  if (known) return known;
  // What was ended early comes last.
  const order = [...new Set([...parentsOf(itemNode, orders), ...itemNode.nodes.parents])].flatMap(
    (parent) => itemNode.nodes.get(parent) ?? [],
  );
  orders.set(itemNode, order);
  return order;
}

/** Every request of a call, in input order. */
export function allInOrder(itemNodes: readonly ItemNode[]): RequestNode[] {
  const orders = new Map<ItemNode, readonly RequestNode[]>();
  return itemNodes.flatMap((itemNode) => inputOrder(itemNode, orders)).filter(({ isReused }) => isReused !== true);
}

/** What the reader should know of the items of a call. */
export function allNotes(itemNodes: readonly ItemNode[]): readonly string[] {
  const notes = new Set<string>();
  for (const itemNode of itemNodes) {
    if (itemNode.item.note !== undefined) notes.add(itemNode.item.note);
    for (const note of orderedNotes(itemNode)) notes.add(note);
  }
  return [...notes];
}

/** What the reader should know of requests that there are not, in the same order; what is said of several, once. */
function orderedNotes(itemNode: ItemNode): readonly string[] {
  if (itemNode.notes.isEmpty) return [];
  const said = new Map<string, { readonly text: string; others: number }>();
  for (const { text, gist } of parentsOf(itemNode).flatMap((parent) => itemNode.notes.get(parent) ?? [])) {
    const first = said.get(gist);
    if (first) first.others++;
    else said.set(gist, { text, others: 0 });
  }
  return Array.from(said.values(), ({ text, others }) => {
    return others === 0 ? text : `${text}; so it is with ${others} more of its requests`;
  });
}

/** Of several sources the requests come under no one in particular. */
function parentsOf({ sources }: ItemNode, orders?: Map<ItemNode, readonly RequestNode[]>): readonly (RequestNode | undefined)[] {
  const [source] = sources;
  return [...(sources.length === 1 && source ? inputOrder(source, orders) : []), undefined];
}
