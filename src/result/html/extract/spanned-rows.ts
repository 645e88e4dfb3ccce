import { isElement, type ElementNode } from '../dom.ts';
import { childrenOf } from '../walk.ts';
import type { ExtractField } from './spec.ts';

/** Rows that a table has at most: a larger `rowspan` ends with its section (HTML standard, 4.9.11). */
const MAX_SPAN = 65_534;
const OF_CELLS = /(?:^|[\s>+~,(])t[dh](?![-\w])/;

/** Whether an object for each match is made of table cells, as `{"selector": "tr", "value": {"name": "td"}}` is. */
export function isOfCells({ wanted }: ExtractField): boolean {
  return wanted.kind === 'object' && wanted.fields.some(({ selector }) => OF_CELLS.test(selector));
}

/**
 * How many of these elements are rows of a table that have a cell of an earlier row in them, by its `rowspan`: what is in
 * their second column may be their first `td`. Rows of headings alone do not count.
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
  let more = 0;
  for (const row of childrenOf(section)) {
    if (!isElement(row) || row.name !== 'tr') continue;
    const cells = [...childrenOf(row)].filter(isElement).filter(({ name }) => name === 'td' || name === 'th');
    if (more > 0 && cells.some(({ name }) => name === 'td')) spanned.push(row);
    more = cells.reduce((most, cell) => Math.max(most, spanOf(cell) - 1), more - 1);
  }
  return spanned;
}

function spanOf({ attribs }: ElementNode): number {
  const span = Number.parseInt(attribs['rowspan'] ?? '1', 10);
  return span === 0 ? MAX_SPAN : span > 0 ? Math.min(span, MAX_SPAN) : 1;
}
