import { measure } from '../measure.ts';
import { newElement } from '../parse.ts';
import { isElement, isText, TextNode, type ElementNode, type TreeNode } from '../dom.ts';
import { attribute, childrenOf } from '../walk.ts';

export interface Cell {
  readonly element: ElementNode;
  readonly columns: number;
  readonly rows: number;
  readonly isHead: boolean;
}

export interface Row {
  /** In the head of the table. */
  readonly isHead: boolean;
  /** Its head, body or foot. */
  readonly section: ElementNode;
  readonly cells: readonly Cell[];
}

export interface Table {
  readonly captions: readonly ElementNode[];
  readonly rows: readonly Row[];
  /** What stands in the table and is no row: a page that is not well-formed. */
  readonly rest: readonly ElementNode[];
}

const MAX_COLUMNS = 50;
const MAX_ROWS = 1_000;

/** The rows of a table, or of what says by its roles that it is one (ARIA: table, row, cell). */
export function readTable(table: ElementNode, isWhole: boolean): Table {
  const captions: ElementNode[] = [];
  const rows: Row[] = [];
  const rest: ElementNode[] = [];
  const walk = (parent: ElementNode, isHead: boolean): void => {
    for (const node of childrenOf(parent)) {
      const child = asElement(node);
      if (!child || (child.dropped && !isWhole)) continue;
      const role = attribute(child, 'role');
      if (child.name === 'caption') captions.push(child);
      else if (child.name === 'tr' || role === 'row') rows.push({ isHead, section: parent, cells: cellsOf(child, isWhole) });
      else if (/^t(?:head|body|foot)$/.test(child.name) || role === 'rowgroup' || holdsRow(child))
        walk(child, isHead || child.name === 'thead');
      else if (child.name !== 'colgroup' && child.name !== 'col') rest.push(child);
    }
  };
  walk(table, false);
  return { captions, rows: asShown(rows), rest };
}

/** The rows of the first head before, and those of the first foot behind all others, wherever they are written (CSS 2, 17.2). */
function asShown(rows: readonly Row[]): readonly Row[] {
  const [head, foot] = ['thead', 'tfoot'].map((name) => rows.find(({ section }) => section.name === name)?.section);
  const body = rows.filter(({ section }) => section !== head && section !== foot);
  if (body.length === rows.length) return rows;
  return [...rows.filter(({ section }) => section === head), ...body, ...rows.filter(({ section }) => section === foot)];
}

function holdsRow(element: ElementNode): boolean {
  for (const child of childrenOf(element))
    if (isElement(child) && (child.name === 'tr' || child.attribs['role'] === 'row')) return true;
  return false;
}

function cellsOf(row: ElementNode, isWhole: boolean): Cell[] {
  const cells: Cell[] = [];
  for (const node of childrenOf(row)) {
    const child = asElement(node);
    if (!child || (child.dropped && !isWhole)) continue;
    const role = child.attribs['role'] ?? '';
    const isCell = child.name === 'td' || child.name === 'th' || /^(?:grid)?cell$|header$/.test(role);
    if (!isCell && child.letters === 0) continue;
    cells.push({
      element: child,
      columns: span(child, 'colspan', MAX_COLUMNS),
      rows: span(child, 'rowspan', MAX_ROWS),
      isHead: child.name === 'th' || /^(?:column|row)header$/.test(role),
    });
  }
  return cells;
}

/** Text that stands where only cells belong is in an element of its own. */
function asElement(node: TreeNode): ElementNode | undefined {
  if (isElement(node)) return node;
  if (!isText(node) || node.data.trim() === '') return undefined;
  const text = newElement('span', new TextNode(node.data));
  measure(text);
  return text;
}

function span({ attribs }: ElementNode, name: 'colspan' | 'rowspan', most: number): number {
  const said = attribs[name] ?? attribs[`aria-${name}`];
  if (said === undefined) return 1;
  const value = Number.parseInt(said, 10);
  // To the end of its section (HTML standard, 4.9.11).
  if (name === 'rowspan' && value === 0) return most;
  return Number.isNaN(value) || value < 1 ? 1 : Math.min(value, most);
}
