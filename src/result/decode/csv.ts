import papa from 'papaparse';
import { frameOf } from './csv-frame.ts';
import { CsvReader, type Csv } from './csv-reader.ts';
import { withTightQuotes } from './csv-quotes.ts';

export interface CsvOptions {
  /** Guessed where the media type does not know it. */
  readonly delimiter?: string | undefined;
  /** What the media type says (RFC 4180 section 3); by default it is seen in the rows. */
  readonly hasHeader?: boolean | undefined;
}

/** Characters that tell the delimiter. */
const SAMPLE = 65_536;
/** More cells of a row than this are no table; spreadsheets have 16,384 columns at the most. */
const MAX_COLUMNS = 16_384;

/**
 * Reads CSV or TSV (RFC 4180, leniently) as a list of objects. A line `sep=;` names the delimiter; lines that start with
 * `#` before the rows are comments, and so are such lines between them. Spaces around quotes go. A column is numbers if
 * each of its cells is plainly one, with spaces around or without, or empty, which is null then; leading zeros keep a
 * column text. In time that is proportional to the text.
 * @returns undefined if a row has more than 16,384 cells: that is no table
 */
export function readCsv(text: string, options: CsvOptions = {}): Csv | undefined {
  const { start, delimiter: named, comments } = frameOf(text);
  const rows = text.slice(start);
  // Guessing reads its text ten times, so a part of it has to do.
  const delimiter = options.delimiter ?? named ?? guessDelimiter(rows);
  const csv = withTightQuotes(rows, delimiter);
  const reader = new CsvReader(options.hasHeader, comments, (line) => cellsOf(line, delimiter));
  let cursor = 0;
  let isTable = true;
  papa.parse<string[]>(csv, {
    skipEmptyLines: true,
    delimiter,
    step: ({ data, errors, meta }, parser) => {
      isTable &&= data.length <= MAX_COLUMNS;
      if (!isTable) return parser.abort();
      const problem = errors[0]?.code;
      if (problem !== undefined) reader.tellQuote(problem, lineAt(text, start) + lineAt(csv, cursor) - 1);
      reader.add(data);
      cursor = meta.cursor;
    },
  });
  return isTable ? reader.finish() : undefined;
}

function guessDelimiter(csv: string): string {
  return papa.parse(csv.slice(0, SAMPLE), { preview: 20, skipEmptyLines: true }).meta.delimiter;
}

function cellsOf(line: string, delimiter: string): string[] {
  return papa.parse<string[]>(line, { delimiter, preview: 1 }).data[0] ?? [];
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
