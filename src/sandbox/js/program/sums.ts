import { keyOf, ownMembers, unwrapped } from './members.ts';
import { placeInText, type Sum } from './program.ts';
import { withoutParens } from './syntax.ts';
import { descendants, isFunctionNode, isNode, listOf, type TreeNode } from './syntax-tree.ts';

/** What of the program holds numbers, as far as its text tells. */
interface Numbers {
  /** Variables and places such as `totals[key]`, as they are written. */
  readonly written: Set<string>;
  /** Keys of objects. */
  readonly keys: Set<string>;
  /** What an item of a list that was made by `map(x => x.key)` was, by the name under which `reduce` has it. */
  readonly items: Map<string, TreeNode>;
}

/**
 * Members that are added to a number, but for {@link ownMembers}: of `reduce((s, x) => s + x.price, 0)` and `n += x.price` it
 * is `x.price`.
 */
export function sumsOf(text: string, tree: TreeNode): Sum[] {
  const numbers = numbersOf(text, tree);
  const isOwn = ownMembers(text, tree);
  const sums: Sum[] = [];
  for (const { node } of descendants(tree)) {
    const isSum = node.type === 'BinaryExpression' ? node['operator'] === '+' : node['operator'] === '+=';
    const { left, right } = node;
    if (!isSum || !isNode(left) || !isNode(right)) continue;
    const added = isNumber(left, text, numbers) ? right : isNumber(right, text, numbers) ? left : undefined;
    const member = added && memberOf(added, numbers);
    const key = member && keyOf(member);
    if (key !== undefined && member && !isOwn(member)) {
      sums.push({ key, place: placeInText(text, node.start), member: text.slice(member.start, member.end) });
    }
  }
  return sums;
}

function numbersOf(text: string, tree: TreeNode): Numbers {
  const numbers: Numbers = { written: new Set(), keys: new Set(), items: new Map() };
  for (const { node } of descendants(tree)) {
    const { type, id, init, left, right, value } = node;
    if (type === 'VariableDeclarator' && isNode(id) && isNode(init) && isPlainNumber(init)) numbers.written.add(textOf(id, text));
    if (type === 'AssignmentExpression' && isNode(left) && isNode(right) && isPlainNumber(right))
      numbers.written.add(textOf(left, text));
    if (type === 'Property' && isNode(value) && isPlainNumber(value)) numbers.keys.add(keyOf(node) ?? '');
    if (type === 'CallExpression') noteReduce(node, text, numbers);
  }
  return numbers;
}

/** `list.map(x => x.price).reduce((sum, price) => sum + price, 0)` */
function noteReduce({ callee, arguments: given }: TreeNode, text: string, { written, items }: Numbers): void {
  const [run, initial] = listOf(given);
  if (!isNode(callee) || keyOf(callee) !== 'reduce' || !isNode(run) || !isFunctionNode(run) || !isNode(initial)) return;
  if (!isPlainNumber(initial)) return;
  const [sum, item] = listOf(run['params']);
  if (isNode(sum)) written.add(textOf(sum, text));
  const { object } = callee;
  const [made] =
    isNode(object) && isNode(object['callee']) && keyOf(object['callee']) === 'map' ? listOf(object['arguments']) : [];
  const picked = isNode(made) && isNode(made['body']) ? withoutParens(made['body']) : undefined;
  if (isNode(item) && picked?.type === 'MemberExpression') items.set(textOf(item, text), picked);
}

function isPlainNumber(node: TreeNode): boolean {
  const { type, right, value } = withoutParens(node);
  if (type === 'LogicalExpression') return isNode(right) && isPlainNumber(right);
  return type === 'Literal' && typeof value === 'number';
}

function isNumber(node: TreeNode, text: string, numbers: Numbers): boolean {
  const inner = withoutParens(node);
  const { left, right } = inner;
  if (isPlainNumber(inner) || numbers.written.has(textOf(inner, text))) return true;
  if (inner.type === 'MemberExpression') return numbers.keys.has(keyOf(inner) ?? '');
  const isSum = inner.type === 'BinaryExpression' && inner['operator'] === '+';
  return isSum && [left, right].some((side) => isNode(side) && isNumber(side, text, numbers));
}

/** The member that a text such as `(x?.price ?? 0)` takes. */
function memberOf(node: TreeNode, numbers: Numbers): TreeNode | undefined {
  const inner = unwrapped(node);
  const { type, left, name } = inner;
  if (type === 'MemberExpression') return inner;
  if (type === 'Identifier') return numbers.items.get(String(name));
  return type === 'LogicalExpression' && isNode(left) ? memberOf(left, numbers) : undefined;
}

function textOf({ start, end }: TreeNode, text: string): string {
  return text.slice(start, end);
}
