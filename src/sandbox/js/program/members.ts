import { withoutParens } from './syntax.ts';
import { descendants, isNode, type TreeNode } from './syntax-tree.ts';

/** The key of `x.key`, `x['key']` or `{ key: ... }`. */
export function keyOf({ property, key, computed }: TreeNode): string | undefined {
  const named = property ?? key;
  if (!isNode(named)) return undefined;
  if (named.type === 'Literal') return String(named['value']);
  return computed === true || named.type !== 'Identifier' ? undefined : String(named['name']);
}

/** What is in the parentheses, and in the chain of `x?.key`. */
export function unwrapped(node: TreeNode): TreeNode {
  const inner = withoutParens(node);
  return inner.type === 'ChainExpression' && isNode(inner['expression']) ? inner['expression'] : inner;
}

/** The keys that a program sets itself: what is under them may not be as it came. With `id: x.id` it is. */
export function ownKeys(tree: TreeNode): ReadonlySet<string | undefined> {
  const keys = new Set<string | undefined>();
  for (const { node, parent } of descendants(tree)) {
    const { type, left, value } = node;
    const isTaken = isNode(value) && unwrapped(value).type === 'MemberExpression' && keyOf(unwrapped(value)) === keyOf(node);
    if (type === 'Property' && parent.type === 'ObjectExpression' && !isTaken) keys.add(keyOf(node));
    if (type === 'AssignmentExpression' && isNode(left)) keys.add(keyOf(left));
  }
  return keys;
}
