import { GLOBALS } from './known-names.ts';
import { keyOf, type IsOwn } from './members.ts';
import { maybes, nameOf } from './maybes.ts';
import { placeInText, type Use } from './program.ts';
import { holdsNoBody, isRecordMember } from './record-members.ts';
import { boundNames, descendants, isFunctionNode, isNode, type TreeNode } from './syntax-tree.ts';

/** Keys that are written another way than they came: `all[key.toLowerCase()]`, `{ [camel(key)]: value }`. */
const REWRITES = /\.(?:to(?:Lower|Upper)Case|replace(?:All)?)\(|^(?!String\(|Number\()\w+\(/;

/**
 * The keys that a program takes of objects, but for its own, of records and of functions: of `x.a`, `x?.b ?? 0` and `({ c })`
 * a, b and c. None of a program that writes keys of its own another way.
 */
export function keysOf(text: string, tree: TreeNode, isOwn: IsOwn): Use[] {
  const uses = new Map<string, Use>();
  /** Names, and what takes apart, of records and of errors. */
  const ofOthers = new Set<unknown>();
  const isMaybe = maybes(text, tree);
  for (const { node, parent, key: at } of descendants(tree)) {
    const [target, source] = node.type === 'Property' ? [node['value'], node] : [node['id'], node['init']];
    if (isNode(source) && isBesideBodies(nameOf(source))) for (const each of [target, ...boundNames(target)]) ofOthers.add(each);
    for (const each of boundNames(node['param'])) ofOthers.add(each);
    // `({ digits = 2 } = {}) => ...` takes options of the program's own.
    if (isFunctionNode(parent) && node.type === 'AssignmentPattern') ofOthers.add(node['left']);
    if (rewrites(text, node, parent)) return [];
    const isMember = node.type === 'MemberExpression' && !(parent.type === 'CallExpression' && at === 'callee');
    const isTaken = node.type === 'Property' && parent.type === 'ObjectPattern' && !ofOthers.has(parent);
    const key = isMember || isTaken ? keyOf(node) : undefined;
    if (key === undefined || uses.has(key) || isRecordMember(key) || key in {} || isOwn(node)) continue;
    const { object } = node;
    const holder = isNode(object) ? nameOf(object) : '';
    if (isBesideBodies(holder) || ofOthers.has(holder)) continue;
    const by = isMaybe(node) ? '??' : '';
    uses.set(key, { as: 'key', key, by, written: key, place: placeInText(text, node.start) });
  }
  return [...uses.values()];
}

/** The keys that a program takes, whatever of, and texts that it has, which may be keys. */
export function namesIn(tree: TreeNode): Set<string> {
  const names = new Set<string>();
  for (const { node, parent } of descendants(tree)) {
    const isTaken = node.type === 'MemberExpression' || (node.type === 'Property' && parent.type === 'ObjectPattern');
    const name = isTaken ? keyOf(node) : node.type === 'Literal' ? node['value'] : undefined;
    if (typeof name === 'string') names.add(name);
  }
  return names;
}

function isBesideBodies(name: string): boolean {
  return name === 'by' || holdsNoBody(name) || GLOBALS.includes(name);
}

/** Whether it gives something under a key that it has rewritten. */
function rewrites(text: string, node: TreeNode, parent: TreeNode): boolean {
  const { type, left, key } = node;
  const isMade = type === 'Property' && parent.type === 'ObjectExpression' && node['computed'] === true;
  const isGiven =
    type === 'AssignmentExpression' && isNode(left) && left.type === 'MemberExpression' && left['computed'] === true;
  const made = isMade ? key : isGiven ? left['property'] : undefined;
  return isNode(made) && REWRITES.test(text.slice(made.start, made.end));
}
