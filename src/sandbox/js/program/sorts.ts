import { keyOf } from './members.ts';
import { namesGivenOnce } from './names.ts';
import { descendants, isFunctionNode, isNode, listOf, type TreeNode } from './syntax-tree.ts';

/** What compares, or has keys: `pairs[key]`. */
const COMPARES = /[=!]==?|\bnew (?:Set|Map)\b|\bgroupBy\b|\.has\(|\w\[[a-z_$]/i;
/** Of what holds it, what shows a text: as a member, an item, or the value of the program, in parentheses or not. */
const SHOWS = /^(?:Property|ArrayExpression|ExpressionStatement|ReturnStatement|TemplateLiteral|ParenthesizedExpression)$/;
/** Members of a list that say nothing of its order, or compare it item by item. */
const ORDERLESS = /^(?:every|some|includes|length)$/;

/**
 * Whether all that a program sorts without a function is only compared, as a text or item by item: of two lists with the same
 * numbers `a.sort().join() === b.sort().join()` holds, whatever their order. A variable that has it counts as it does.
 */
export function sortsToCompare(text: string, tree: TreeNode): boolean {
  if (!COMPARES.test(text)) return false;
  const holders = new Map<TreeNode, TreeNode>();
  for (const { node, parent } of descendants(tree)) holders.set(node, parent);
  const once = namesGivenOnce(tree);
  const holderOf = (node: TreeNode): TreeNode => {
    let holder = holders.get(node) ?? node;
    while (/^(?:Parenthesized|Chain)Expression$/.test(holder.type) && holders.get(holder) !== holder) {
      holder = holders.get(holder) ?? holder;
    }
    return holder;
  };
  const isShown = (made: TreeNode): boolean => {
    const holder = holderOf(made);
    return made === tree || SHOWS.test(holder.type) || (holder === tree && isFunctionNode(holder));
  };
  const isCompared = (list: TreeNode): boolean => {
    const holder = holderOf(list);
    if (holder.type !== 'MemberExpression') return isTextOf(holder, list) && !isShown(holder);
    const key = keyOf(holder) ?? '';
    if (ORDERLESS.test(key)) return true;
    const { property, computed } = holder;
    const isItem = computed === true && isNode(property) && property.type === 'Identifier';
    if (isItem) return /^[!=]==?$/.test(String(holderOf(holder)['operator']));
    return /^(?:join|toString)$/.test(key) && !isShown(holderOf(holder));
  };
  const sorts = [...holders.keys()].filter(isBareSort);
  const areCompared = sorts.every((sort) => {
    const { type, id } = holderOf(sort);
    if (type !== 'VariableDeclarator') return isCompared(sort);
    const name = isNode(id) && id.type === 'Identifier' ? String(id['name']) : '';
    const all = [...holders.keys()].filter((node) => node.type === 'Identifier' && node['name'] === name && node !== id);
    return once.has(name) && all.every(isCompared);
  });
  return sorts.length > 0 && areCompared;
}

function isBareSort({ type, callee, ...node }: TreeNode): boolean {
  if (type !== 'CallExpression' || !isNode(callee) || listOf(node['arguments']).length > 0) return false;
  return callee.type === 'MemberExpression' && /^(?:sort|toSorted)$/.test(keyOf(callee) ?? '');
}

/** Whether a node makes a text of a list: `String(list)`, `JSON.stringify(list)`. */
function isTextOf({ type, callee, arguments: given }: TreeNode, list: TreeNode): boolean {
  if (type !== 'CallExpression' || !isNode(callee) || callee === list) return false;
  return (
    callee['name'] === 'String' ||
    (callee.type === 'MemberExpression' && keyOf(callee) === 'stringify' && listOf(given).length > 0)
  );
}
