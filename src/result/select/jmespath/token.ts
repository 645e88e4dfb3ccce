/** A piece of an expression's text. */
export interface Token {
  /** `name`, `quoted`, `text`, `literal`, `number`, `variable` or `end`; of a symbol the symbol itself, such as `[?`. */
  readonly type: string;
  /** Offsets in the text; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** The name without quotes, the text, the number or the literal's JSON value. */
  readonly value: unknown;
}

const OPERANDS = new Set(['name', 'quoted', 'text', 'literal', 'number', 'variable', '@', '$', ')', ']', '}', '[]', '*']);

/** Whether a token can end a value, so that an operator is expected after it. */
export function endsValue(token: Token | undefined): boolean {
  return token !== undefined && OPERANDS.has(token.type);
}
