import { keyOf, unwrapped } from './members.ts';
import { descendants, isNode, listOf, type TreeNode } from './syntax-tree.ts';

const READS = /^(?:Number|parseFloat|parseInt)$/;
const ASKS = /^(?:isNaN|isFinite)$/;

/**
 * Whether a program keeps a text as it is where no number comes of it: `Number(v) || v`, `isNaN(v) ? v : +v` and
 * `if (isNaN(n)) return v`. What it makes of "1,234" is not lost then.
 */
export function keepsTexts(text: string, tree: TreeNode): boolean {
  const read = new Set<string>();
  const kept = new Set<string>();
  const textOf = (node: TreeNode): string => text.slice(node.start, node.end);
  let asks = false;
  for (const { node } of descendants(tree)) {
    const { type, argument, left, right } = node;
    asks ||= ASKS.test(calledBy(node));
    for (const each of readBy(node)) read.add(textOf(each));
    const otherwise = type === 'LogicalExpression' && isNode(left) && isNode(right) ? textOf(right) : undefined;
    if (otherwise !== undefined && isNode(left) && readBy(left).some((each) => textOf(each) === otherwise)) return true;
    const given =
      type === 'ConditionalExpression' ? [node['consequent'], node['alternate']] : type === 'ReturnStatement' ? [argument] : [];
    for (const each of given) if (isNode(each)) kept.add(textOf(each));
  }
  return asks && [...kept].some((each) => read.has(each));
}

/** What `Number(v)` and `+v` read. */
function readBy(node: TreeNode): readonly TreeNode[] {
  const inner = unwrapped(node);
  const { type, argument, operator } = inner;
  if (type === 'UnaryExpression') return operator === '+' && isNode(argument) ? [argument] : [];
  return READS.test(calledBy(inner)) ? listOf(inner['arguments']).filter(isNode).slice(0, 1) : [];
}

/** `isNaN` of `isNaN(...)` and `Number.isNaN(...)`; empty of what is no call */
function calledBy({ type, callee }: TreeNode): string {
  return type === 'CallExpression' && isNode(callee) ? (keyOf(callee) ?? String(callee['name'])) : '';
}
