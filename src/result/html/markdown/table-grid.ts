/** A cell as text, with the columns and rows it spans. */
interface TextCell {
  readonly text: string;
  readonly columns: number;
  readonly rows: number;
  readonly isHead: boolean;
}

export interface TextRow {
  readonly isHead: boolean;
  /** What it shares with the rows of its head, body or foot: no cell spans beyond them. */
  readonly section: object;
  readonly cells: readonly TextCell[];
}

/** Spans make no more than so many places of each cell of a table on average, and at least so many in all. */
const MAX_GROWTH = 20;
const MIN_PLACES = 10_000;

/**
 * Rows as a pipe table (GitHub Flavored Markdown): a cell stands in every place that it spans, if it is a heading.
 * @param all rows without text, too, which others span and which are not shown
 * @returns empty if no row has text
 */
export function pipeTable(all: readonly TextRow[]): string {
  const cells = all.reduce((sum, row) => sum + row.cells.length, 0);
  const places = gridOf(all, Math.max(MIN_PLACES, MAX_GROWTH * cells));
  const shown = [...all.keys()].filter((at) => all[at]?.cells.some(({ text }) => text !== ''));
  const rows = shown.flatMap((at) => all[at] ?? []);
  const grid = shown.map((at) => places[at] ?? []);
  if (rows.length === 0) return '';
  const width = Math.max(
    1,
    grid.reduce((most, row) => Math.max(most, row.length), 0),
  );
  let heads = rows.findIndex((row, at) => !isHeading(row) || (at > 0 && isSection(row, grid[0]?.length)));
  if (heads < 0) heads = 1;
  const isHeaded = (rows.find((row) => row.cells.length > 1) ?? rows[0])?.cells.some((cell) => cell.isHead) ?? false;
  // Without a head row the first row is it, unless rows are headed by their first cell.
  const head = heads > 0 ? joined(grid.slice(0, heads)) : isHeaded ? [] : (grid[0] ?? []);
  const names = new Set(grid.slice(0, heads).map((row) => JSON.stringify(row)));
  const start = heads > 0 ? heads : isHeaded ? 0 : 1;
  // Long tables have their head again and again.
  const body = grid.filter((row, at) => at >= start && !(isHeading(rows[at]) && names.has(JSON.stringify(row))));
  const isPadded = width * grid.length <= Math.max(MIN_PLACES, MAX_GROWTH * cells);
  const line = (texts: readonly string[]): string => {
    const row = Array.from({ length: isPadded ? width : texts.length }, (_, column) => texts[column] ?? '');
    return `| ${row.join(' | ')} |`;
  };
  const headLine = `| ${Array.from({ length: width }, (_, column) => head[column] ?? '').join(' | ')} |`;
  return [headLine, `|${' --- |'.repeat(width)}`, ...body.map(line)].join('\n');
}

/** A row of headings, whose first cell is an empty corner if it is none. */
function isHeading(row: TextRow | undefined): boolean {
  if (!row) return false;
  const [first, ...others] = row.cells;
  const isCorner = first?.text === '' && others.length > 0;
  return row.isHead || (others.every((cell) => cell.isHead) && (first?.isHead === true || isCorner));
}

/** A heading over the whole width: of the rows below it, not of columns. */
function isSection({ isHead, cells }: TextRow, width = 1): boolean {
  const [only] = cells;
  return !isHead && cells.length === 1 && only?.isHead === true && only.columns > 1 && only.columns >= width;
}

/** Several head rows as one: `2020` above `Men` is `2020 Men`. */
function joined(rows: readonly (readonly string[])[]): string[] {
  const [only] = rows;
  if (only && rows.length === 1) return [...only];
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  return Array.from({ length: width }, (_, column) => {
    return [...new Set(rows.map((row) => row[column] ?? ''))].filter((text) => text !== '').join(' ');
  });
}

/** Cells at their columns: a text stands in every row it spans, and in every column too if it is a heading. */
function gridOf(rows: readonly TextRow[], most: number): string[][] {
  const grid: string[][] = rows.map(() => []);
  let places = 0;
  let end = 0;
  for (const [at, row] of rows.entries()) {
    while (end <= at || (end < rows.length && rows[end]?.section === row.section)) end++;
    const isWhole = at > 0 && isSection(row, grid[0]?.length);
    let column = 0;
    for (const [index, cell] of row.cells.entries()) {
      while (grid[at]?.[column] !== undefined) column++;
      // A last cell that spans the rest of the row says nothing of the width, unless others stand below.
      const isLast = isWhole || (index === row.cells.length - 1 && !cell.isHead && !row.isHead);
      const isRoomy = places < most;
      const columns = isLast || !isRoomy ? 1 : cell.columns;
      const down = isRoomy ? Math.min(cell.rows, end - at) : 1;
      places += columns * down;
      for (let below = 0; below < down; below++) {
        const target = grid[at + below];
        if (!target) continue;
        for (let across = 0; across < columns; across++) {
          target[column + across] = across === 0 || cell.isHead || row.isHead ? cell.text : '';
        }
      }
      column += columns;
    }
  }
  return grid;
}

/** What a cell holds as one line: code blocks become code, breaks `<br>`, and a pipe is escaped. */
export function cellText(markdown: string): string {
  const text = markdown.includes('```')
    ? markdown.replace(FENCE, (_, __, code: string) => `\n${codeLines(code)}\n`).trim()
    : markdown;
  const line = text.includes('\n') ? text.replace(/[ \t]*\n\s*/g, '<br>') : text;
  return line.includes('|') ? line.replace(/(?<!\\)\|/g, '\\|') : line;
}

const FENCE = /(?:^|\n)(`{3,})[^\n]*\n([\s\S]*?)\n\1(?=\n|$)/g;

function codeLines(code: string): string {
  return code
    .split('\n')
    .map((line) => {
      return line.includes('`') || line.trim() === '' ? line : `\`${line.trimEnd()}\``;
    })
    .join('\n');
}
