import type { CallResult, ResultRecord } from '../args/result-schema.ts';

/** What a record may say besides its body; such a column exists only where one says it. */
const EXTRAS = ['id', 'url', 'vars', 'attempts', 'cached', 'duplicate_of', 'pages', 'headers', 'truncated', 'ref'] as const;

/**
 * Lays the requests that are ok out as a table: the columns once, then a row each. The keys of an object are columns,
 * anything else is one column `body`. A key that is the name of another column is prefixed with `body.`.
 */
export function layOutTable(records: readonly ResultRecord[]): Pick<CallResult, 'columns' | 'rows' | 'results'> {
  const ok = records.filter(({ outcome }) => outcome === undefined);
  const extras = EXTRAS.filter((name) => ok.some((record) => record[name] !== undefined)).map((name) => `_${name}`);
  const fixed = ['i', 'status', ...extras];
  const keys = new Set(ok.flatMap(({ body }) => (body === undefined ? [] : isRow(body) ? Object.keys(body) : ['body'])));
  const columns = [...fixed, ...[...keys].map((key) => (fixed.includes(key) ? unlike(keys, `body.${key}`) : key))];
  const rows = ok.map((record) => {
    const { body } = record;
    const cells = isRow(body) ? body : { body };
    const extra = EXTRAS.filter((name) => extras.includes(`_${name}`)).map((name) => record[name] ?? null);
    const values = [...keys].map((key) => (Object.hasOwn(cells, key) ? (cells[key] ?? null) : null));
    return [record.i, record.status ?? null, ...extra, ...values];
  });
  return { columns, rows, results: records.filter(({ outcome }) => outcome !== undefined) };
}

function unlike(keys: ReadonlySet<string>, name: string): string {
  return keys.has(name) ? unlike(keys, `body.${name}`) : name;
}

function isRow(body: unknown): body is Record<string, unknown> {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}
