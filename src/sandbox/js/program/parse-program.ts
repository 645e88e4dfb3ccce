import { MAX_PROGRAM } from '../../../limits.ts';
import { membersByName } from './aliases.ts';
import { choosesOf } from './chooses.ts';
import { comparisonsOf } from './comparisons.ts';
import { flawOf, outcomeNotes } from './flaws.ts';
import { GLOBALS, PROGRAM_GLOBALS } from './known-names.ts';
import { keysOf, namesIn } from './keys.ts';
import { keepsTexts } from './kept-texts.ts';
import { ownMembers, type IsOwn, type MemberOf } from './members.ts';
import { ordersOf } from './orders.ts';
import { placeInText, programOf, type Insertion, type Meant, type Problem, type Program, type ProgramFacts } from './program.ts';
import { isRecordMember } from './record-members.ts';
import { recordProblem } from './record-uses.ts';
import { parseText, withoutParens } from './syntax.ts';
import { sortsToCompare } from './sorts.ts';
import { spreadInsertions } from './spread.ts';
import { hasOutsideFunctions, isFunctionNode, isNode, listOf, type TreeNode } from './syntax-tree.ts';
import { afterTrivia } from '../../../result/select/trivia.ts';
import { sumsOf } from './sums.ts';
import { usesOf } from './uses.ts';
import { isConsoleCall, NO_CONSOLE, valueOfStatements } from './value.ts';

/** Factors for thousands and millions: what reads "1.2k" with one sees to the k. */
const SCALES = /\b1(?:e[36]|(?:_?000){1,2})\b/;

const ALL_AT_ONCE = 'it gets all records at once, as a list';

/**
 * Reads a program over records: an expression, a function of `records`, or statements that end in an expression or have a
 * `return`; `await` may stand at its top. Nothing is run.
 * @param given at most 10,000 characters
 * @returns what is wrong with it, if it cannot be one
 */
export function parseProgram(given: string): Program | Problem {
  const read = readText(given);
  if ('problem' in read) return read;
  const { text, tree, isExpression } = read;
  const members = membersOf(text, tree);
  const flaw = flawOf(text, tree, [...PROGRAM_GLOBALS, ...GLOBALS], true) ?? recordProblem(text, tree, members.isOwn);
  if (flaw) return flaw;
  const more = { notes: outcomeNotes(text, tree), ...lookedAt(text, tree, members) };
  if (isExpression) {
    const inner = withoutParens(tree);
    if (isConsoleCall(inner)) return { problem: `${placeInText(text, inner.start)}: ${NO_CONSOLE}` };
    const isFunction = isFunctionNode(inner);
    return (isFunction ? parameterProblem(text, inner) : undefined) ?? wrapped(text, tree, around(tree), { isFunction, ...more });
  }
  const value = valueOfStatements(text, tree);
  return 'problem' in value ? value : wrapped(text, tree, value.insertions, { isFunction: false, ...more });
}

/**
 * Reads a function of a body, which stands where JMESPath may: an expression that is one, or gives one. Nothing is run.
 * @param given at most 10,000 characters
 * @returns what is wrong with it, if it cannot be one
 */
export function parseFunction(given: string): Program | Problem {
  const read = readText(given);
  if ('problem' in read) return read;
  const { text, tree, isExpression } = read;
  const place = placeInText(text, tree.start);
  if (!isExpression) return { problem: `${place}: a function is wanted here, such as body => body.items.length` };
  const flaw = flawOf(text, tree, GLOBALS, false);
  if (flaw) return flaw;
  const inner = withoutParens(tree);
  const { length } = isFunctionNode(inner) ? listOf(inner['params']) : [];
  if (length > 2) return { problem: `${place}: it has ${length} parameters; it gets the body and {headers, status, vars, url}` };
  return wrapped(text, tree, around(tree), { isFunction: true, notes: [], ...lookedAt(text, tree, membersOf(text, tree)) });
}

interface Members {
  readonly memberOf: MemberOf;
  readonly isOwn: IsOwn;
}

function membersOf(text: string, tree: TreeNode): Members {
  const memberOf = membersByName(tree);
  return { memberOf, isOwn: ownMembers(text, tree, memberOf) };
}

/** What of it is looked at again beside the bodies that it has read. */
function lookedAt(text: string, tree: TreeNode, { memberOf, isOwn }: Members): Omit<ProgramFacts, 'isFunction' | 'notes'> {
  return {
    sums: sumsOf(text, tree, memberOf, isOwn),
    comparisons: comparisonsOf(text, tree, memberOf, isOwn),
    orders: ordersOf(text, tree, isOwn),
    uses: [...usesOf(text, tree, memberOf, isOwn), ...keysOf(text, tree, isOwn)],
    names: namesIn(tree),
    means: meantBy(text, tree),
    chooses: choosesOf(text, tree),
  };
}

interface ReadText {
  readonly text: string;
  readonly tree: TreeNode;
  readonly isExpression: boolean;
}

function readText(given: string): ReadText | Problem {
  const text = given
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/^#!/, '//');
  if (text.length > MAX_PROGRAM) return { problem: `it has ${text.length} characters; at most ${MAX_PROGRAM} are taken` };
  if (afterTrivia(text) === text.length) return { problem: 'it is empty' };
  const parsed = parseText(text);
  if ('problem' in parsed) return parsed;
  const isExpression = 'expression' in parsed;
  return { text, tree: isExpression ? parsed.expression : parsed.script, isExpression };
}

function around({ start, end }: TreeNode): Insertion[] {
  return [
    { at: start, text: 'return (' },
    { at: end, text: ')' },
  ];
}

/** The whole as a function, on the lines on which it is. */
function wrapped(text: string, tree: TreeNode, insertions: readonly Insertion[], more: ProgramFacts): Program {
  const waits = hasOutsideFunctions(tree, ({ type, ...node }) => type === 'AwaitExpression' || node['await'] === true);
  const begin = { at: 0, text: `(${waits ? 'async ' : ''}function () {` };
  const end = { at: text.length, text: '\n})' };
  const inside = [...insertions, ...spreadInsertions(tree)].toSorted((a, b) => a.at - b.at);
  return programOf(text, [begin, ...inside, end], more);
}

function parameterProblem(text: string, tree: TreeNode): Problem | undefined {
  const parameters = listOf(tree['params']).filter(isNode);
  const [first, second] = parameters;
  const place = placeInText(text, tree.start);
  const count = parameters.length;
  if (second) return { problem: `${place}: it has ${count} parameters, and ${ALL_AT_ONCE}: records => records.reduce(...)` };
  if (first?.type !== 'ObjectPattern') return undefined;
  const keys = listOf(first['properties'])
    .filter(isNode)
    .map(({ key }) => (isNode(key) ? String(key['name']) : ''));
  if (!keys.some(isRecordMember)) return undefined;
  return { problem: `${place}: it takes one record apart, and ${ALL_AT_ONCE}: ok.map(({ body }) => ...)` };
}

function meantBy(text: string, tree: TreeNode): Meant {
  return { textOrder: sortsToCompare(text, tree), scales: SCALES.test(text), keepsTexts: keepsTexts(text, tree) };
}
