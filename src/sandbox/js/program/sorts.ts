import { keyOf, unwrapped } from './members.ts';
import { descendants, isNode, listOf, type TreeNode } from './syntax-tree.ts';

const COMPARES = /[=!]==?|\bnew (?:Set|Map)\b|\bgroupBy\b|\.has\(/;
/** Of what holds it, what shows a text: as a member, an item, or the value of the program. */
const SHOWS = /^(?:Property|ArrayExpression|ExpressionStatement|ReturnStatement|TemplateLiteral)$/;

/**
 * Whether all that a program sorts without a function becomes a text to be compared: of two lists with the same numbers
 * `a.sort().join() === b.sort().join()` holds, whatever their order.
 */
export function sortsToCompare(text: string, tree: TreeNode): boolean {
  const sorts = new Set<TreeNode>();
  const meant = new Set<TreeNode>();
  for (const { node, parent } of descendants(tree)) {
    if (isBareSort(node)) sorts.add(node);
    const sorted = sortedIn(node);
    if (sorted && node !== tree && !SHOWS.test(parent.type)) meant.add(sorted);
  }
  return sorts.size > 0 && sorts.size === meant.size && COMPARES.test(text);
}

function isBareSort({ type, callee, ...node }: TreeNode): boolean {
  if (type !== 'CallExpression' || !isNode(callee) || listOf(node['arguments']).length > 0) return false;
  return callee.type === 'MemberExpression' && /^(?:sort|toSorted)$/.test(keyOf(callee) ?? '');
}

/** The `a.sort()` of which this makes a text at once: `a.sort().join('|')`, `String(a.sort())`, `JSON.stringify(a.sort())`. */
function sortedIn({ type, callee, arguments: given }: TreeNode): TreeNode | undefined {
  if (type !== 'CallExpression' || !isNode(callee)) return undefined;
  const [first] = listOf(given);
  const isMethod = callee.type === 'MemberExpression' && /^(?:join|toString)$/.test(keyOf(callee) ?? '');
  const isCall = callee['name'] === 'String' || (callee.type === 'MemberExpression' && keyOf(callee) === 'stringify');
  const list = isMethod ? callee['object'] : isCall ? first : undefined;
  const inner = isNode(list) ? unwrapped(list) : undefined;
  return inner && isBareSort(inner) ? inner : undefined;
}
