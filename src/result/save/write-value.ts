import { BODY, cellNotes, cellOf, csvLines, keysOf, listsIn, MAX_COLUMNS, rowsOf } from './csv-rows.ts';
import type { SaveForm } from './forms.ts';
import { SaveError } from './save-error.ts';

const LISTS = 'each list is a row of cells, of which readers take the first for the heading';

/** A value as the text of a file. */
export interface WrittenValue {
  readonly text: string;
  /** Items, lines or rows; undefined of a text. */
  readonly rows: number | undefined;
  /** What a reader may not expect of it, if there is something. */
  readonly notes?: readonly string[];
}

/**
 * Writes a value as a file of its own. A text that is JSON, NDJSON or CSV already is written as it is.
 * @throws {SaveError} if it has too many columns for CSV
 */
export function writeValue(value: unknown, form: SaveForm): WrittenValue {
  if (typeof value === 'string' && (form === 'text' || isWritten(value, form))) return { text: value, rows: undefined };
  if (form === 'csv') return writeCsv(value);
  if (!Array.isArray(value)) return { text: `${JSON.stringify(value)}\n`, rows: form === 'lines' ? 1 : undefined };
  const items = value.map((item: unknown) => JSON.stringify(item));
  const rows = items.length;
  if (form === 'lines') return { text: items.map((item) => `${item}\n`).join(''), rows };
  return { text: rows === 0 ? '[]\n' : `[\n${items.join(',\n')}\n]\n`, rows };
}

/** Programs often write JSON themselves: written once more it would be a text in quotes. */
function isWritten(text: string, form: SaveForm): boolean {
  if (form === 'csv') return true;
  const documents = form === 'lines' ? text.split('\n').filter((line) => line.trim() !== '') : [text];
  return documents.length > 0 && documents.every(isContainer);
}

function isContainer(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

function writeCsv(value: unknown): WrittenValue {
  if (isListOfLists(value)) {
    return { text: csvLines(evenly(value)), rows: value.length, ...(!hasHeading(value) && { notes: [LISTS] }) };
  }
  // Of a mixed list, what is no object is a cell of its own.
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const rows = items.flatMap((item) => (Array.isArray(item) ? [{ [BODY]: item }] : rowsOf(item).rows));
  const columns = keysOf(rows);
  if (columns.length > MAX_COLUMNS) throw new SaveError(`${columns.length} different keys are no columns: select those you want`);
  const lines = [columns, ...rows.map((row) => columns.map((key) => cellOf(row, key)))];
  const notes = cellNotes(listsIn(value));
  return { text: columns.length === 0 ? '' : csvLines(lines), rows: rows.length, ...(notes.length > 0 && { notes }) };
}

function isListOfLists(value: unknown): value is readonly (readonly unknown[])[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => Array.isArray(item) && item.length <= MAX_COLUMNS);
}

/** Whether the first row can only be a heading: names, each once, above what is not all text. */
function hasHeading([first = [], ...others]: readonly (readonly unknown[])[]): boolean {
  const isNames = new Set(first).size === first.length && first.every((cell) => typeof cell === 'string' && /^\D/.test(cell));
  return isNames && others.some((row) => row.some((cell) => typeof cell === 'number' || typeof cell === 'boolean'));
}

/** Rows with as many cells as the longest: RFC 4180 has no others. */
function evenly(rows: readonly (readonly unknown[])[]): (readonly unknown[])[] {
  const length = rows.reduce((longest, row) => Math.max(longest, row.length), 1);
  return rows.map((row) => Array.from({ length }, (_, at) => row[at]));
}
