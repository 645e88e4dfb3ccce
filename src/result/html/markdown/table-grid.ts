/** A cell as text, with the columns and rows it spans. */
interface TextCell {
  readonly text: string;
  readonly columns: number;
  readonly rows: number;
  readonly isHead: boolean;
}

export interface TextRow {
  readonly isHead: boolean;
  readonly cells: readonly TextCell[];
}

/** Spans make no more than so many places of each cell of a table on average, and at least so many in all. */
const MAX_GROWTH = 20;
const MIN_PLACES = 10_000;

/** Rows as a pipe table (GitHub Flavored Markdown): a cell stands in every place that it spans, if it is a heading. */
export function pipeTable(rows: readonly TextRow[]): string {
  const cells = rows.reduce((sum, row) => sum + row.cells.length, 0);
  const grid = gridOf(rows, Math.max(MIN_PLACES, MAX_GROWTH * cells));
  const width = Math.max(
    1,
    grid.reduce((most, row) => Math.max(most, row.length), 0),
  );
  let heads = rows.findIndex((row) => !(row.isHead || row.cells.every((cell) => cell.isHead)));
  if (heads < 0) heads = 1;
  const isFirstHead = rows[0]?.cells.some((cell) => cell.isHead) ?? false;
  // Without a head row the first row is it, unless rows are headed by their first cell.
  const head = heads > 0 ? joined(grid.slice(0, heads)) : isFirstHead ? [] : (grid[0] ?? []);
  const body = grid.slice(heads > 0 ? heads : isFirstHead ? 0 : 1);
  const isPadded = width * grid.length <= Math.max(MIN_PLACES, MAX_GROWTH * cells);
  const line = (texts: readonly string[]): string => {
    const row = Array.from({ length: isPadded ? width : texts.length }, (_, column) => texts[column] ?? '');
    return `| ${row.join(' | ')} |`;
  };
  const headLine = `| ${Array.from({ length: width }, (_, column) => head[column] ?? '').join(' | ')} |`;
  return [headLine, `|${' --- |'.repeat(width)}`, ...body.map(line)].join('\n');
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
  for (const [at, row] of rows.entries()) {
    let column = 0;
    for (const [index, cell] of row.cells.entries()) {
      while (grid[at]?.[column] !== undefined) column++;
      // A last cell that spans the rest of the row says nothing of the width, unless others stand below.
      const isLast = index === row.cells.length - 1 && !cell.isHead && !row.isHead;
      const isRoomy = places < most;
      const columns = isLast || !isRoomy ? 1 : cell.columns;
      const down = isRoomy ? Math.min(cell.rows, grid.length - at) : 1;
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
