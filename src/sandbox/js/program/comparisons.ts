import { keyOf, ownKeys, unwrapped } from './members.ts';
import { placeInText, type Comparison, type Compared } from './program.ts';
import { descendants, isNode, type TreeNode } from './syntax-tree.ts';

/** What the program compares by `===` and `!==`: members with members or with values, but for keys that it sets itself. */
export function comparisonsOf(text: string, tree: TreeNode): Comparison[] {
  const comparisons: Comparison[] = [];
  const own = ownKeys(tree);
  for (const { node } of descendants(tree)) {
    const operator = String(node['operator']);
    if (node.type !== 'BinaryExpression' || !/^[!=]==$/.test(operator)) continue;
    const [left, right] = [node['left'], node['right']].map((side) =>
      isNode(side) ? comparedOf(text, unwrapped(side)) : undefined,
    );
    if (!left || !right || (left.key === undefined && right.key === undefined)) continue;
    comparisons.push({ left, right, place: placeInText(text, node.start), isNegated: operator === '!==' });
  }
  return comparisons.filter(({ left, right }) => [left, right].every(({ key }) => key === undefined || !own.has(key)));
}

function comparedOf(text: string, node: TreeNode): Compared | undefined {
  const { type, value, start, end } = node;
  const written = text.slice(start, end);
  if (type === 'Literal') return { key: undefined, written, kind: typeof value };
  const key = type === 'MemberExpression' ? keyOf(node) : undefined;
  return key === undefined ? undefined : { key, written };
}
