import { clip } from '../../../clip.ts';
import { methodOf, rootOf, unwrapped } from './members.ts';
import { placeInText, type Problem } from './program.ts';
import { boundNames, isFunctionNode, isNode, listOf, type Found, type TreeNode } from './syntax-tree.ts';

const ASKING = /^(?:filter|find|findIndex|findLast|findLastIndex|some|every)$/;
const MAX_INSTEAD = 80;

/** What of a program is a condition that asks for something else than it looks like. */
export function conditionProblem(text: string, found: Found): Problem | undefined {
  return (
    assignedCondition(text, found) ??
    awaitedCondition(text, found) ??
    placeCondition(text, found) ??
    identityCondition(text, found)
  );
}

/** `filter(async x => ...)`: each promise is true, whatever comes of it. */
function awaitedCondition(text: string, { node, parent, key }: Found): Problem | undefined {
  if (!isFunctionNode(node) || key !== 'arguments' || node['async'] !== true) return undefined;
  const method = askingMethod(parent);
  if (method === undefined) return undefined;
  return { problem: `${placeInText(text, node.start)}: ${method} does not wait: what async gives is true for each` };
}

/** `x.id in [1, 2]` */
function placeCondition(text: string, { node }: Found): Problem | undefined {
  const { left, right } = node;
  if (node.type !== 'BinaryExpression' || node['operator'] !== 'in' || !isNode(left) || !isNode(right)) return undefined;
  const list = unwrapped(right);
  if (list.type !== 'ArrayExpression') return undefined;
  const instead = `${text.slice(list.start, list.end)}.includes(${text.slice(left.start, left.end)})`;
  return {
    problem: `${placeInText(text, node.start)}: in looks for the places of a list, 0 and on: ${clip(instead, MAX_INSTEAD)}`,
  };
}

/** `x.date === new Date(...)`, `x.tags === []`, `x.n === NaN`: no two are the same. */
function identityCondition(text: string, { node }: Found): Problem | undefined {
  if (node.type !== 'BinaryExpression' || !/^[!=]==$/.test(String(node['operator']))) return undefined;
  const made = [node['left'], node['right']].filter(isNode).map(unwrapped).find(isNew);
  if (!made) return undefined;
  const [what, instead] =
    made.type === 'Identifier' ? ['NaN', 'Number.isNaN(...)'] : ['a new object', 'numbers or texts made of both'];
  const never = node['operator'] === '===' ? 'is never' : 'is always other than';
  return { problem: `${placeInText(text, node.start)}: whatever is compared ${never} ${what}: compare by ${instead}` };
}

function isNew({ type, name }: TreeNode): boolean {
  if (type === 'Identifier') return name === 'NaN';
  return type === 'ArrayExpression' || type === 'ObjectExpression' || type === 'NewExpression';
}

/**
 * `filter(x => x.id = 2)` or `if (x.id = 2)`: it assigns where a comparison is meant. In parentheses of its own it may be
 * meant, and what is computed (`filter(x => x.sum = x.a + x.b)`) is.
 */
function assignedCondition(text: string, { node, parent, key }: Found): Problem | undefined {
  const isWrong = key === 'test' ? isAssigned(node) && isLiteral(node['right']) : answersAssigned(node, parent);
  const at = key === 'test' ? node : node['body'];
  if (!isWrong || !isNode(at)) return undefined;
  return { problem: `${placeInText(text, at.start)}: = assigns: === compares; in parentheses of its own it may assign` };
}

/** Whether an arrow function that is asked of each item assigns what is written there, or to the item what stands elsewhere. */
function answersAssigned(node: TreeNode, parent: TreeNode): boolean {
  const { body, params } = node;
  if (node.type !== 'ArrowFunctionExpression' || !isNode(body) || !isAssigned(body)) return false;
  if (askingMethod(parent) === undefined) return false;
  const { left, right } = body;
  if (isLiteral(right)) return true;
  const items = listOf(params).flatMap(boundNames);
  return isPlain(right) && isMember(left) && items.includes(String(rootOf(left)['name']));
}

/** The method that asks a function of each item, if a node calls one. */
export function askingMethod(node: TreeNode): string | undefined {
  const method = methodOf(node);
  return method !== undefined && ASKING.test(method) ? method : undefined;
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
