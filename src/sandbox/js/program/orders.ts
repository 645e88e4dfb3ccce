import { keyOf, unwrapped, type IsOwn } from './members.ts';
import { placeInText, type Order } from './program.ts';
import { descendants, isNode, listOf, type TreeNode } from './syntax-tree.ts';

/**
 * Where the program orders members of the same key, but for its own: `a.price > b.price`, and
 * `a.price.localeCompare(b.price)` without options.
 */
export function ordersOf(text: string, tree: TreeNode, isOwn: IsOwn): Order[] {
  const orders: Order[] = [];
  for (const { node } of descendants(tree)) {
    const sides = sidesOf(node);
    const [left, right] = (sides?.pair ?? []).map((side) => (isNode(side) ? unwrapped(side) : undefined));
    if (!sides || left?.type !== 'MemberExpression' || right?.type !== 'MemberExpression') continue;
    const key = keyOf(left);
    if (key === undefined || key !== keyOf(right) || isOwn(left) || isOwn(right)) continue;
    const [first, second] = [left, right].map(({ start, end }) => `Number(${text.slice(start, end)})`);
    const instead = `${first} ${sides.instead} ${second}`;
    orders.push({ key, by: sides.by, instead, place: placeInText(text, node.start) });
  }
  return orders;
}

function sidesOf(node: TreeNode): { pair: readonly unknown[]; by: string; instead: string } | undefined {
  const operator = String(node['operator']);
  if (node.type === 'BinaryExpression' && /^[<>]=?$/.test(operator)) {
    return { pair: [node['left'], node['right']], by: operator, instead: operator };
  }
  const { callee } = node;
  if (node.type !== 'CallExpression' || !isNode(callee) || keyOf(callee) !== 'localeCompare') return undefined;
  const given = listOf(node['arguments']);
  return given.length === 1 ? { pair: [callee['object'], given[0]], by: 'localeCompare', instead: '-' } : undefined;
}
