import { PROGRAM_GLOBALS } from './known-names.ts';
import { keyOf, methodOf, unwrapped, type IsOwn } from './members.ts';
import { declaredNames, namesGivenOnce } from './names.ts';
import { placeInText, type Problem } from './program.ts';
import { isRecordMember, RECORD_MEMBERS } from './record-members.ts';
import { hedges, type Taken } from './record-hedges.ts';
import {
  addNamed,
  boundNames,
  descendants,
  isFunctionNode,
  isNode,
  isWithin,
  listOf,
  type Found,
  type TreeNode,
} from './syntax-tree.ts';

/** Methods of a list that give a list of the same, or one of them, and those that call a function with each. */
const KEEPS = /^(?:filter|slice|sort|toSorted|reverse|toReversed|concat)$/;
const FINDS = /^(?:find|findLast|at)$/;
const CALLS = /^(?:map|flatMap|filter|forEach|some|every|find|findIndex|findLast|findLastIndex|from|groupBy)$/;
const COMPARES = /^(?:sort|toSorted)$/;
const GROUPS = /^(?:from|groupBy)$/;
/** Methods that put something else into a list, it may be. */
const ADDS = /^(?:push|unshift|splice|fill)$/;
/** What gives records members that the text does not tell. */
const EXTENDS = /\bObject\.(?:assign|definePropert)/;

/**
 * A member that no record has, so that it is undefined whatever is answered: `ok.map(r => r.data)`; or a name of a header that
 * is not in lower case.
 * @param isOwn of the members that a program gives its records itself
 */
export function recordProblem(text: string, tree: TreeNode, isOwn: IsOwn): Problem | undefined {
  if (EXTENDS.test(text)) return undefined;
  const taken = takenOfRecords(tree);
  const missing = taken.filter(({ key, node }) => !isRecordMember(key) && !(key in {}) && !isOwn(node));
  const isHedged = missing.length > 0 ? hedges(text, tree, taken) : undefined;
  const found = missing.find(({ key }) => isHedged?.(key) === false);
  if (found) {
    const has = `a record has no ${found.key}, only {${RECORD_MEMBERS.join(', ')}}`;
    return { problem: `${placeInText(text, found.node.start)}: ${has}; what was answered is its body` };
  }
  const headers = new Set(taken.filter(({ key }) => key === 'headers').map(({ node }) => node));
  if (headers.size === 0) return undefined;
  for (const { node } of descendants(tree)) {
    const { object } = node;
    const key = node.type === 'MemberExpression' && isNode(object) && headers.has(unwrapped(object)) ? keyOf(node) : undefined;
    const lower = key?.toLowerCase();
    if (key === undefined || lower === undefined || key === lower || key in {} || text.includes(lower)) continue;
    return { problem: `${placeInText(text, node.start)}: names of headers are in lower case: headers["${lower}"]` };
  }
  return undefined;
}

function takenOfRecords(tree: TreeNode): Taken[] {
  const lists = new Lists(tree);
  const names = namesOf(tree);
  const taken: Taken[] = [];
  for (const found of descendants(tree)) {
    const { node } = found;
    const { object } = node;
    if (node.type === 'MemberExpression' && isNode(object) && lists.isRecord(object)) taken.push(...takenBy(node));
    for (const bound of boundBy(found, lists)) taken.push(...takenOf(bound, names));
  }
  return taken;
}

function takenBy(node: TreeNode): Taken[] {
  const key = keyOf(node);
  return key === undefined ? [] : [{ key, node }];
}

interface Bound {
  /** A name, or what takes a record apart. */
  readonly pattern: unknown;
  /** Where it is bound. */
  readonly scope: TreeNode;
}

/** What a function that is called with each record, or a loop over them, binds to one. */
function boundBy({ node, parent, key }: Found, lists: Lists): Bound[] {
  const { left, right, body } = node;
  if (node.type === 'ForOfStatement' && isNode(left) && isNode(body) && lists.has(right)) {
    const [declarator] = listOf(left['declarations']);
    return isNode(declarator) ? [{ pattern: declarator['id'], scope: body }] : [];
  }
  const { callee } = parent;
  const method = methodOf(parent);
  if (!isFunctionNode(node) || key !== 'arguments' || !isNode(callee) || method === undefined) return [];
  const [first, second] = listOf(node['params']);
  const isOfList = GROUPS.test(method) ? lists.has(listOf(parent['arguments'])[0]) : lists.has(callee['object']);
  if (!isOfList) return [];
  const patterns = method === 'reduce' ? [second] : COMPARES.test(method) ? [first, second] : CALLS.test(method) ? [first] : [];
  return patterns.map((pattern) => ({ pattern, scope: node }));
}

/** What is taken of a record that is bound to a pattern; nothing of a name that stands for something else, too. */
function takenOf({ pattern, scope }: Bound, names: Names): Taken[] {
  if (!isNode(pattern)) return [];
  if (pattern.type === 'ObjectPattern')
    return listOf(pattern['properties']).flatMap((each) => (isNode(each) && each.type === 'Property' ? takenBy(each) : []));
  if (pattern.type !== 'Identifier') return [];
  const name = String(pattern['name']);
  const isInside = (node: TreeNode): boolean => node !== scope && isWithin(node, scope);
  if (names.declared.get(name)?.some(isInside) === true) return [];
  return (names.members.get(name) ?? []).filter(isInside).flatMap(takenBy);
}

interface Names {
  /** What gives a name something, and the members that are taken of a name, by that name. */
  readonly declared: ReadonlyMap<string, readonly TreeNode[]>;
  readonly members: ReadonlyMap<string, readonly TreeNode[]>;
}

function namesOf(tree: TreeNode): Names {
  const declared = new Map<string, TreeNode[]>();
  const members = new Map<string, TreeNode[]>();
  for (const { node } of descendants(tree)) {
    for (const name of declaredNames(node)) addNamed(declared, name, node);
    const { object } = node;
    if (node.type === 'MemberExpression' && isNode(object)) addNamed(members, String(unwrapped(object)['name']), node);
  }
  return { declared, members };
}

/** What of a program is a list of records. */
class Lists {
  readonly #names = new Set<unknown>();

  constructor(tree: TreeNode) {
    const own = new Set(descendants(tree).flatMap(({ node }) => declaredNames(node)));
    for (const name of PROGRAM_GLOBALS) if (!own.has(name)) this.#names.add(name);
    const once = namesGivenOnce(tree);
    const [all] = isFunctionNode(tree) ? listOf(tree['params']) : [];
    if (isNode(all) && once.has(String(all['name']))) this.#names.add(all['name']);
    for (const { node } of descendants(tree)) {
      const { type, id, init } = node;
      const [name] = type === 'VariableDeclarator' && isNode(id) && id.type === 'Identifier' ? boundNames(id) : [];
      if (name !== undefined && once.has(name) && this.has(init)) this.#names.add(name);
    }
    for (const { node } of descendants(tree)) {
      const { callee } = node;
      const object = isNode(callee) && ADDS.test(methodOf(node) ?? '') ? callee['object'] : undefined;
      if (isNode(object)) this.#names.delete(unwrapped(object)['name']);
    }
  }

  /** `ok`, `by.users`, `records.filter(...)` and the names of such. */
  has(node: unknown): boolean {
    if (!isNode(node)) return false;
    const inner = unwrapped(node);
    const { type, name, callee, object, arguments: given } = inner;
    if (type === 'Identifier') return name !== 'by' && this.#names.has(name);
    if (type === 'MemberExpression') return isNode(object) && object['name'] === 'by' && this.#names.has('by');
    const method = methodOf(inner);
    if (method === undefined || !isNode(callee)) return false;
    const isMore = method === 'concat' && !listOf(given).every((each) => this.has(each));
    return KEEPS.test(method) && !isMore && this.has(callee['object']);
  }

  /** `ok[0]`, `ok.at(-1)`, `records.find(...)` */
  isRecord(node: TreeNode): boolean {
    const inner = unwrapped(node);
    const { type, callee, object, property } = inner;
    if (isNode(callee)) return FINDS.test(methodOf(inner) ?? '') && this.has(callee['object']);
    return type === 'MemberExpression' && this.has(object) && isNode(property) && typeof property['value'] === 'number';
  }
}
