import { describeCutJson } from '../args/cut-json.ts';
import type { Problem } from '../args/problem.ts';
import { describeUnknownId } from './unknown-id.ts';
import type { VarsArg } from '../args/schema.ts';
import { problemOf } from './lost-digits.ts';
import { expandList, parseRange, RangeProblem } from './range.ts';
import { readSource, type ValueSource } from './value-source.ts';
import { columnRows, listedRows, type Rows } from './rows.ts';
import { isMap } from './variable-value.ts';

/** Variables that come from one and the same request: they advance together. */
export interface SourceGroup {
  readonly from: string;
  readonly sources: readonly ValueSource[];
}

/** What a request's `vars` say: the factors of a product, in order. */
export interface ReadVars {
  readonly factors: readonly (Rows | SourceGroup)[];
  readonly problems: readonly Problem[];
}

/** What reading `vars` depends on. */
export interface VarsContext {
  /** Where the request stands: `requests[3]`. */
  readonly at: string;
  /** Ids of the requests of the call. */
  readonly ids: ReadonlySet<string>;
  /** Names of the variables that the request uses. */
  readonly uses: ReadonlySet<string>;
  /** Rows that are of use: of more it is only counted how many there are. */
  readonly maxRows: number;
}

/** Reads `vars`: rows, rows from another request, or an object of lists, ranges, values and other requests' values. */
export function readVars(given: VarsArg, context: VarsContext): ReadVars {
  const at = `${context.at}.vars`;
  const { ids } = context;
  const vars = isRowList(given) && !context.uses.has('from') ? (loneSource(given, ids) ?? given) : given;
  if (isRowList(vars)) return readRows(vars, context);
  const rowSource = asRowSource(vars, context);
  if (rowSource === 'unknown') {
    const message = describeUnknownId(String(vars['from']), context.ids);
    return { factors: [], problems: [{ path: `${at}.from`, message }] };
  }
  if (rowSource) {
    const { value, problems } = readSource(undefined, rowSource, at);
    return { factors: value ? [{ from: value.from, sources: [value] }] : [], problems };
  }
  const factors: (Rows | SourceGroup)[] = [];
  const problems: Problem[] = [];
  for (const [name, column] of Object.entries(vars)) {
    const path = `${at}.${name}`;
    const said = typeof column === 'string' ? (fromText(column) ?? column) : column;
    const value = Array.isArray(said) ? (loneSource(said, ids) ?? said) : said;
    if (Array.isArray(value) && value.some((each) => isSourceIn(each, ids))) {
      const message = 'the values of another request stand in the place of the list, not in it: {"from": ..., "select": ...}';
      problems.push({ path, message });
      continue;
    }
    if (isMap(value)) {
      const read = readSource(name, value, path);
      problems.push(...read.problems);
      if (read.value) addSource(factors, read.value);
      continue;
    }
    problems.push(...problemOf(path, typeof value === 'string' ? fromJson(value, '[') : value));
    try {
      const rows = readColumn(name, value, context.maxRows);
      if (rows.length > 0) factors.push(rows);
      else problems.push({ path, message: 'the list is empty' });
    } catch (error) {
      if (!(error instanceof RangeProblem)) throw error;
      problems.push({ path, message: error.message });
    }
  }
  return { factors, problems };
}

/** What stands alone in a list that is to be taken for it. */
function loneSource(list: readonly unknown[], ids: ReadonlySet<string>): Readonly<Record<string, unknown>> | undefined {
  const [only, ...others] = list;
  return others.length === 0 && isSourceIn(only, ids) ? only : undefined;
}

/** Whether a value names a request of the call, and nothing but what is to be taken of it. */
function isSourceIn(value: unknown, ids: ReadonlySet<string>): value is Readonly<Record<string, unknown>> {
  if (!isMap(value) || typeof value['from'] !== 'string' || !ids.has(value['from'])) return false;
  return Object.keys(value).every((key) => ['from', 'select', 'header'].includes(key));
}

function isRowList(vars: VarsArg): vars is readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(vars);
}

function readRows(rows: readonly unknown[], { at, ids, maxRows }: VarsContext): ReadVars {
  const taken = rows.slice(0, maxRows);
  const problems = taken.flatMap((row, nth): Problem[] => {
    if (!isMap(row)) return [{ path: `${at}.vars[${nth}]`, message: 'expected an object: the variables of one row' }];
    const [name] = Object.entries(row).find(([, value]) => isMap(value) && ids.has(String(value['from']))) ?? [];
    const cure = 'values of another request stand in an object of vars, not in a row';
    return name === undefined ? problemOf(`${at}.vars[${nth}]`, row) : [{ path: `${at}.vars[${nth}].${name}`, message: cure }];
  });
  return { factors: [listedRows(taken.filter(isMap), rows.length)], problems: problems.slice(0, 3) };
}

/** `{"from": id, "select": ...}` in place of variables: rows, if there is a request with that id, and nothing else beside. */
function asRowSource(vars: Readonly<Record<string, unknown>>, { ids, uses }: VarsContext): object | 'unknown' | undefined {
  const { from, ...others } = vars;
  if (typeof from !== 'string' || !Object.keys(others).every((key) => key === 'select' || key === 'header')) return undefined;
  if (ids.has(from)) return vars;
  // Variables may be called so, too.
  return uses.has('from') ? undefined : 'unknown';
}

/** Variables of the same request go where the first of them stands. */
function addSource(factors: (Rows | SourceGroup)[], source: ValueSource): void {
  const place = factors.findIndex((factor) => isSourceGroup(factor) && factor.from === source.from);
  const group = factors[place];
  if (group && isSourceGroup(group)) factors[place] = { ...group, sources: [...group.sources, source] };
  else factors.push({ from: source.from, sources: [source] });
}

/** Whether the rows of a factor are not known before another request has been answered. */
export function isSourceGroup(factor: Rows | SourceGroup): factor is SourceGroup {
  return 'from' in factor;
}

/** Whether the rows of a factor are known. */
export function isRows(factor: Rows | SourceGroup): factor is Rows {
  return !isSourceGroup(factor);
}

function readColumn(name: string, value: unknown, maxRows: number): Rows {
  if (Array.isArray(value)) return columnRows(name, expandList(value, maxRows));
  if (typeof value === 'string') {
    const list = fromJson(value, '[');
    if (Array.isArray(list)) return columnRows(name, expandList(list, maxRows));
    const cut = describeCutJson(value);
    if (cut !== undefined) throw new RangeProblem(cut);
    const range = parseRange(value);
    if (range) return columnRows(name, range);
  }
  return columnRows(name, { length: 1, at: () => value });
}

/** `{"from": ...}` may come as JSON text. */
function fromText(text: string): object | undefined {
  const parsed = fromJson(text, '{');
  return isMap(parsed) && 'from' in parsed ? parsed : undefined;
}

function fromJson(text: string, first: string): unknown {
  if (!text.trimStart().startsWith(first)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The names that are known before anything is sent; undefined if rows of another request bring them. */
export function knownNames(factors: ReadVars['factors']): ReadonlySet<string> | undefined {
  const names: string[] = [];
  for (const factor of factors) {
    if (!isSourceGroup(factor)) names.push(...factor.names);
    else for (const { variable } of factor.sources) if (variable !== undefined) names.push(variable);
  }
  const hasRows = factors.some(
    (factor) => isSourceGroup(factor) && factor.sources.some(({ variable }) => variable === undefined),
  );
  return hasRows ? undefined : new Set(names);
}
