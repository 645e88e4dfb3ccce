import { keyOf, methodOf, unwrapped } from './members.ts';
import { boundNames, descendants, isNode, isWithin, listOf, type TreeNode } from './syntax-tree.ts';

const CONSTANT = /^(?:Literal|ArrayExpression|ObjectExpression|TemplateLiteral|UnaryExpression)$/;

/**
 * Tells of a member whether a program takes it where it may not be there, and says so: it is one of several that are tried
 * (`x.a ?? x.b`, `Array.isArray(x) ? x : x.items`, `'a' in x`), or of what a failing answer said.
 */
export function maybes(text: string, tree: TreeNode): (member: TreeNode) => boolean {
  const nodes = descendants(tree).map(({ node }) => node);
  const choices = outermost(nodes.filter(isChoice));
  const keys = new Set(nodes.map(askedKey));
  const objects = new Set(nodes.map(askedObject).map((node) => node && textOf(node, text)));
  const ofFailures = takenOfFailures(nodes);
  return (member) => {
    const { object } = member;
    if (keys.has(keyOf(member)) || ofFailures.has(member)) return true;
    if (isNode(object) && objects.has(textOf(object, text))) return true;
    return choices.some((choice) => isWithin(member, choice));
  };
}

/** Of choices, in their order, those that are in no other. */
function outermost(choices: readonly TreeNode[]): TreeNode[] {
  const found: TreeNode[] = [];
  for (const choice of choices) if (choice.start >= (found.at(-1)?.end ?? 0)) found.push(choice);
  return found;
}

/** `x.a ?? x.b`, `Array.isArray(x) ? x : x.items` */
function isChoice({ type, operator, left, right, consequent, alternate }: TreeNode): boolean {
  if (type === 'ConditionalExpression') return [consequent, alternate].every((each) => isNode(each) && !isConstant(each));
  return (
    type === 'LogicalExpression' &&
    operator !== '&&' &&
    isNode(left) &&
    isNode(right) &&
    endsInMember(left) &&
    endsInMember(right)
  );
}

function isConstant(node: TreeNode): boolean {
  const { type, name } = unwrapped(node);
  return CONSTANT.test(type) || name === 'undefined';
}

/** A member, or a choice whose last is one. */
function endsInMember(node: TreeNode): boolean {
  let inner = unwrapped(node);
  while (inner.type === 'LogicalExpression' && isNode(inner['right'])) inner = unwrapped(inner['right']);
  return inner.type === 'MemberExpression';
}

/** The a of `'a' in x`. */
function askedKey({ type, operator, left }: TreeNode): string | undefined {
  return type === 'BinaryExpression' && operator === 'in' && isNode(left) ? String(left['value']) : undefined;
}

/** The x of `Array.isArray(x)`. */
function askedObject(node: TreeNode): TreeNode | undefined {
  const [first] = methodOf(node) === 'isArray' ? listOf(node['arguments']) : [];
  return isNode(first) ? first : undefined;
}

function textOf(node: TreeNode, text: string): string {
  const { start, end } = unwrapped(node);
  return text.slice(start, end).replaceAll('?.', '.');
}

/** `r.error_body.a.b`, and such of a name that it is given. */
function takenOfFailures(nodes: readonly TreeNode[]): ReadonlySet<TreeNode> {
  const names = new Set(['error_body']);
  for (const node of nodes) {
    const [target, source] = node.type === 'Property' ? [node['value'], node] : [node['id'], node['init']];
    if (isNode(source) && names.has(nameOf(source))) for (const each of boundNames(target)) names.add(each);
  }
  const taken = new Set<TreeNode>();
  // What a member is taken of comes behind it.
  for (const node of nodes.toReversed()) {
    const { object } = node;
    if (isNode(object) && (names.has(nameOf(object)) || taken.has(unwrapped(object)))) taken.add(node);
  }
  return taken;
}

/** The key or name of `r.vars`, `vars` and `(r.vars ?? {})`: vars. */
export function nameOf(node: TreeNode): string {
  const inner = unwrapped(node);
  const { type, left } = inner;
  if (type === 'LogicalExpression' && isNode(left)) return nameOf(left);
  return keyOf(inner) ?? String(inner['name']);
}
