import { askedMembers } from './asked.ts';
import { keyOf, unwrapped, type IsOwn, type MemberOf } from './members.ts';
import { namesGivenOnce } from './names.ts';
import { placeInText, type Use } from './program.ts';
import { descendants, isNode, listOf, type TreeNode } from './syntax-tree.ts';

/** What a record has whatever its body has under that key. */
const OF_RECORD = /^(?:ok|error)$/;
/** What a moment is compared with to tell whether it is in seconds is no less. */
const MIN_LARGE = 1e9;

/**
 * Members that the program takes for a moment in milliseconds or for a number, or asks whether they are true, but for its
 * own: of `new Date(x.time)`, `x.time > Date.now() - 864e5`, `x.price * 2` and `filter(x => x.done)` it is `x.time`, `x.price`
 * and `x.done`. Of moments and numbers not what is asked for its kind or unit, too.
 */
export function usesOf(text: string, tree: TreeNode, memberOf: MemberOf, isOwn: IsOwn): Use[] {
  const moments = new Moments(tree);
  const measured = new Set<string | undefined>();
  const uses: Use[] = [];
  const add = (as: Use['as'], node: unknown, by = ''): void => {
    if (!isNode(node)) return;
    const member = memberOf(node);
    const key = member && keyOf(member);
    if (!member || key === undefined || isOwn(member)) return;
    const { start, end } = unwrapped(node);
    uses.push({ as, key, by, written: text.slice(start, end), place: placeInText(text, start) });
  };
  for (const { node, parent } of descendants(tree)) {
    const { type, left, right } = node;
    const operator = String(node['operator']);
    // A moment less a span of time is one again.
    if (type === 'BinaryExpression' && /^(?:[<>]=?|-)$/.test(operator) && !(operator === '-' && isDate(parent))) {
      if (moments.has(left)) add('moment', right, operator);
      else if (moments.has(right)) add('moment', left, operator);
    }
    if (type === 'UnaryExpression' && operator === '+') add('number', node['argument'], operator);
    else if (type === 'BinaryExpression') for (const each of counted(operator, left, right)) add('number', each, operator);
    if (isDate(node) && listOf(node['arguments']).length === 1) add('date', listOf(node['arguments'])[0]);
    for (const each of measuredBy(node)) if (isNode(each)) measured.add(keyOf(memberOf(each) ?? unwrapped(each)));
  }
  for (const asked of askedMembers(tree, memberOf)) if (!mayBeOfRecord(memberOf(asked))) add('truth', asked);
  return uses.filter(({ as, key }) => as === 'truth' || !measured.has(key));
}

/** `r.ok`, `({ ok }) => ok`; not `r.body.ok` */
function mayBeOfRecord(member: TreeNode | undefined): boolean {
  if (!member || !OF_RECORD.test(keyOf(member) ?? '')) return false;
  const { object } = member;
  return !isNode(object) || unwrapped(object).type === 'Identifier';
}

/** The sides that an operator takes for numbers: beside a number that is written there, or whatever stands beside them. */
function counted(operator: string, left: unknown, right: unknown): readonly unknown[] {
  if (/^(?:[*/%]|\*\*)$/.test(operator)) return [left, right];
  if (!/^(?:[<>]=?|-)$/.test(operator)) return [];
  if (isNumber(right)) return [left];
  return isNumber(left) ? [right] : [];
}

function isNumber(node: unknown): boolean {
  return isNode(node) && node.type === 'Literal' && typeof node['value'] === 'number';
}

/** `new Date(...)` */
function isDate({ type, callee }: TreeNode): boolean {
  return type === 'NewExpression' && isNode(callee) && callee['name'] === 'Date';
}

/** What is asked for its kind or unit: `typeof x.time`, `x.time > 1e12`, `String(x.time)`, `x.time.toString()`, `/,/.test(x.time)`. */
function measuredBy({ type, left, right, callee, argument, object, ...node }: TreeNode): readonly unknown[] {
  if (type === 'UnaryExpression') return node['operator'] === 'typeof' ? [argument] : [];
  if (type === 'MemberExpression') return [object];
  if (type === 'CallExpression') return isNode(callee) && asksForText(callee) ? listOf(node['arguments']) : [];
  if (type !== 'BinaryExpression' || !/^[<>]=?$/.test(String(node['operator']))) return [];
  return isLarge(right) ? [left] : isLarge(left) ? [right] : [];
}

/** `String`, `/,/.test` */
function asksForText(callee: TreeNode): boolean {
  return callee['name'] === 'String' || (callee.type === 'MemberExpression' && keyOf(callee) === 'test');
}

function isLarge(node: unknown): boolean {
  return isNode(node) && typeof node['value'] === 'number' && node['value'] >= MIN_LARGE;
}

/** What of a program is a moment, in milliseconds or as a Date. */
class Moments {
  readonly #names = new Set<unknown>();

  constructor(tree: TreeNode) {
    // Others may stand for seconds, or text, elsewhere.
    const once = namesGivenOnce(tree);
    for (const { node } of descendants(tree)) {
      const { type, id, init } = node;
      if (type !== 'VariableDeclarator' || !isNode(id) || id.type !== 'Identifier') continue;
      if (once.has(String(id['name'])) && this.has(init)) this.#names.add(id['name']);
    }
  }

  has(node: unknown): boolean {
    if (!isNode(node)) return false;
    const inner = unwrapped(node);
    const { type, callee, left, right, operator, argument, name } = inner;
    if (type === 'Identifier') return this.#names.has(name);
    if (type === 'UnaryExpression') return operator === '+' && this.has(argument);
    // A moment less another is a span of time.
    if (type === 'BinaryExpression') return /^[+-]$/.test(String(operator)) && this.has(left) && !this.has(right);
    if (type !== 'CallExpression') return isDate(inner);
    if (!isNode(callee) || callee.type !== 'MemberExpression') return false;
    const { object } = callee;
    const isOfClass = isNode(object) && object['name'] === 'Date' && /^(?:now|parse|UTC)$/.test(keyOf(callee) ?? '');
    return isOfClass || keyOf(callee) === 'getTime';
  }
}
