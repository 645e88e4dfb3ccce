import type TurndownService from 'turndown';
import { asElement, type DomElement } from './dom.ts';

/** Cells travel from their own rule to the table's in marks no text has: control characters are gone by then. */
const CELL = '\u0001';
const ROW = '\u0002';
const FIELD = '\u0003';

const MAX_SPAN = 50;

interface Cell {
  readonly text: string;
  readonly columns: number;
  readonly rows: number;
  readonly head: boolean;
}

/** Tables as pipe tables; those that only lay out the page become their content, row by row. */
export function addTableRules(service: TurndownService): void {
  service.addRule('cell', {
    filter: ['td', 'th'],
    replacement: (content, node) => {
      const cell = asElement(node);
      const head = cell.localName === 'th' ? 'h' : '';
      return `${CELL}${head}${FIELD}${span(cell, 'colspan')}${FIELD}${span(cell, 'rowspan')}${FIELD}${content.trim()}`;
    },
  });
  service.addRule('row', {
    filter: 'tr',
    replacement: (content, node) => {
      const inHead = asElement(node).parentNode?.localName === 'thead';
      return `${ROW}${inHead ? 'h' : ''}${content}`;
    },
  });
  service.addRule('rows', { filter: ['thead', 'tbody', 'tfoot'], replacement: (content) => content });
  service.addRule('caption', { filter: 'caption', replacement: (content) => content.trim() });
  service.addRule('table', {
    filter: 'table',
    replacement: (content, node) => `\n\n${table(content, asElement(node))}\n\n`,
  });
}

function table(content: string, element: DomElement): string {
  const [caption = '', ...rest] = content.split(ROW);
  const rows = rest
    .map((row) => ({ head: row.startsWith('h'), cells: row.split(CELL).slice(1).map(parseCell) }))
    .filter((row) => row.cells.some((cell) => cell.text !== ''));
  // A heading over the whole width is the table's name.
  const [top, ...below] = rows;
  if (top?.cells.length === 1 && top.cells[0]?.head && below.some((row) => row.cells.length > 1)) {
    return parts([caption.trim(), `**${inline(top.cells[0].text)}**`, pipes(below)]);
  }
  const body = isLayout(element, rows) ? rows.map(laidOut).join('\n\n') : pipes(rows);
  return parts([caption.trim(), body]);
}

function parts(all: readonly string[]): string {
  return all.filter((part) => part !== '').join('\n\n');
}

function parseCell(cell: string): Cell {
  const [head = '', columns = '1', rows = '1', ...text] = cell.split(FIELD);
  return { text: text.join(' ').trim(), columns: Number(columns), rows: Number(rows), head: head === 'h' };
}

/** One column, a table in a table, or blocks that no cell can hold. */
function isLayout(element: DomElement, rows: readonly Row[]): boolean {
  if (/^(?:presentation|none)$/.test(element.getAttribute('role') ?? '')) return true;
  if (element.querySelector('table, h1, h2, h3')) return true;
  const cells = rows.flatMap((row) => row.cells);
  if (cells.length === 0 || rows.every((row) => row.cells.length === 1)) return !cells.some((cell) => cell.head);
  // Code of several lines in most of the cells, as in a table of line numbers and code.
  return cells.filter((cell) => cell.text.startsWith('```')).length * 3 > cells.length;
}

interface Row {
  readonly head: boolean;
  readonly cells: readonly Cell[];
}

function laidOut(row: Row): string {
  const texts = row.cells.map((cell) => cell.text).filter((text) => text !== '');
  return texts.join(texts.some((text) => text.includes('\n')) ? '\n\n' : ' ');
}

function pipes(rows: readonly Row[]): string {
  const grid = gridOf(rows);
  const width = Math.max(...grid.map((row) => row.length));
  let heads = rows.findIndex((row) => !(row.head || row.cells.every((cell) => cell.head)));
  if (heads < 0) heads = 1;
  const first = rows[0]?.cells.some((cell) => cell.head) ?? false;
  // Without a head row the first row is it, unless rows are headed by their first cell.
  const head = heads > 0 ? joined(grid.slice(0, heads)) : first ? [] : (grid[0] ?? []);
  const body = grid.slice(heads > 0 ? heads : first ? 0 : 1);
  const line = (cells: readonly string[]): string => {
    return `| ${Array.from({ length: width }, (_, column) => cells[column] ?? '').join(' | ')} |`;
  };
  return [line(head), `|${' --- |'.repeat(width)}`, ...body.map(line)].join('\n');
}

/** Several head rows as one: `2020` above `Men` is `2020 Men`. */
function joined(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, column) => {
    return [...new Set(rows.map((row) => row[column] ?? ''))].filter((text) => text !== '').join(' ');
  });
}

/** Cells at their columns: a text stands in every row it spans, and in every column too if it is a heading. */
function gridOf(rows: readonly Row[]): string[][] {
  const grid: string[][] = rows.map(() => []);
  for (const [at, row] of rows.entries()) {
    let column = 0;
    for (const [index, cell] of row.cells.entries()) {
      while (grid[at]?.[column] !== undefined) column++;
      const text = inline(cell.text);
      // A last cell that spans the rest of the row says nothing of the width, unless others stand below.
      const last = index === row.cells.length - 1 && !cell.head && !row.head;
      const columns = last ? 1 : cell.columns;
      for (let down = 0; down < cell.rows && at + down < grid.length; down++) {
        for (let across = 0; across < columns; across++) {
          const target = grid[at + down];
          if (target) target[column + across] = across === 0 || cell.head || row.head ? text : '';
        }
      }
      column += columns;
    }
  }
  return grid;
}

/** A cell is one line: code blocks become code, breaks `<br>`, and a pipe is escaped. */
function inline(text: string): string {
  return text
    .replace(/(?:^|\n)(`{3,})[^\n]*\n([\s\S]*?)\n\1(?=\n|$)/g, (_, __, code: string) => `\n${codeLines(code)}\n`)
    .trim()
    .replace(/\s*\n\s*/g, '<br>')
    .replace(/(?<!\\)\|/g, '\\|');
}

function codeLines(code: string): string {
  return code
    .split('\n')
    .map((line) => {
      return line.includes('`') || line.trim() === '' ? line : `\`${line.trimEnd()}\``;
    })
    .join('\n');
}

function span(cell: DomElement, name: string): number {
  const value = Number.parseInt(cell.getAttribute(name) ?? '1', 10);
  return Number.isNaN(value) || value < 1 ? 1 : Math.min(value, name === 'rowspan' ? 1_000 : MAX_SPAN);
}
