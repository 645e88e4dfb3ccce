import { tableColumns, type TableColumns, type TableRow } from '../../batch/report/table.ts';
import { cellNotes, MAX_COLUMNS } from '../../result/save/csv-rows.ts';
import type { KeptRecord } from '../../result/store/result-store.ts';
import { recordAgain } from '../read/record-again.ts';
import { UsageError } from '../usage-error.ts';
import { readAhead } from './read-ahead.ts';
import { writeRecord, type Saving } from './saving.ts';

/** Equal to no value: a cell whose value does not matter for the columns. */
const ANY_VALUE = Number.NaN;

/** The table that records make: its columns, and whose rows they are. */
export interface TablePlan {
  readonly table: TableColumns;
  readonly records: readonly KeptRecord[];
}

/**
 * Reads the bodies of records for the columns that they bring: those of a table, of which no record is left out. A body
 * that is a list of objects is a row for each.
 * @throws {UsageError} if there are too many
 * @throws the reason of the signal
 */
export async function planTable(records: readonly KeptRecord[], saving: Saving): Promise<TablePlan> {
  const { notes } = saving;
  const rows: TableRow[] = [];
  const keys = new Set<string>();
  const laid: KeptRecord[] = [];
  let lists = 0;
  let cells: readonly string[] | undefined;
  const bodies = readAhead(records, (record) => {
    const { facts, reading, bytes } = record;
    if (!reading || bytes === 0) return Promise.resolve({ keys: [], repeated: [], items: undefined, lists: [] });
    return writeRecord(record, reading, { to: 'columns', vars: facts.vars ?? {} }, saving);
  });
  for await (const [record, found] of bodies) {
    const { facts } = record;
    if ('unwritten' in found) {
      notes.leaveOut(facts.i, found.unwritten);
      continue;
    }
    if (found.items !== undefined) lists++;
    laid.push(record);
    cells = cells?.filter((key) => found.lists.includes(key)) ?? found.lists;
    if (found.items === 0) {
      notes.note('an empty list, which is no row', facts.i);
      continue;
    }
    for (const key of found.keys) keys.add(key);
    const cellOf = (key: string): unknown => (found.repeated.includes(key) ? facts.vars?.[key] : ANY_VALUE);
    rows.push({ record: recordAgain(facts), cells: Object.fromEntries(found.keys.map((key) => [key, cellOf(key)])) });
  }
  if (keys.size > MAX_COLUMNS)
    throw new UsageError(`the bodies have ${keys.size} different keys: select those you want as columns`);
  if (lists > 0) notes.note(`${lists} of ${laid.length} bodies are lists of objects: each item is a row`);
  for (const note of cellNotes(cells ?? [])) notes.note(note);
  return { table: tableColumns(rows, keys), records: laid };
}
