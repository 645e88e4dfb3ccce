import { askingMethod } from './conditions.ts';
import { keyOf, unwrapped } from './members.ts';
import { descendants, isNode, listOf, type Found, type TreeNode } from './syntax-tree.ts';

/** Where a condition asks for a member: what it decides on stands there, too. */
interface Asked {
  readonly member: TreeNode;
  readonly start: number;
  readonly end: number;
}

/**
 * Members that conditions ask whether they are true, `x.done` of `filter(x => x.done)`. Left out are those of which the
 * program does more with what is under their key than to show it, since it may be asked whether there is anything:
 * `x.done && x.done !== 'false'`, `if (x.vote) votes[x.vote]++`, `x.vote ? { vote: x.vote } : {}`.
 */
export function askedMembers(tree: TreeNode): TreeNode[] {
  const asked: Asked[] = [];
  const shown: TreeNode[] = [];
  const used = new Set<string | undefined>();
  for (const found of descendants(tree)) {
    const { node, parent, key } = found;
    const { start, end } = key === 'test' ? parent : node;
    for (const member of askedOf(found)) asked.push({ member, start, end });
    for (const each of usedBy(found)) if (isNode(each)) used.add(keyOf(unwrapped(each)));
    if (parent.type === 'ObjectPattern') used.add(keyOf(node));
    for (const each of shownBy(node))
      if (isNode(each) && unwrapped(each).type === 'MemberExpression') shown.push(unwrapped(each));
  }
  for (const each of shown) {
    const isDecided = ({ member, start, end }: Asked): boolean =>
      keyOf(member) === keyOf(each) && start < each.start && each.end <= end;
    if (asked.some(isDecided)) used.add(keyOf(each));
  }
  return asked.map(({ member }) => member).filter((member) => !used.has(keyOf(member)));
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
    if (type === 'MemberExpression') members.push(inner);
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
