import { RequestFailure } from '../../request-failure.ts';
import type { BodyContent } from '../read-content.ts';
import { readWithKeys } from '../read-selected.ts';
import type { Reading } from '../reading.ts';
import type { RunFunction } from '../run-function.ts';
import { SelectError } from '../select/select-error.ts';
import { cellOf, csvLines, keysOf, listsIn, rowsOf, type RowObject } from './csv-rows.ts';
import type { SaveForm } from './forms.ts';
import { SaveError } from './save-error.ts';
import { writeValue } from './write-value.ts';

/** What is wanted of a body: a file of its own, JSON on one line, the columns that it brings to a table, or its rows there. */
export type BodyPurpose =
  | { readonly to: 'file'; readonly form: SaveForm; readonly takesJson: boolean }
  | { readonly to: 'item' }
  | { readonly to: 'columns'; readonly vars: RowObject }
  | { readonly to: 'rows'; readonly before: readonly unknown[]; readonly keys: readonly string[] };

/** A body as text, UTF-8. */
interface BodyText {
  readonly text: Uint8Array;
  readonly rows: number | undefined;
  readonly notes: readonly string[];
}

/** What a body brings to a table. */
interface BodyColumns {
  readonly keys: readonly string[];
  /** Of these, those that are variables, and say in every row what the variable does. */
  readonly repeated: readonly string[];
  /** Whether its items are rows, and how many. */
  readonly items: number | undefined;
  /** Of the keys, those of lists that are one cell each. */
  readonly lists: readonly string[];
}

/** Why a body cannot be written so. */
interface Unwritten {
  readonly unwritten: string;
}

/** What {@link writeBody} gives for a purpose. */
export type BodyWritten<P extends BodyPurpose> = (P extends { to: 'columns' } ? BodyColumns : BodyText) | Unwritten;

/**
 * Reads bodies whole, as `reading` says, and writes what that gives; what is wrong with the bodies is data. Whether keys may
 * be missing has been decided before.
 * @param bodies one, or the pages that are joined
 */
export async function writeBody(
  bodies: readonly Buffer[],
  reading: Reading,
  purpose: BodyPurpose,
  runFunction: RunFunction | undefined,
): Promise<BodyText | BodyColumns | Unwritten> {
  try {
    const content = await readWithKeys(bodies, reading, runFunction);
    if (purpose.to === 'columns') return columnsOf(content.value, purpose.vars);
    const { text, rows, notes = [] } = textOf(content.value, purpose);
    return { text: Buffer.from(text), rows, notes: [...content.notes, ...notes, ...binaryNotes(content)] };
  } catch (error) {
    const isKnown = error instanceof SelectError || error instanceof RequestFailure || error instanceof SaveError;
    if (!isKnown) throw error;
    return { unwritten: error.message };
  }
}

function textOf(value: unknown, purpose: Exclude<BodyPurpose, { to: 'columns' }>): ReturnType<typeof writeValue> {
  if (purpose.to === 'item') return { text: JSON.stringify(value ?? null), rows: 1 };
  if (purpose.to === 'rows') {
    const { rows } = rowsOf(value);
    const cells = rows.map((row) => [...purpose.before, ...purpose.keys.map((key) => cellOf(row, key))]);
    return { text: csvLines(cells), rows: rows.length };
  }
  if (typeof value === 'object' && value !== null && !purpose.takesJson) {
    throw new SaveError('it is JSON, and the name of the file promises something else: name it .json, .ndjson or .csv');
  }
  return writeValue(value, purpose.form);
}

function columnsOf(value: unknown, vars: RowObject): BodyColumns {
  const { rows, isList } = rowsOf(value);
  const keys = keysOf(rows);
  const repeated = keys.filter((key) => {
    return Object.hasOwn(vars, key) && rows.every((row) => Object.hasOwn(row, key) && row[key] === vars[key]);
  });
  return { keys, repeated, items: isList ? rows.length : undefined, lists: listsIn(value) };
}

/** In a text there is no room for bytes: what stands there says what they are. */
function binaryNotes({ kind, mimeType, value }: BodyContent): string[] {
  if (kind !== 'binary' || typeof value === 'string') return [];
  return [`the body is ${mimeType}, and only described here; its bytes can be saved as a file of their own`];
}
