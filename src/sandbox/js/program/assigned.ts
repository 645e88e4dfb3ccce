import { rootOf, unwrapped } from './members.ts';
import { placeInText, type Problem } from './program.ts';
import { boundNames, isNode, listOf, type Found, type TreeNode } from './syntax-tree.ts';

const ASKING = /^(?:filter|find|findIndex|findLast|findLastIndex|some|every)$/;

/**
 * `filter(x => x.id = 2)` or `if (x.id = 2)`: it assigns where a comparison is meant. In parentheses of its own it may be
 * meant, and what is computed (`filter(x => x.sum = x.a + x.b)`) is.
 */
export function assignedCondition(text: string, { node, parent, key }: Found): Problem | undefined {
  const isWrong = key === 'test' ? isAssigned(node) && isLiteral(node['right']) : answersAssigned(node, parent);
  const at = key === 'test' ? node : node['body'];
  if (!isWrong || !isNode(at)) return undefined;
  return { problem: `${placeInText(text, at.start)}: = assigns: === compares; in parentheses of its own it may assign` };
}

/** Whether an arrow function that is asked of each item assigns what is written there, or to the item what stands elsewhere. */
function answersAssigned(node: TreeNode, parent: TreeNode): boolean {
  const { body, params } = node;
  const { callee } = parent;
  if (node.type !== 'ArrowFunctionExpression' || parent.type !== 'CallExpression' || !isNode(body) || !isAssigned(body))
    return false;
  const method = isNode(callee) && isNode(callee['property']) ? String(callee['property']['name']) : '';
  if (!ASKING.test(method)) return false;
  const { left, right } = body;
  if (isLiteral(right)) return true;
  const items = listOf(params).flatMap(boundNames);
  return isPlain(right) && isMember(left) && items.includes(String(rootOf(left)['name']));
}

function isAssigned({ type, ...node }: TreeNode): boolean {
  return type === 'AssignmentExpression' && node['operator'] === '=';
}

function isLiteral(node: unknown): boolean {
  return isNode(node) && node.type === 'Literal';
}

function isPlain(node: unknown): boolean {
  return isMember(node) || (isNode(node) && unwrapped(node).type === 'Identifier');
}

function isMember(node: unknown): node is TreeNode {
  return isNode(node) && unwrapped(node).type === 'MemberExpression';
}
