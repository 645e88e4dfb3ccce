import type { Node } from 'acorn';

/** A node of a syntax tree (ESTree) with members that depend on its type. */
export type TreeNode = Node & Readonly<Record<string, unknown>>;

export function isNode(value: unknown): value is TreeNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** What is right below a node. */
function below(parent: TreeNode): Found[] {
  const found: Found[] = [];
  for (const [key, value] of Object.entries(parent)) {
    if (isNode(value)) found.push({ node: value, parent, key });
    else if (Array.isArray(value)) for (const each of value) if (isNode(each)) found.push({ node: each, parent, key });
  }
  return found;
}

export function isFunctionNode({ type }: Node): boolean {
  return type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression';
}

/** Whether a node stands in another of the same text, or is it. */
export function isWithin(inner: Node, outer: Node): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Adds a node to those of a name. */
export function addNamed(nodes: Map<string, TreeNode[]>, name: string, node: TreeNode): void {
  const known = nodes.get(name);
  if (known) known.push(node);
  else nodes.set(name, [node]);
}

/** A node, what holds it (the root holds itself), and the name of the member that does. */
export interface Found {
  readonly node: TreeNode;
  readonly parent: TreeNode;
  readonly key: string;
}

const trees = new WeakMap<TreeNode, readonly Found[]>();

/** A node and every one below it, from the top: listed once for each tree, which is looked through for many things. */
export function descendants(root: TreeNode): readonly Found[] {
  const known = trees.get(root);
  if (known) return known;
  const all = [...walk(root, () => true)];
  trees.set(root, all);
  return all;
}

/**
 * Without recursion: expressions can be nested deeply.
 * @param enter whether to look below a node
 */
function* walk(root: TreeNode, enter: (node: TreeNode) => boolean): Generator<Found> {
  const waiting: Found[] = [{ node: root, parent: root, key: '' }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    yield next;
    if (enter(next.node)) waiting.push(...below(next.node).toReversed());
  }
}

/** Whether a node, or one below it that is not in a function of its own, is of a kind. */
export function hasOutsideFunctions(root: TreeNode, isKind: (node: TreeNode) => boolean): boolean {
  for (const { node } of walk(root, (each) => !isFunctionNode(each))) if (isKind(node)) return true;
  return false;
}

/** The names that a pattern binds: of `{ a, b: [c = 1], ...d }` a, c and d. */
export function boundNames(pattern: unknown): string[] {
  if (!isNode(pattern)) return [];
  switch (pattern.type) {
    case 'Identifier':
      return [String(pattern['name'])];
    case 'ObjectPattern':
      return listOf(pattern['properties']).flatMap(boundNames);
    case 'ArrayPattern':
      return listOf(pattern['elements']).flatMap(boundNames);
    case 'Property':
      return boundNames(pattern['value']);
    case 'AssignmentPattern':
      return boundNames(pattern['left']);
    case 'RestElement':
      return boundNames(pattern['argument']);
    default:
      return [];
  }
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
