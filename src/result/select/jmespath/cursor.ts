import { ExpressionProblem } from './expression-problem.ts';
import type { Node } from './syntax.ts';
import type { Token } from './token.ts';

/** Deeper nesting is written by nobody, and each level costs stack. */
const MAX_NESTING = 250;

/** How expressions are read from a cursor. */
export interface Grammar {
  /** Reads an expression of which the operators bind more tightly than `power`. */
  expression(cursor: Cursor, power: number): Node;
  /** Goes on from a value in the same way. */
  continued(cursor: Cursor, first: Node, power: number): Node;
}

/** A place among the tokens of an expression, which the parser moves on. */
export class Cursor {
  readonly text: string;
  readonly tokens: readonly Token[];
  #index = 0;
  #nesting = 0;
  readonly #grammar: Grammar;
  /** Names that a `let` around the place has bound. */
  variables: readonly string[] = [];

  constructor(text: string, tokens: readonly Token[], grammar: Grammar) {
    this.text = text;
    this.tokens = tokens;
    this.#grammar = grammar;
  }

  /** The token that comes next, or one after it. */
  peek(ahead = 0): Token {
    const token = this.tokens[Math.min(this.#index + ahead, this.tokens.length - 1)];
    if (!token) throw new Error('an expression has at least its end');
    return token;
  }

  /** The token `back` places before the next. */
  before(back = 1): Token | undefined {
    return this.tokens[this.#index - back];
  }

  next(): Token {
    const token = this.peek();
    this.#index++;
    return token;
  }

  /** Takes the next token if it is of this type. */
  takeIf(type: string): boolean {
    if (this.peek().type !== type) return false;
    this.#index++;
    return true;
  }

  /** Where the token that was taken last ends. */
  get end(): number {
    return this.before()?.end ?? 0;
  }

  /** @throws {ExpressionProblem} */
  expression(power = 0): Node {
    if (++this.#nesting > MAX_NESTING) {
      throw new ExpressionProblem(`it is nested more than ${MAX_NESTING} levels deep`, this.peek().start);
    }
    const node = this.#grammar.expression(this, power);
    this.#nesting--;
    return node;
  }

  /** Goes on from a value with the operators that bind more tightly than `power`. @throws {ExpressionProblem} */
  continued(first: Node, power: number): Node {
    return this.#grammar.continued(this, first, power);
  }
}
