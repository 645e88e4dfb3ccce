import { keyOf, unwrapped, type MemberOf } from './members.ts';
import { holdsNoBody } from './record-members.ts';
import { descendants, isFunctionNode, isNode, listOf, type TreeNode } from './syntax-tree.ts';

/** See {@link MemberOf}. */
export function membersByName(tree: TreeNode): MemberOf {
  const names = new Map<string, TreeNode | undefined>();
  const bind = (target: unknown, member?: TreeNode): void => {
    for (const [name, found] of bindings(target, member)) {
      const earlier = names.get(name);
      const isSame = !names.has(name) || (earlier && found && keyOf(earlier) === keyOf(found));
      names.set(name, isSame ? found : undefined);
    }
  };
  for (const { node } of descendants(tree)) {
    const { id, init, left, param, argument } = node;
    if (node.type === 'VariableDeclarator') bind(id, isNode(init) ? unwrapped(init) : undefined);
    else if (isFunctionNode(node) || node.type.startsWith('Class')) bind(id);
    if (isFunctionNode(node)) for (const each of listOf(node['params'])) bind(each);
    if (node.type === 'AssignmentExpression' || node.type.startsWith('For')) bind(left);
    if (node.type === 'UpdateExpression') bind(argument);
    bind(param);
  }
  return (node) => {
    const inner = unwrapped(node);
    if (inner.type === 'MemberExpression') return inner;
    return inner.type === 'Identifier' ? names.get(String(inner['name'])) : undefined;
  };
}

/** The names that a pattern binds, each with the member that it takes; undefined of those that are something else. */
function bindings(pattern: unknown, member?: TreeNode): [name: string, member: TreeNode | undefined][] {
  if (!isNode(pattern)) return [];
  const isOfRecord = member !== undefined && holdsNoBody(keyOf(member) ?? member['name']);
  switch (pattern.type) {
    case 'Identifier':
      return [[String(pattern['name']), member && keyOf(member) !== undefined ? member : undefined]];
    case 'ObjectPattern':
      return listOf(pattern['properties']).flatMap((each) => {
        if (!isNode(each)) return [];
        return each.type === 'RestElement' ? bindings(each) : bindings(each['value'], isOfRecord ? undefined : each);
      });
    case 'ArrayPattern':
      return listOf(pattern['elements']).flatMap((each) => bindings(each));
    case 'AssignmentPattern':
      return bindings(pattern['left'], member);
    case 'RestElement':
      return bindings(pattern['argument']);
    default:
      return [];
  }
}
