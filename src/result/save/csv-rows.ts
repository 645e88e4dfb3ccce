import papa from 'papaparse';
import { nameSome } from '../../name-some.ts';

/** A row as an object by column. */
export type RowObject = Readonly<Record<string, unknown>>;

/** The column of what is no object. */
export const BODY = 'body';
/** Columns that a note names. */
const MAX_NAMED = 3;
/** More columns than this no spreadsheet has. */
export const MAX_COLUMNS = 16_384;

/** The rows that a value is. A list whose items are all objects is a row each; nothing is a row without cells. */
export interface ValueRows {
  readonly rows: readonly RowObject[];
  readonly isList: boolean;
}

/** What a value is in a table: an object is a row, a list of objects several, anything else a row with one cell `body`. */
export function rowsOf(value: unknown): ValueRows {
  if (value === null || value === undefined) return { rows: [{}], isList: false };
  if (Array.isArray(value) && value.every(isRow)) return { rows: value, isList: true };
  return { rows: [isRow(value) ? value : { [BODY]: value }], isList: false };
}

/**
 * Cells as CSV (RFC 4180): lines end with CR LF, and what has a quote, a comma or a line end is quoted. Lists and objects
 * are JSON, null is empty.
 */
export function csvLines(rows: readonly (readonly unknown[])[]): string {
  if (rows.length === 0) return '';
  // A row of one empty cell would be an empty line, which most readers leave out.
  const quotes = rows[0]?.length === 1;
  return `${papa.unparse(
    rows.map((row) => row.map(cellText)),
    { newline: '\r\n', quotes },
  )}\r\n`;
}

/** The names of all keys, as they come. */
export function keysOf(rows: readonly RowObject[]): string[] {
  const keys = new Set<string>();
  for (const row of rows) for (const key of Object.keys(row)) keys.add(key);
  return [...keys];
}

/** The cell of a column; null if the row has none. */
export function cellOf(row: RowObject, key: string): unknown {
  return Object.hasOwn(row, key) ? (row[key] ?? null) : null;
}

/** The keys of an object under which there are lists of objects: as one row it has each of them in one cell. */
export function listsIn(value: unknown): string[] {
  if (!isRow(value)) return [];
  return Object.keys(value).filter((key) => {
    const member = value[key];
    return Array.isArray(member) && member.length > 0 && member.every(isRow);
  });
}

/** What is to be said of such lists, by their keys. */
export function cellNotes(keys: readonly string[]): string[] {
  const [first] = keys;
  if (first === undefined) return [];
  return [`${nameSome(keys, MAX_NAMED)}: a list of objects in one cell, as JSON; pick the list itself to have a row for each`];
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'string' ? cell : JSON.stringify(cell);
}

function isRow(value: unknown): value is RowObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
