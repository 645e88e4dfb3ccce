import { withoutParens } from './syntax.ts';
import { descendants, isNode, type TreeNode } from './syntax-tree.ts';

/** Properties that objects of the language have, by what of a text makes such objects. */
const PROPERTIES: readonly (readonly [made: RegExp, keys: RegExp])[] = [
  [/^/, /^length$/],
  [/\bnew (?:Set|Map)\b|\bMap\.groupBy\b/, /^size$/],
  [/\bnew URL\b/, /^(?:hash|host|hostname|href|origin|password|pathname|port|protocol|search|searchParams|username)$/],
  [/\.(?:match|matchAll|exec)\(/, /^(?:index|input|groups|lastIndex)$/],
  [/\.next\(/, /^(?:done|value)$/],
  [/\ballSettled\b/, /^(?:value|reason)$/],
  [/\.constructor\b/, /^name$/],
];
/** Methods that give objects with keys of the program's own. */
const MAKES = /^(?:reduce|match|exec|fromEntries|groupBy|assign)$/;
/** What makes objects of which the text does not tell the keys, or values of another kind under keys that bodies have. */
const MAKES_ANY = /\btableRows\(|\bJSON\.parse\(|\bfromEntries\(\s*Object\.entries\(/;

/** The key of `x.key`, `x['key']` or `{ key: ... }`. */
export function keyOf({ property, key, computed }: TreeNode): string | undefined {
  const named = property ?? key;
  if (!isNode(named)) return undefined;
  if (named.type === 'Literal') return String(named['value']);
  return computed === true || named.type !== 'Identifier' ? undefined : String(named['name']);
}

/** The key under which a call has its function: of `x.map(...)` and `x?.map(...)` it is map. */
export function methodOf({ type, callee }: TreeNode): string | undefined {
  return type === 'CallExpression' && isNode(callee) && callee.type === 'MemberExpression' ? keyOf(callee) : undefined;
}

/** What is in the parentheses, and in the chain of `x?.key`. */
export function unwrapped(node: TreeNode): TreeNode {
  const inner = withoutParens(node);
  return inner.type === 'ChainExpression' && isNode(inner['expression']) ? inner['expression'] : inner;
}

/**
 * The member that an expression gives: `x.key` itself, and of a name the one that it stands for, wherever the program gives
 * it a value: `({ key }) => key`, `const { key } = x`, `const name = x.key`. Of a pattern it is the property in it.
 */
export type MemberOf = (node: TreeNode) => TreeNode | undefined;

/** Whether a member, `x.key`, is one of which bodies tell nothing: see {@link ownMembers}. */
export type IsOwn = (member: TreeNode) => boolean;

/**
 * Finds members of which bodies tell nothing: a program sets their keys itself (`id: x.id` is as it came), has made their
 * object, or the language has them.
 */
export function ownMembers(text: string, tree: TreeNode, memberOf: MemberOf): IsOwn {
  const keys = new Set<string | undefined>();
  const made = new Set<unknown>();
  let isAny = MAKES_ANY.test(text);
  for (const { node, parent } of descendants(tree)) {
    const { type, left, right, value, id, init } = node;
    const taken = isNode(value) ? memberOf(value) : undefined;
    const isTaken = taken !== undefined && keyOf(taken) === keyOf(node);
    if (type === 'Property' && parent.type === 'ObjectExpression' && !isTaken) keys.add(keyOf(node));
    if (type === 'PropertyDefinition' || type === 'MethodDefinition') keys.add(keyOf(node));
    if (type === 'VariableDeclarator' && isNode(id) && isNode(init) && makesObject(unwrapped(init))) made.add(id['name']);
    if (type !== 'AssignmentExpression' || !isNode(left)) continue;
    const key = keyOf(left);
    keys.add(key);
    if (left.type !== 'MemberExpression' || key !== undefined) continue;
    made.add(rootOf(left)['name']);
    isAny ||= isNode(right) && isConversion(right);
  }
  return (member) => {
    const root = rootOf(member);
    const key = keyOf(member);
    if (isAny || keys.has(key) || makesObject(root) || made.has(root['name'] ?? '')) return true;
    const { object } = member;
    if (isNode(object) && keyOf(object) === 'groups') return true;
    return PROPERTIES.some(([makes, properties]) => properties.test(key ?? '') && makes.test(text));
  };
}

/** The `x` of `x.a[b].c`. */
export function rootOf(member: TreeNode): TreeNode {
  let root = unwrapped(member);
  while (root.type === 'MemberExpression' && isNode(root['object'])) root = unwrapped(root['object']);
  return root;
}

/** `{ ... }`, `new Map()`, `list.reduce(...)` */
function makesObject(node: TreeNode): boolean {
  if (node.type === 'ObjectExpression' || node.type === 'NewExpression') return true;
  return MAKES.test(methodOf(node) ?? '');
}

/** `x[key] = Number(x[key])`, `+x[key]`, `new Date(x[key])`, `x[key] === 'true'` or a choice; not `x[key] + 1`, which counts. */
function isConversion(node: TreeNode): boolean {
  const { type, operator } = unwrapped(node);
  if (type === 'BinaryExpression') return /^[=!]==?$/.test(String(operator));
  return /^(?:Unary|Call|New|Conditional)Expression$/.test(type);
}
