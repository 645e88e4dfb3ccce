import { parse, parseExpressionAt, tokenizer, type Options } from 'acorn';
import { placeInText, type Problem } from './program.ts';
import { isNode, type TreeNode } from './syntax-tree.ts';
import { afterTrivia } from '../../../result/select/trivia.ts';

const OPTIONS: Options = {
  ecmaVersion: 'latest',
  sourceType: 'script',
  allowReturnOutsideFunction: true,
  allowAwaitOutsideFunction: true,
  preserveParens: true,
};
const FENCE = /^\s*```/;
const NO_FENCE = 'leave out the code fence (```): the program alone is wanted';

/** A text as a syntax tree: of one expression, its parentheses included, or of a script. */
export type Parsed = { readonly expression: TreeNode } | { readonly script: TreeNode };

interface SyntaxFlaw {
  readonly message: string;
  /** Where in the text. */
  readonly at: number;
}

/**
 * Parses a text as one expression, or else as statements. `{a: 1}` is an object then, not a block.
 * @returns what is wrong with the form that came further, if it is neither
 */
export function parseText(text: string): Parsed | Problem {
  // As JavaScript it would be templates, one the tag of the next.
  if (FENCE.test(text)) return { problem: `${placeInText(text, text.indexOf('`'))}: ${NO_FENCE}` };
  const expression = attempt(() => parseExpressionAt(text, 0, OPTIONS));
  if ('tree' in expression && isWhole(text, expression.tree)) return { expression: expression.tree };
  const script = attempt(() => parse(text, OPTIONS));
  if ('tree' in script) return { script: script.tree };
  const further = 'flaw' in expression && expression.flaw.at > script.flaw.at ? expression.flaw : script.flaw;
  return { problem: describe(text, further) };
}

function attempt(run: () => unknown): { readonly tree: TreeNode } | { readonly flaw: SyntaxFlaw } {
  try {
    const tree = run();
    if (isNode(tree)) return { tree };
    throw new Error('acorn gave no tree');
  } catch (error) {
    if (error instanceof RangeError) return { flaw: { message: 'it is nested too deeply', at: 0 } };
    if (!(error instanceof SyntaxError)) throw error;
    const at = 'pos' in error && typeof error.pos === 'number' ? error.pos : 0;
    return { flaw: { message: error.message.replace(/ \(\d+:\d+\)$/, ''), at } };
  }
}

/** Whether nothing stands behind it. `function f() {} (x)` over two lines is a declaration and an expression, and no call. */
function isWhole(text: string, { type, end }: TreeNode): boolean {
  const isDeclaration = /^\s*(?:async\s+)?(?:function|class)\b/.test(text) && !/^(?:Function|Class)Expression$/.test(type);
  return !isDeclaration && afterTrivia(text, end) === text.length;
}

/** The expression in parentheses. */
export function withoutParens(tree: TreeNode): TreeNode {
  let inner = tree;
  while (inner.type === 'ParenthesizedExpression' && isNode(inner['expression'])) inner = inner['expression'];
  return inner;
}

function describe(text: string, { message, at }: SyntaxFlaw): string {
  const place = placeInText(text, Math.min(at, Math.max(0, text.trimEnd().length - 1)));
  const hint = hintFor(text, message, at);
  return `${place}: ${wording(text, message, at)}${hint === undefined ? '' : `; ${hint}`}`;
}

function wording(text: string, message: string, at: number): string {
  if (message.startsWith('Not enough stack')) return 'it is nested too deeply';
  if (message !== 'Unexpected token') return message.charAt(0).toLowerCase() + message.slice(1);
  if (at < text.trimEnd().length) return `unexpected ${JSON.stringify(/^(?:[\w$]+|\S)/u.exec(text.slice(at))?.[0] ?? text[at])}`;
  const open = unclosed(text);
  return `it ends too early${open === undefined ? '' : `: nothing closes the ${open}`}`;
}

/** The innermost bracket that is not closed, and its line. */
function unclosed(text: string): string | undefined {
  const open: { readonly label: string; readonly start: number }[] = [];
  try {
    for (const {
      type: { label },
      start,
    } of tokenizer(text, OPTIONS)) {
      if (['(', '[', '{', '${'].includes(label)) open.push({ label, start });
      else if ([')', ']', '}'].includes(label)) open.pop();
    }
  } catch {
    // What is after a flaw cannot be told apart.
  }
  const last = open.at(-1);
  return last && `${last.label} of line ${text.slice(0, last.start).split('\n').length}`;
}

interface Hint {
  readonly pattern: RegExp;
  readonly words: string;
}

/** Characters before and behind a flaw that tell what was meant. */
const NEAR = 25;
/** What models write, as it stands near the flaw, and what to write instead. */
const HINTS: readonly Hint[] = [
  { pattern: /&(?:gt|lt|amp|quot);/, words: 'it has HTML entities: write =>, <, && and " as they are' },
  { pattern: /[\u2018\u2019\u201c\u201d]/, words: 'it has curly quotes: strings stand in \' or "' },
  { pattern: /\b(?:import|export)\b/, words: 'there are no modules here: leave out import and export' },
  { pattern: /\bdef\s+\w+\s*\(|\blambda\b[^=]*:/, words: 'this is Python: JavaScript is wanted' },
  { pattern: /\[\*\]|\[\?|[\w\])]\[\]/, words: 'this is JMESPath: here it is JavaScript, ok.map(r => r.body.name)' },
  {
    pattern: /\binterface\s+\w+|[\w)\]]\s*:\s*(?:string|number|boolean|any|Record<|Array<)|\bas\s+any\b/,
    words: 'this is TypeScript: leave out the types',
  },
];

const UNTERMINATED = 'a string ends in its line: write the line break as \\\\n in JSON, or take a template in `';
const ESCAPED_TWICE = 'it has \\n or \\" outside of a string: in JSON they are written with one backslash';

function hintFor(text: string, message: string, at: number): string | undefined {
  const near = text.slice(Math.max(0, at - NEAR), at + NEAR);
  const hint = HINTS.find(({ pattern }) => pattern.test(near));
  if (hint) return hint.words;
  if (/Unterminated string/.test(message)) return UNTERMINATED;
  if (/\\[nt"]/.test(text.slice(Math.max(0, at - 1), at + 2))) return ESCAPED_TWICE;
  if (/\bawait\s*$/.test(text.slice(0, at))) return 'await stands at the top or in an async function';
  return undefined;
}
