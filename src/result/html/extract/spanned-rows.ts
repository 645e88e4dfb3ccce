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
 * How many of these elements are rows of a table in which a cell that spans more than its place moves others: one of an
 * earlier row by its `rowspan`, or one before them by a `colspan` that few rows have. What is in their second column may be
 * their first `td`, or their third. Rows of headings alone do not count.
 */
export function rowsBehindSpans(elements: readonly ElementNode[]): number {
  const rows = elements.filter(({ name }) => name === 'tr');
  const sections = new Set(rows.flatMap(({ parent }) => (parent ? [parent] : [])));
  const behind = new Set([...sections].flatMap(spannedOf));
  return rows.filter((row) => behind.has(row)).length;
}

/** What is to be said of so many rows. */
export function spanNote(rows: number): string {
  const [have, their] = rows === 1 ? ['1 row is', 'its'] : [`${rows} rows are`, 'their'];
  return (
    `${have} moved by cells that span rows or columns (rowspan, colspan), so that the nth of ${their} td is not in the nth ` +
    'column; {"selector": "table", "value": "markdown"} has them in place, and tableRows(...) in js reads that'
  );
}

function spannedOf(section: ElementNode): ElementNode[] {
  const spanned: ElementNode[] = [];
  const wide: ElementNode[] = [];
  /** By column, the row from which on it is free again. */
  const freeFrom: number[] = [];
  let at = -1;
  for (const row of childrenOf(section)) {
    if (!isElement(row) || row.name !== 'tr') continue;
    at++;
    let column = 0;
    let shift = 0;
    let widened = 0;
    let isSpanned = false;
    let isWide = false;
    for (const cell of childrenOf(row)) {
      if (!isElement(cell) || (cell.name !== 'td' && cell.name !== 'th')) continue;
      for (; (freeFrom[column] ?? 0) > at; column++) shift++;
      isSpanned ||= shift > 0 && cell.name === 'td';
      isWide ||= widened > 0 && cell.name === 'td';
      const columns = spanOf(cell, 'colspan');
      widened += columns - 1;
      const end = Math.min(MAX_COLUMNS, column + columns);
      const until = at + spanOf(cell, 'rowspan');
      for (; column < end; column++) freeFrom[column] = until;
    }
    if (isSpanned) spanned.push(row);
    else if (isWide) wide.push(row);
  }
  // Where most rows have a wide cell they have their cells alike.
  return wide.length * 2 <= at ? [...spanned, ...wide] : spanned;
}

function spanOf({ attribs }: ElementNode, name: 'rowspan' | 'colspan'): number {
  const span = Number.parseInt(attribs[name] ?? '1', 10);
  if (name === 'colspan') return span > 0 ? Math.min(span, MAX_COLSPAN) : 1;
  return span === 0 ? MAX_SPAN : span > 0 ? Math.min(span, MAX_SPAN) : 1;
}
