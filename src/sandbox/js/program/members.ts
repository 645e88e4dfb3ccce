import { withoutParens } from './syntax.ts';
import { isNode, type TreeNode } from './syntax-tree.ts';

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
