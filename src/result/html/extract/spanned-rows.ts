import { isElement, type ElementNode } from '../dom.ts';
import { childrenOf } from '../walk.ts';
import type { ExtractField } from './spec.ts';

/** Rows that a table has at most: a larger `rowspan` ends with its section (HTML standard, 4.9.11). */
const MAX_SPAN = 65_534;
/** Columns that a cell has at most (HTML standard, 4.9.11), and those that are looked at in a table. */
const MAX_COLSPAN = 1_000;
const MAX_COLUMNS = 100;
/** Cells by their place, not by what they are: `td` and `td.price:nth-child(2)`, not `td.price`. */
const OF_CELLS = /(?:^|[\s>+~,(])t[dh](?:(?![-\w.#[])|[^\s>+~,]*:(?:nth|first|last|only)-)/;

/** Whether an object for each match is made of table cells by their place, as `{"selector": "tr", "value": {"name": "td"}}` is. */
export function isOfCells({ wanted }: ExtractField): boolean {
  return wanted.kind === 'object' && wanted.fields.some(({ selector }) => OF_CELLS.test(selector));
}

/**
 * How many of these elements are rows of a table in which a cell of an earlier row stands before others, by its `rowspan`:
 * what is in their second column may be their first `td`. Rows of headings alone do not count.
 */
export function rowsBehindSpans(elements: readonly ElementNode[]): number {
  const rows = elements.filter(({ name }) => name === 'tr');
  const sections = new Set(rows.flatMap(({ parent }) => (parent ? [parent] : [])));
  const behind = new Set([...sections].flatMap(spannedOf));
  return rows.filter((row) => behind.has(row)).length;
}

/** What is to be said of so many rows. */
export function spanNote(rows: number): string {
  const [have, them, their] = rows === 1 ? ['1 row has', 'it', 'its'] : [`${rows} rows have`, 'them', 'their'];
  return (
    `${have} cells of an earlier row in ${them} (rowspan), so that the nth of ${their} td is not in the nth column; ` +
    '{"selector": "table", "value": "markdown"} fills them in, and tableRows(...) in js reads that'
  );
}

function spannedOf(section: ElementNode): ElementNode[] {
  const spanned: ElementNode[] = [];
  /** By column, the row from which on it is free again. */
  const freeFrom: number[] = [];
  let at = -1;
  for (const row of childrenOf(section)) {
    if (!isElement(row) || row.name !== 'tr') continue;
    at++;
    let column = 0;
    let shift = 0;
    let isSpanned = false;
    for (const cell of childrenOf(row)) {
      if (!isElement(cell) || (cell.name !== 'td' && cell.name !== 'th')) continue;
      for (; (freeFrom[column] ?? 0) > at; column++) shift++;
      isSpanned ||= shift > 0 && cell.name === 'td';
      const end = Math.min(MAX_COLUMNS, column + spanOf(cell, 'colspan'));
      const until = at + spanOf(cell, 'rowspan');
      for (; column < end; column++) freeFrom[column] = until;
    }
    if (isSpanned) spanned.push(row);
  }
  return spanned;
}

function spanOf({ attribs }: ElementNode, name: 'rowspan' | 'colspan'): number {
  const span = Number.parseInt(attribs[name] ?? '1', 10);
  if (name === 'colspan') return span > 0 ? Math.min(span, MAX_COLSPAN) : 1;
  return span === 0 ? MAX_SPAN : span > 0 ? Math.min(span, MAX_SPAN) : 1;
}
