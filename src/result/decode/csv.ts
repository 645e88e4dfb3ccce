/** A table of a CSV text: rows may be shorter than `columns`, never longer. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Characters that tell the delimiter. */
const SAMPLE = 65_536;

/** Written like this, it is the same number in JavaScript: no leading zero, no plus, no long row of digits. */
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;

/**
 * Reads CSV or TSV (RFC 4180, leniently): the delimiter is guessed. The first row names the columns if it looks like
 * names: no numbers, all different; otherwise, and where a name is empty, they are `column_1` and so on. A column is
 * numbers if each of its cells is plainly one or empty; leading zeros keep a column text. Ragged rows stay ragged.
 * @param delimiter where the media type knows it
 */
export async function parseCsv(text: string, delimiter?: string): Promise<Table> {
  const { default: papa } = await import('papaparse');
  const csv = text.replace(/^\ufeff/, '');
  // Guessing reads its text ten times, so a part of it has to do.
  const known = delimiter ?? papa.parse(csv.slice(0, SAMPLE), { preview: 20, skipEmptyLines: true }).meta.delimiter;
  const { data } = papa.parse<string[]>(csv, { skipEmptyLines: true, delimiter: known });
  const [first = [], ...others] = data;
  const isHeader = looksLikeNames(first);
  const cells = isHeader ? others : data;
  const width = cells.reduce((widest, row) => Math.max(widest, row.length), first.length);
  const columns = Array.from({ length: width }, (_, i) => (isHeader && first[i]?.trim()) || `column_${i + 1}`);
  const numeric = numericColumns(cells, width);
  const rows = cells.map((row) => row.map((cell, i) => (numeric[i] && cell !== '' ? Number(cell) : cell)));
  return { columns, rows };
}

function looksLikeNames(row: readonly string[]): boolean {
  const names = row.map((cell) => cell.trim()).filter((name) => name !== '');
  return names.length > 0 && new Set(names).size === names.length && !names.some(isNumeric);
}

function isNumeric(cell: string): boolean {
  return cell !== '' && Number.isFinite(Number(cell));
}

function numericColumns(rows: readonly (readonly string[])[], width: number): boolean[] {
  const numeric = Array.from({ length: width }, () => true);
  for (const row of rows) {
    for (const [i, cell] of row.entries()) if (cell !== '' && !NUMBER.test(cell)) numeric[i] = false;
  }
  return numeric;
}
