import { keyOf, methodOf, unwrapped, type IsOwn, type MemberOf } from './members.ts';
import { placeInText, type Sum } from './program.ts';
import { withoutParens } from './syntax.ts';
import { descendants, isFunctionNode, isNode, listOf, type TreeNode } from './syntax-tree.ts';

/** What of the program holds numbers, as far as its text tells. */
interface Numbers {
  /** Variables and places such as `totals[key]`, as they are written. */
  readonly written: Set<string>;
  /** Keys of objects. */
  readonly keys: Set<string>;
}

/** What an item of a list that was made by `map(x => x.key)` was, by the name under which `reduce` has it. */
type Items = ReadonlyMap<string, TreeNode>;

/**
 * Members that are added to a number, but for the program's own: of `reduce((s, x) => s + x.price, 0)` and `n += x.price`
 * it is `x.price`.
 */
export function sumsOf(text: string, tree: TreeNode, memberOf: MemberOf, isOwn: IsOwn): Sum[] {
  const items = itemsOf(text, tree, memberOf);
  const numbers = numberNodes(text, tree);
  const sums: Sum[] = [];
  for (const { node } of descendants(tree)) {
    const isSum = node.type === 'BinaryExpression' ? node['operator'] === '+' : node['operator'] === '+=';
    const { left, right } = node;
    if (!isSum || !isNode(left) || !isNode(right)) continue;
    const added = numbers.has(left) ? right : numbers.has(right) ? left : undefined;
    const taken = added && takenFrom(added, items, memberOf);
    const key = taken && keyOf(taken.member);
    if (key !== undefined && taken && !isOwn(taken.member)) {
      sums.push({ key, place: placeInText(text, node.start), member: textOf(taken.as, text) });
    }
  }
  return sums;
}

function numbersOf(text: string, tree: TreeNode): Numbers {
  const numbers: Numbers = { written: new Set(), keys: new Set() };
  const texts = new Set<string>();
  for (const { node } of descendants(tree)) {
    const { type, value } = node;
    const [target, given] = givenBy(node);
    if (target && given && isPlainNumber(given)) numbers.written.add(textOf(target, text));
    if (target && given && isText(given)) texts.add(textOf(target, text));
    if (type === 'Property' && isNode(value) && isPlainNumber(value)) numbers.keys.add(keyOf(node) ?? '');
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
function reduceOf(node: TreeNode): [sum?: unknown, initial?: unknown, item?: unknown] {
  if (methodOf(node) !== 'reduce') return [];
  const [run, initial] = listOf(node['arguments']);
  if (!isNode(run) || !isFunctionNode(run)) return [];
  const [sum, item] = listOf(run['params']);
  return [sum, initial, item];
}

/** `list.map(x => x.price).reduce((sum, price) => sum + price, 0)` */
function itemsOf(text: string, tree: TreeNode, memberOf: MemberOf): Items {
  const items = new Map<string, TreeNode>();
  for (const { node } of descendants(tree)) {
    const [, initial, item] = reduceOf(node);
    const { callee } = node;
    if (!isNode(callee) || !isNode(initial) || !isPlainNumber(initial)) continue;
    const { object } = callee;
    const [made] =
      isNode(object) && isNode(object['callee']) && keyOf(object['callee']) === 'map' ? listOf(object['arguments']) : [];
    const picked = isNode(made) && isNode(made['body']) ? memberOf(made['body']) : undefined;
    if (isNode(item) && picked) items.set(textOf(item, text), picked);
  }
  return items;
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

/** The nodes that are numbers; each after those below it, since sums can be nested deeply. */
function numberNodes(text: string, tree: TreeNode): ReadonlySet<TreeNode> {
  const { written, keys } = numbersOf(text, tree);
  const found = new Set<TreeNode>();
  /** Texts, and what is joined with one: `'p' + page + 1`. */
  const joined = new Set<TreeNode>();
  for (const { node } of descendants(tree).toReversed()) {
    const { type, operator, expression } = node;
    const isSum = type === 'BinaryExpression' && operator === '+';
    const parts = (isSum ? [node['left'], node['right']] : type === 'ParenthesizedExpression' ? [expression] : []).filter(isNode);
    if (isText(node) || parts.some((part) => joined.has(part))) joined.add(node);
    else if (isPlainNumber(node) || parts.some((part) => found.has(part))) found.add(node);
    else if (/^(?:Identifier|MemberExpression)$/.test(type) && written.has(textOf(node, text))) found.add(node);
    else if (type === 'MemberExpression' && keys.has(keyOf(node) ?? '')) found.add(node);
  }
  return found;
}

/** The member that a text such as `(x?.price ?? 0)` takes, and where it is written. */
function takenFrom(node: TreeNode, items: Items, memberOf: MemberOf): { member: TreeNode; as: TreeNode } | undefined {
  const inner = unwrapped(node);
  const { type, left, name } = inner;
  const item = type === 'Identifier' ? items.get(String(name)) : undefined;
  const member = item ?? memberOf(inner);
  if (member) return { member, as: item ?? inner };
  return type === 'LogicalExpression' && isNode(left) ? takenFrom(left, items, memberOf) : undefined;
}

function textOf({ start, end }: TreeNode, text: string): string {
  return text.slice(start, end);
}
