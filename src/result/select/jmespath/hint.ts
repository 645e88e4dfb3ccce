import type { Cursor } from './cursor.ts';
import { ExpressionProblem, type Fix } from './expression-problem.ts';
import type { Token } from './token.ts';

/** A bracket that was opened before, and what would close it. */
export interface Open {
  readonly opener: Token | undefined;
  readonly closer: string;
}

/** Where a slip was found. */
export interface Place {
  readonly cursor: Cursor;
  /** The token that cannot stand here. */
  readonly token: Token;
  /** The text before it, and from it on. */
  readonly gone: string;
  readonly here: string;
  readonly open: Open | undefined;
}

/** A slip that models make, and what to say of it. */
export interface Hint {
  /** What the text goes on with. */
  readonly here: RegExp;
  /** What stands before it, if that matters. */
  readonly gone?: RegExp;
  readonly words: string | ((place: Place, found: RegExpExecArray) => string);
  /** The right form, where a replacement gives it. */
  readonly fix?: (place: Place, found: RegExpExecArray) => readonly Fix[];
}

/** What the first of the hints that fits says. */
export function findHint(hints: readonly Hint[], place: Place): ExpressionProblem | undefined {
  for (const { here, gone, words, fix } of hints) {
    const found = here.exec(place.here);
    if (!found || (gone && !gone.test(place.gone))) continue;
    return new ExpressionProblem(
      typeof words === 'string' ? words : words(place, found),
      place.token.start,
      fix?.(place, found) ?? [],
    );
  }
  return undefined;
}

/** Replaces what was found by a text. */
export function instead(text: string): (place: Place, found: RegExpExecArray) => readonly Fix[] {
  return ({ token }, found) => [{ from: token.start, to: token.start + found[0].length, text }];
}

/** Replaces what stands before the token, as far as a pattern says, and what was found, by a text. */
export function insteadOfBoth(
  before: RegExp,
  text: (before: RegExpExecArray, found: RegExpExecArray) => string | undefined,
): (place: Place, found: RegExpExecArray) => readonly Fix[] {
  return ({ token, gone }, found) => {
    const match = before.exec(gone);
    const made = match ? text(match, found) : undefined;
    return match && made !== undefined ? [{ from: match.index, to: token.start + found[0].length, text: made }] : [];
  };
}

/** A list in double quotes, as it is meant: `"a", "b"` are texts. */
export function asTexts(list: string): string {
  return list.replaceAll(/"([^"']*)"/g, "'$1'");
}
