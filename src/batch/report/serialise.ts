import { escapeControls } from '../../escape-controls.ts';
import type { CallResult } from '../args/result-schema.ts';

/** JSON with one record per line, so that a client that spills it to a file leaves something that can be paged. */
export function serialise(result: CallResult): string {
  const { summary, value, error, truncated, plan, columns, rows, results, ...rest } = result;
  const answered = value === undefined ? '' : `"value": ${Array.isArray(value) ? lines(value) : JSON.stringify(value)},\n`;
  const failed = error === undefined ? '' : `"error": ${JSON.stringify(error)},\n`;
  const cut = truncated ? `"truncated": ${JSON.stringify(truncated)},\n` : '';
  const planned = plan ? `"plan": ${JSON.stringify(plan)},\n` : '';
  const table = rows ? `"columns": ${JSON.stringify(columns)},\n"rows": ${lines(rows)},\n` : '';
  const tail = Object.entries(rest).map(([key, member]) => `,\n${JSON.stringify(key)}: ${JSON.stringify(member)}`);
  return escapeControls(
    `{"summary": ${JSON.stringify(summary)},\n${answered}${failed}${cut}${planned}${table}"results": ${lines(results)}${tail.join('')}}`,
  );
}

/** A JSON array with an item on each line. */
export function lines(items: readonly unknown[]): string {
  return items.length === 0 ? '[]' : `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
}
