import { walk } from './json-walk.ts';

/** Where a text stops being JSON, and what was expected there. */
export interface Flaw {
  /** In UTF-16 code units from the start. */
  readonly offset: number;
  /** Counted from 1. */
  readonly line: number;
  /** In UTF-16 code units, counted from 1. */
  readonly column: number;
  readonly expected: string;
}

/**
 * Finds the first place at which a text breaks the grammar of RFC 8259. V8 tells it only for some errors.
 * In time that is proportional to the text.
 * @returns undefined if the text is JSON
 */
export function findFlaw(text: string): Flaw | undefined {
  const { offset, expected } = walk(text, 0);
  return expected === undefined ? undefined : flawAt(text, offset, expected);
}

/** A place in a text by its line and column. */
export function flawAt(text: string, offset: number, expected: string): Flaw {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++;
    lineStart = at + 1;
  }
  return { offset, line, column: offset - lineStart + 1, expected };
}

/** A flaw in words, with what is there. */
export function describeFlaw(text: string, { line, column, offset, expected }: Flaw): string {
  const found = offset >= text.length ? 'it ends' : `there is ${quoted(text.slice(offset, offset + 21), 20)}`;
  return `at line ${line}, column ${column} (offset ${offset}) ${found} where ${expected} was expected`;
}

/** The beginning of a text, as a JSON string. */
export function quoted(text: string, length: number): string {
  return JSON.stringify(text.slice(0, length).toWellFormed());
}
