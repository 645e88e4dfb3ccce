import { check } from './jmespath/check.ts';
import { compile, type Program } from './jmespath/compile.ts';
import { applyFixes, ExpressionProblem } from './jmespath/expression-problem.ts';
import { parse } from './jmespath/parser.ts';
import { type Projector, projectorFor } from './jmespath/projector.ts';
import { childrenOf, type Node } from './jmespath/syntax.ts';
import { quoted } from './shape.ts';

/** Longer expressions are not written by people or models. */
const MAX_EXPRESSION = 1_000;
/** Slips that are mended one after the other to give the right form. */
const MAX_REPAIRS = 12;
/** Functions of which the first argument is what the second is looked for in. */
const LOOKING_INTO = new Set(['contains', 'starts_with', 'ends_with', 'split', 'find_first', 'find_last']);

/** A JMESPath expression that is sound as such. */
export interface Expression {
  readonly text: string;
  readonly tree: Node;
  /** Whether `subtracting` is there. */
  readonly maySubtract: boolean;
  /** Compiled when first asked for. */
  program(): Program;
  /** For plain paths and objects of them. */
  readonly projector: Projector | undefined;
  /** With `a-b` as a subtraction, if the expression has one that may be a key. */
  subtracting(): Program | undefined;
  /** Whether nothing of a body is in it. */
  readonly isConstant: boolean;
  /** What is doubtful whatever the body is. */
  readonly notes: readonly string[];
}

/**
 * Reads an expression.
 * @returns what is wrong with it, in words with the column and the right form, if it cannot be evaluated on any body
 */
export function parseExpression(text: string): Expression | { readonly problem: string } {
  if (text.length > MAX_EXPRESSION) {
    return { problem: `select has ${text.length} characters; at most ${MAX_EXPRESSION} are taken` };
  }
  const tree = attempt(text, true);
  if (!(tree instanceof ExpressionProblem)) {
    const difference = hasDashedName(tree) ? attempt(text, false) : undefined;
    return expressionOf(text, tree, difference instanceof ExpressionProblem ? undefined : difference);
  }
  const difference = attempt(text, false);
  if (!(difference instanceof ExpressionProblem)) return expressionOf(text, difference, undefined);
  const right = repaired(text, tree);
  const form = right === undefined ? '' : `; as a whole: ${right}`;
  return { problem: `select "${quoted(text)}" is not valid JMESPath: at column ${tree.at + 1}, ${tree.message}${form}` };
}

function attempt(text: string, dashes: boolean): Node | ExpressionProblem {
  try {
    const tree = parse(text, dashes);
    check(tree, text);
    return tree;
  } catch (error) {
    if (error instanceof ExpressionProblem) return error;
    throw error;
  }
}

/** The expression with its slips mended, one after the other; undefined if that does not make it sound. */
function repaired(text: string, problem: ExpressionProblem): string | undefined {
  let [current, wrong] = [text, problem];
  for (let round = 0; round < MAX_REPAIRS && wrong.fixes.length > 0 && current.length <= MAX_EXPRESSION; round++) {
    current = applyFixes(current, wrong.fixes);
    const next = attempt(current, true);
    if (!(next instanceof ExpressionProblem)) return current;
    wrong = next;
  }
  return undefined;
}

function expressionOf(text: string, tree: Node, difference: Node | undefined): Expression {
  const isConstant = !some(tree, ({ kind }) => ['field', 'current', 'root', 'index', 'project', 'constant'].includes(kind));
  return {
    text,
    tree,
    maySubtract: difference !== undefined,
    program: once(() => compile(tree, text)),
    projector: projectorFor(tree),
    subtracting: once(() => difference && compile(difference, text)),
    isConstant,
    notes: isConstant ? [constantNote(text, tree)] : standingNotes(tree),
  };
}

/** Makes something when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function standingNotes(tree: Node): string[] {
  const notes: string[] = [];
  if (some(tree, isListOfOne)) notes.push('select: .["x"] is a list of one value; the value itself is ."x"');
  if (some(tree, looksIntoText)) {
    notes.push('select: a function looks into a text that is written here; what is looked into comes first');
  }
  return notes;
}

/** `split('-', name)`, `starts_with('A', name)` */
function looksIntoText(node: Node): boolean {
  if (node.kind !== 'call' || !LOOKING_INTO.has(node.name)) return false;
  const [first, second] = node.args;
  return first?.kind === 'literal' && typeof first.value === 'string' && second !== undefined && second.kind !== 'literal';
}

function constantNote(text: string, tree: Node): string {
  const written = tree.kind === 'literal' && typeof tree.value === 'string' ? tree.value.trim() : '';
  const path = written === '' ? '' : `; without the quotes it is a path: ${written}`;
  return `select "${quoted(text)}" is a constant, and nothing of the body is in it${path}`;
}

function hasDashedName(tree: Node): boolean {
  return (
    some(tree, (node) => node.kind === 'field' && node.dashed) ||
    some(tree, (node) => node.kind === 'call' && node.name.includes('-'))
  );
}

function isListOfOne(node: Node): boolean {
  if (node.kind !== 'sub' || node.right.kind !== 'list' || node.right.items.length !== 1) return false;
  const [only] = node.right.items;
  return only?.kind === 'field' && only.quoted;
}

function some(node: Node, test: (node: Node) => boolean): boolean {
  return test(node) || childrenOf(node).some((part) => some(part, test));
}
