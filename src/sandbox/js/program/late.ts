import { methodOf, rootOf, unwrapped } from './members.ts';
import { declaredNames } from './names.ts';
import { placeInText, type Problem } from './program.ts';
import {
  boundNames,
  descendants,
  hasOutsideFunctions,
  isFunctionNode,
  isNode,
  type Found,
  type TreeNode,
} from './syntax-tree.ts';

/**
 * `forEach(async x => { n += await x.n }); n`: what it awaits comes too late for what the program computes behind it.
 * @returns none where a list or an object that it fills is the value as it is, or something is awaited in between
 */
export function lateProblem(text: string, { node, parent, key }: Found): Problem | undefined {
  const { body } = node;
  if (!isFunctionNode(node) || key !== 'arguments' || node['async'] !== true || !isNode(body)) return undefined;
  if (methodOf(parent) !== 'forEach') return undefined;
  if (!hasOutsideFunctions(body, ({ type }) => type === 'AwaitExpression')) return undefined;
  const behind = text.slice(parent.end);
  if (/\bawait\b|\.then\b/.test(behind) || !changes(node).some((change) => isLate(change, behind))) return undefined;
  return {
    problem: `${placeInText(text, node.start)}: forEach does not wait for what is awaited in it: for (const ... of ...) does`,
  };
}

interface Change {
  readonly name: string;
  /** Whether the name is given something else: `n += 1`, not `all.push(1)`. */
  readonly isGiven: boolean;
}

/** What a function changes outside of it. */
function changes(node: TreeNode): Change[] {
  const found: Change[] = [];
  const own = new Set<string>();
  for (const { node: each } of descendants(node)) {
    const { type, callee, left, argument } = each;
    const target = type === 'AssignmentExpression' ? left : type === 'UpdateExpression' ? argument : undefined;
    if (target === undefined) for (const name of declaredNames(each)) own.add(name);
    for (const name of boundNames(target)) found.push({ name, isGiven: true });
    const member = isNode(target) ? target : isNode(callee) ? unwrapped(callee) : undefined;
    if (member?.type === 'MemberExpression') found.push({ name: String(rootOf(member)['name']), isGiven: false });
  }
  return found.filter(({ name }) => !own.has(name));
}

function isLate({ name, isGiven }: Change, behind: string): boolean {
  const word = `(?<![\\w$]|(?<!\\.\\.)\\.)${name.replaceAll('$', String.raw`\$`)}(?![\\w$])`;
  // `all.length`, `all[0]`, `...all`, `f(all)`
  const isTaken = new RegExp(`${word}\\s*(?:\\?\\.|[.[])|(?:\\.\\.\\.|[\\w$]\\()\\s*${word}`);
  return (isGiven ? new RegExp(word) : isTaken).test(behind);
}
