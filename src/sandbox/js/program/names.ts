import { boundNames, descendants, listOf, type TreeNode } from './syntax-tree.ts';

interface Use {
  readonly name: string;
  readonly start: number;
}

/**
 * A name that the program uses and nothing defines, so that it must fail where it is reached. Scopes are not told apart, and
 * what can define names while it runs is not looked into: what is found is surely undefined.
 */
export function undefinedName(root: TreeNode, globals: readonly string[]): Use | undefined {
  const defined = new Set([...globals, 'arguments']);
  const used: Use[] = [];
  for (const { node, parent, key } of descendants(root)) {
    if (node.type === 'ThisExpression' || node.type === 'WithStatement') return undefined;
    for (const name of declaredNames(node)) defined.add(name);
    if (node.type !== 'Identifier' || !isReference(parent, key)) continue;
    const name = String(node['name']);
    if (name === 'globalThis' || name === 'eval' || name === 'Function') return undefined;
    if (parent.type === 'UnaryExpression' && parent['operator'] === 'typeof') defined.add(name);
    used.push({ name, start: node.start });
  }
  return used.find(({ name }) => !defined.has(name));
}

/** The names to which something is given in one place only, so that they stand for the same wherever they are. */
export function namesGivenOnce(tree: TreeNode): ReadonlySet<string> {
  const given = new Set<string>();
  const again = new Set<string>();
  for (const { node } of descendants(tree)) for (const name of declaredNames(node)) (given.has(name) ? again : given).add(name);
  for (const name of again) given.delete(name);
  return given;
}

/** The names to which a node gives something: what it declares, takes as parameters or assigns to. */
export function declaredNames(node: TreeNode): string[] {
  switch (node.type) {
    case 'VariableDeclarator':
      return boundNames(node['id']);
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return [...boundNames(node['id']), ...listOf(node['params']).flatMap(boundNames)];
    case 'ClassDeclaration':
    case 'ClassExpression':
      return boundNames(node['id']);
    case 'CatchClause':
      return boundNames(node['param']);
    case 'AssignmentExpression':
    case 'ForInStatement':
    case 'ForOfStatement':
      return boundNames(node['left']);
    default:
      return [];
  }
}

/** Whether an identifier there names a variable, and not a key or a label. */
function isReference(parent: TreeNode, key: string): boolean {
  switch (parent.type) {
    case 'MemberExpression':
      return key === 'object' || parent['computed'] === true;
    case 'Property':
      return key === 'value' || parent['computed'] === true;
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return key === 'value' || parent['computed'] === true;
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return key !== 'label';
    case 'MetaProperty':
      return false;
    default:
      return true;
  }
}
