/** A replacement in the text of an expression, by offsets. */
export interface Fix {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly text: string;
}

/** What is wrong with an expression as it is written, in words, and what would mend it. */
export class ExpressionProblem extends Error {
  override readonly name = 'ExpressionProblem';
  /** Offset in the text, from 0. */
  readonly at: number;
  /** Applied together; empty where no replacement gives what was meant. */
  readonly fixes: readonly Fix[];

  constructor(message: string, at: number, fixes: readonly Fix[] = []) {
    super(message);
    this.at = at;
    this.fixes = fixes;
  }
}

/** The text with the replacements made; they must not overlap. */
export function applyFixes(text: string, fixes: readonly Fix[]): string {
  let fixed = text;
  for (const { from, to, text: instead } of fixes.toSorted((a, b) => b.from - a.from || b.to - a.to)) {
    fixed = fixed.slice(0, from) + instead + fixed.slice(to);
  }
  return fixed;
}
