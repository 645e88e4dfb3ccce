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
  const texts = new Set<string>();
  for (const { node } of descendants(tree)) {
    const { type, value } = node;
    const [target, given] = givenBy(node);
    if (target && given && isPlainNumber(given)) numbers.written.add(textOf(target, text));
    if (target && given && isText(given)) texts.add(textOf(target, text));
    if (type === 'Property' && isNode(value) && isPlainNumber(value)) numbers.keys.add(keyOf(node) ?? '');
    if (type === 'CallExpression') noteItems(node, text, numbers);
  }
  // A name may stand for another variable elsewhere.
  for (const name of texts) numbers.written.delete(name);
  return numbers;
}

/** The variable, member or parameter to which something gives a value, and the value. */
function givenBy(node: TreeNode): [target?: TreeNode, given?: TreeNode] {
  const { type, id, init, left, right } = node;
  const [target, given] =
    type === 'VariableDeclarator' ? [id, init] : type === 'AssignmentExpression' ? [left, right] : reduceOf(node);
  return isNode(target) && isNode(given) ? [target, given] : [];
}

/** Of `reduce((sum, item) => ..., 0)` the sum, what it is at first, and the item. */
function reduceOf({ type, callee, arguments: all }: TreeNode): [sum?: unknown, initial?: unknown, item?: unknown] {
  if (type !== 'CallExpression' || !isNode(callee) || keyOf(callee) !== 'reduce') return [];
  const [run, initial] = listOf(all);
  if (!isNode(run) || !isFunctionNode(run)) return [];
  const [sum, item] = listOf(run['params']);
  return [sum, initial, item];
}

/** `list.map(x => x.price).reduce((sum, price) => sum + price, 0)` */
function noteItems(node: TreeNode, text: string, { items }: Numbers): void {
  const [, initial, item] = reduceOf(node);
  const { callee } = node;
  if (!isNode(callee) || !isNode(initial) || !isPlainNumber(initial)) return;
  const { object } = callee;
  const [made] =
    isNode(object) && isNode(object['callee']) && keyOf(object['callee']) === 'map' ? listOf(object['arguments']) : [];
  const picked = isNode(made) && isNode(made['body']) ? withoutParens(made['body']) : undefined;
  if (isNode(item) && picked?.type === 'MemberExpression') items.set(textOf(item, text), picked);
}

function isText(node: TreeNode): boolean {
  const { type, value } = withoutParens(node);
  return type === 'TemplateLiteral' || (type === 'Literal' && typeof value === 'string');
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
