import { askingMethod } from './conditions.ts';
import { keyOf, unwrapped, type MemberOf } from './members.ts';
import { descendants, isNode, listOf, type Found, type TreeNode } from './syntax-tree.ts';

/** Where a condition asks for a member, or a name of it: what it decides on stands there, too. */
interface Asked {
  readonly asked: TreeNode;
  readonly start: number;
  readonly end: number;
}

/**
 * Members, and names of them, that conditions ask whether they are true, `x.done` of `filter(x => x.done)`. Left out are those of which the
 * program does more with what is under their key than to show it, since it may be asked whether there is anything:
 * `x.done && x.done !== 'false'`, `if (x.vote) votes[x.vote]++`, `x.vote ? { vote: x.vote } : {}`.
 */
export function askedMembers(tree: TreeNode, memberOf: MemberOf): TreeNode[] {
  const keyFor = (node: TreeNode): string | undefined => keyOf(memberOf(node) ?? unwrapped(node));
  const all: Asked[] = [];
  const shown: TreeNode[] = [];
  const used = new Set<string | undefined>();
  for (const found of descendants(tree)) {
    const { node, parent, key } = found;
    const { start, end } = key === 'test' ? parent : node;
    for (const asked of askedOf(found)) if (memberOf(asked)) all.push({ asked, start, end });
    for (const each of usedBy(found)) if (isNode(each) && !isNamed(node, memberOf)) used.add(keyFor(each));
    if (parent.type === 'ObjectPattern' && !isNamed(node, memberOf)) used.add(keyOf(node));
    if (parent.type !== 'ObjectPattern') for (const each of shownBy(node)) if (isNode(each) && memberOf(each)) shown.push(each);
  }
  for (const each of shown) {
    const isDecided = ({ asked, start, end }: Asked): boolean =>
      keyFor(asked) === keyFor(each) && start < each.start && each.end <= end;
    if (all.some(isDecided)) used.add(keyFor(each));
  }
  return all.map(({ asked }) => asked).filter((asked) => !used.has(keyFor(asked)));
}

/** Whether it gives a member a name under which it is seen: `const done = x.done`, and the property in `({ done }) =>`. */
function isNamed({ type, id, value }: TreeNode, memberOf: MemberOf): boolean {
  const name = type === 'VariableDeclarator' ? id : type === 'Property' ? value : undefined;
  return isNode(name) && name.type === 'Identifier' && memberOf(name) !== undefined;
}

/** The members that a condition asks whether they are true: of `!x.a && x.b` both. */
function askedOf({ node, parent, key }: Found): readonly TreeNode[] {
  const isTest = key === 'test' || (node.type === 'UnaryExpression' && node['operator'] === '!');
  if (isTest) return membersIn(node);
  return asksOfEach(node, parent) && isNode(node['body']) ? membersIn(node['body']) : [];
}

/** `x => x.done` of `filter(x => x.done)` */
function asksOfEach({ type }: TreeNode, parent: TreeNode): boolean {
  return type === 'ArrowFunctionExpression' && askingMethod(parent) !== undefined;
}

function membersIn(condition: TreeNode): TreeNode[] {
  const waiting = [condition];
  const members: TreeNode[] = [];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const inner = unwrapped(next);
    const { type, left, right, argument } = inner;
    if (type === 'MemberExpression' || type === 'Identifier') members.push(inner);
    else if (type === 'LogicalExpression' && inner['operator'] !== '??') waiting.push(...[left, right].filter(isNode));
    else if (type === 'UnaryExpression' && inner['operator'] === '!' && isNode(argument)) waiting.push(argument);
  }
  return members;
}

/** What is compared, given away, made something else of, or is a key. */
function usedBy({ node, parent }: Found): readonly unknown[] {
  const { type, left, right, object, argument, ...more } = node;
  switch (type) {
    case 'BinaryExpression':
      return [left, right];
    case 'CallExpression':
      return listOf(more['arguments']);
    case 'MemberExpression':
      return more['computed'] === true ? [object, more['property']] : [object];
    case 'SwitchStatement':
      return [more['discriminant']];
    case 'UnaryExpression':
      return more['operator'] === '!' ? [] : [argument];
    case 'ConditionalExpression':
      return [more['consequent'], more['alternate']];
    case 'AssignmentExpression':
      return [right];
    case 'VariableDeclarator':
      return [more['init']];
    case 'ReturnStatement':
      return [argument];
    case 'ArrowFunctionExpression':
      return asksOfEach(node, parent) ? [] : [more['body']];
    default:
      return [];
  }
}

/** `{ done: x.done }`, `[x.done]`, `${x.done}` */
function shownBy({ type, ...node }: TreeNode): readonly unknown[] {
  if (type === 'Property') return [node['value']];
  if (type === 'ArrayExpression') return listOf(node['elements']);
  return type === 'TemplateLiteral' ? listOf(node['expressions']) : [];
}
