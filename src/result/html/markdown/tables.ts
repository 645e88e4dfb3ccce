import { holds } from '../contents.ts';
import type { ElementNode } from '../dom.ts';
import { attribute, closest, find } from '../walk.ts';
import { codeOfTable } from './code-tables.ts';
import { cellText, pipeTable, type TextRow } from './table-grid.ts';
import { readTable, type Cell, type Row } from './table-rows.ts';
import type { Writer } from './writer.ts';

/** A longer cell is no cell of data. */
const MAX_CELL = 2_000;

/** Tables as pipe tables; those that only lay out the page become their content, row by row, and those of code a fence. */
export function writeTable(element: ElementNode, writer: Writer): void {
  if (writer.isLine) return writer.block(element);
  const { captions, rows, rest } = readTable(element, writer.isWhole);
  writer.flush();
  for (const caption of captions) writer.block(caption);
  for (const each of rest) writer.node(each);
  const code = codeOfTable(element, rows);
  if (code !== undefined) return writer.verbatim(code);
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell.element.letters > 0 || holds(cell.element, 'image')));
  if (filled.length === 0) return;
  if (isLayout(element, filled)) return layOut(element, filled, writer);
  // A heading over the whole width is the table's name.
  const [top, ...below] = filled;
  const [title] = top?.cells ?? [];
  if (top && title?.isHead && top.cells.length === 1 && below.some(({ cells }) => cells.length > 1)) {
    const name = cellText(writer.cell(title.element));
    if (name !== '') writer.verbatim(/^\*\*.*\*\*$/.test(name) ? name : `**${name}**`);
    return writeRows(rows.slice(rows.indexOf(top) + 1), writer);
  }
  writeRows(rows, writer);
}

function writeRows(rows: readonly Row[], writer: Writer): void {
  const texts: TextRow[] = rows.map(({ isHead, section, cells }) => ({
    isHead,
    section,
    cells: cells.map((cell) => ({
      columns: cell.columns,
      rows: cell.rows,
      isHead: cell.isHead,
      text: cellText(writer.cell(cell.element)),
    })),
  }));
  const table = pipeTable(texts);
  if (table !== '') writer.verbatim(table);
}

/** One column, a table in a table, or blocks that no cell can hold. */
function isLayout(table: ElementNode, rows: readonly Row[]): boolean {
  if (/^(?:presentation|none)$/.test(attribute(table, 'role')) || holds(table, 'table')) return true;
  if (holds(table, 'heading') && find(table, ({ name }) => /^h[1-3]$/.test(name)) !== undefined) return true;
  if (rows.every(({ cells }) => cells.length < 2)) return !rows.some(({ cells }) => cells[0]?.isHead);
  if (rows.every(({ cells }) => cells.filter(({ element }) => element.letters > 0 || holds(element, 'image')).length < 2))
    return true;
  const cells = rows.flatMap((row) => row.cells);
  const hasLongCell = cells.some((cell) => cell.element.letters > MAX_CELL);
  return hasLongCell || (holds(table, 'pre') && cells.filter((cell) => holds(cell.element, 'pre')).length * 3 > cells.length);
}

/** Row by row: short cells beside each other, blocks below each other. */
function layOut(table: ElementNode, rows: readonly Row[], writer: Writer): void {
  const isNested = holds(table, 'table') || closest(table.parent, ({ name }) => name === 'table') !== undefined;
  for (const { cells } of rows) {
    const isBlocks = isNested || cells.some((cell: Cell) => holds(cell.element, 'block'));
    for (const { element } of cells) {
      if (isBlocks) writer.block(element);
      else {
        writer.inline.space();
        writer.children(element);
      }
    }
    writer.flush();
  }
}
