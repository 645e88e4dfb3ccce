/** What stands around the rows of a CSV text. */
export interface CsvFrame {
  /** Where the rows start, in UTF-16 code units. */
  readonly start: number;
  /** The delimiter that the text names, as Excel writes it: `sep=;`. */
  readonly delimiter: string | undefined;
  /** The lines before the rows that start with `#`, without it. */
  readonly comments: readonly string[];
}

const SEPARATOR = /"?sep=(?:([^\r\n"])"?|"?)[ \t]*(?:\r\n?|\n|$)/iy;
const COMMENT = /#([^\r\n]*)(?:\r\n?|\n|$)/y;
const BLANK = /[ \t]*(?:\r\n?|\n)/y;

/** Finds what is no row at the start of a CSV text: a byte order mark, `sep=`, comments, blank lines. */
export function frameOf(csv: string): CsvFrame {
  let start = csv.startsWith('\ufeff') ? 1 : 0;
  let delimiter: string | undefined;
  const comments: string[] = [];
  for (;;) {
    const separator = delimiter === undefined && comments.length === 0 ? match(SEPARATOR, csv, start) : undefined;
    const found = separator ?? match(COMMENT, csv, start) ?? match(BLANK, csv, start);
    if (found === undefined || found[0] === '') return { start, delimiter, comments };
    if (separator) delimiter = separator[1];
    else if (found[1] !== undefined) comments.push(found[1]);
    start += found[0].length;
  }
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
