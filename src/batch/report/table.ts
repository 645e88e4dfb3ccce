import type { CallResult, ResultRecord } from '../args/result-schema.ts';
import { chooseColumns } from './table-columns.ts';

/** What a record may say besides its body; such a column exists only where one says it. */
const EXTRAS = [
  'id',
  'url',
  'final_url',
  'status',
  'attempts',
  'cached',
  'duplicate_of',
  'pages',
  'headers',
  'truncated',
  'ref',
] as const;
/** Columns that are left out where all rows say the same. */
const CONSTANT: ReadonlySet<string> = new Set(['id', 'status']);

/** A record as a row: its body as cells. */
export interface TableRow {
  readonly record: ResultRecord;
  readonly cells: Readonly<Record<string, unknown>>;
}

/** The columns of a table, and where their cells come from. */
export interface TableColumns {
  readonly columns: readonly string[];
  /** The cells of a record beside those of its body; they stand first. */
  recordCells(record: ResultRecord): unknown[];
  /** The keys of bodies that are columns. */
  readonly keys: readonly string[];
}

/**
 * Lays the requests that are ok out as a table: the columns once, then a row each. A template's variables are columns, and
 * the keys of an object; anything else is one column `body`. A key that is the name of another column is prefixed with
 * `body.`, a variable with `vars.`. Records whose bodies would bring columns that hardly any other has stay records.
 */
export function layOutTable(records: readonly ResultRecord[]): Pick<CallResult, 'columns' | 'rows' | 'results'> {
  const ok = records.filter(({ outcome }) => outcome === undefined);
  const all = ok.map((record): TableRow => ({ record, cells: cellsOf(record) }));
  const keysOf = all.map(({ cells }) => Object.keys(cells));
  const keys = chooseColumns(keysOf);
  const rows = all.filter((_, place) => keysOf[place]?.every((key) => keys.has(key)));
  const table = tableColumns(rows, keys);
  const laid = new Set(rows.map(({ record }) => record));
  return {
    columns: [...table.columns],
    rows: rows.map(({ record, cells }) => [...table.recordCells(record), ...table.keys.map((key) => cellOf(cells, key))]),
    results: records.filter((record) => !laid.has(record)),
  };
}

/** The columns of rows: those of records, then the keys of their bodies. */
export function tableColumns(rows: readonly TableRow[], keys: ReadonlySet<string>): TableColumns {
  const extras = EXTRAS.filter((name) => isTold(name, rows));
  const variables = [...new Set(rows.flatMap(({ record }) => Object.keys(record.vars ?? {})))];
  const told = extras.map((name) => (name === 'status' ? name : `_${name}`));
  const taken = new Set(['i', ...told]);
  const others = new Set([...taken, ...variables, ...keys]);
  const named = variables.map((name) => (taken.has(name) ? unlike(others, 'vars.', name) : name));
  const own = ['i', ...named, ...told];
  // A variable that the body repeats is told once.
  const shown = [...keys].filter((key) => !variables.includes(key) || rows.some((row) => !isRepeated(row, key)));
  return {
    columns: [...own, ...shown.map((key) => (own.includes(key) ? unlike(keys, 'body.', key) : key))],
    recordCells: (record) => [
      record.i,
      ...variables.map((name) => cellOf(record.vars ?? {}, name)),
      ...extras.map((name) => record[name] ?? null),
    ],
    keys: shown,
  };
}

function cellsOf({ body }: ResultRecord): Readonly<Record<string, unknown>> {
  if (body === undefined) return {};
  return isObject(body) ? body : { body };
}

/** Whether a column says anything that is not the same in every row. */
function isTold(name: (typeof EXTRAS)[number], rows: readonly TableRow[]): boolean {
  const usual = CONSTANT.has(name) ? rows[0]?.record[name] : undefined;
  return rows.some(({ record }) => record[name] !== usual);
}

function isRepeated({ record: { vars = {} }, cells }: TableRow, key: string): boolean {
  return Object.hasOwn(vars, key) && Object.hasOwn(cells, key) && vars[key] === cells[key];
}

function cellOf(cells: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(cells, key) ? (cells[key] ?? null) : null;
}

/** A name with a prefix, as often as it takes to be none of those that are there. */
function unlike(names: ReadonlySet<string>, prefix: string, name: string): string {
  const other = prefix + name;
  return names.has(other) ? unlike(names, prefix, other) : other;
}

function isObject(body: unknown): body is Record<string, unknown> {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}
