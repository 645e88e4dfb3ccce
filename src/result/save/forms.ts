/** How a value is written: as JSON, a line an item, as CSV, or a text as it is. */
export type SaveForm = 'json' | 'lines' | 'csv' | 'text';

const FORMS: Readonly<Record<string, SaveForm>> = { json: 'json', ndjson: 'lines', jsonl: 'lines', csv: 'csv' };

/** The form that goes with the ending of a path; `text` for those that say nothing. */
export function formOf(path: string): SaveForm {
  const ending = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return FORMS[ending] ?? 'text';
}

/** Whether JSON may stand in such a file: not in one that promises something else, such as .xlsx or .tsv. */
export function takesJson(path: string): boolean {
  return formOf(path) !== 'text' || !/\.[^./]+$/.test(path) || /(?:json|\.txt|\.log)$/i.test(path);
}
