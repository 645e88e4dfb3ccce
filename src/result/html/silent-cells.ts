import { detach, append, isElement, isText, TextNode, type ElementNode, type TreeNode } from './dom.ts';
import type { Elements } from './elements.ts';
import { isHidden } from './hidden-style.ts';
import { newElement } from './parse.ts';
import { attribute, closest, elementsIn, find, following, followingAfter, textOf } from './walk.ts';

/** What a cell says in place of a text is short; longer texts that are hidden stay hidden. */
const MAX_LETTERS = 80;
/** A cell of marks has few elements, and little text that is not shown. */
const MAX_ELEMENTS = 100;
const MAX_HIDDEN_LETTERS = 1_000;

/** Classes of what is read out and not shown, beside a drawing that is shown and not read out. */
const READ_OUT = /(?:^|\s)(?:u-|is-)?(?:visually-?hidden|sr-only|screen-reader-(?:text|only))(?:$|\s)/i;

const IMAGES = /^(?:img|picture|math|object|iframe|video|audio|table)$/;
const DRAWN = /^(?:svg|canvas|script|style|template|noscript|input|select|textarea)$/;
const NO_VALUE = /^(?:hidden|password|submit|button|image|reset|file)$/;

/**
 * Gives a cell without a text the one that it has for others: what is read out of an icon, its label or title, what its
 * fields hold. A table of marks would have empty cells else, and say that nothing is in it.
 * @param elements of a page from which nothing has been taken out yet
 */
export function readSilentCells(elements: Elements): void {
  for (const each of elements.all) if (isCell(each) && !isSeen(each)) readSilentCell(each);
}

function isCell({ name, attribs: { role } }: ElementNode): boolean {
  return name === 'td' || name === 'th' || role === 'cell' || role === 'gridcell';
}

/** Whether a reader sees a text or an image in a cell; one that holds cells is for the layout. */
function isSeen(cell: ElementNode): boolean {
  let node: TreeNode | null = cell.first;
  while (node) {
    if (isText(node) && node.data.trim() !== '') return true;
    if (isElement(node) && ((IMAGES.test(node.name) && !isHidden(node)) || isCell(node))) return true;
    const isSkipped = isElement(node) && (DRAWN.test(node.name) || isHidden(node) || isReadOut(node));
    node = isSkipped ? followingAfter(node, cell) : following(node, cell);
  }
  return false;
}

function isReadOut({ attribs }: ElementNode): boolean {
  return attribs['class'] !== undefined && READ_OUT.test(attribs['class']);
}

function readSilentCell(cell: ElementNode): void {
  const all = firstIn(cell);
  if (all.length > MAX_ELEMENTS || all.some(isCell) || textOf(cell).length > MAX_HIDDEN_LETTERS) return;
  const inside = all.filter((each) => closest(each, ({ name }) => name === 'button') === undefined);
  const readOut = inside.filter(isReadOut);
  const said =
    unique(readOut.map(textOf)) ??
    only([cell, ...inside].map(labelOf)) ??
    unique(inside.map(valueOf)) ??
    unique(inside.map(drawnText));
  if (said === undefined) return;
  for (const each of readOut) detach(each);
  const links = inside.filter(({ name }) => name === 'a');
  append((links.length === 1 ? links[0] : undefined) ?? cell, newElement('span', new TextNode(said)));
}

/** The elements of a cell; of many the first, one more than it may have. */
function firstIn(cell: ElementNode): ElementNode[] {
  const first: ElementNode[] = [];
  for (const each of elementsIn(cell)) if (first.push(each) > MAX_ELEMENTS) break;
  return first;
}

/** Several texts as one; undefined if there is none, or too much. */
function unique(texts: readonly string[]): string | undefined {
  const text = [...new Set(texts)].filter((each) => each !== '').join(' ');
  return text !== '' && text.length <= MAX_LETTERS ? text : undefined;
}

/** Several labels are things to choose from, such as stars to give. */
function only(texts: readonly string[]): string | undefined {
  const text = unique(texts);
  return text !== undefined && texts.includes(text) ? text : undefined;
}

function labelOf(element: ElementNode): string {
  if ((DRAWN.test(element.name) && element.name !== 'svg') || element.attribs['hidden'] !== undefined) return '';
  return attribute(element, 'aria-label') || attribute(element, 'title') || (element.name === 'title' ? textOf(element) : '');
}

function valueOf(field: ElementNode): string {
  if (field.name === 'textarea') return textOf(field);
  if (field.name === 'select') return chosen(field);
  if (field.name !== 'input' || isHidden(field)) return '';
  const type = attribute(field, 'type').toLowerCase();
  if (type === 'checkbox' || type === 'radio') return field.attribs['checked'] === undefined ? '[ ]' : '[x]';
  return NO_VALUE.test(type) ? '' : attribute(field, 'value');
}

/** What a list of options shows: that which is selected, else the first. */
function chosen(list: ElementNode): string {
  const option = find(list, ({ name, attribs }) => name === 'option' && attribs['selected'] !== undefined);
  const shown = option ?? find(list, ({ name }) => name === 'option');
  return shown ? textOf(shown) : '';
}

/** What is shown, and not read out. */
function drawnText(element: ElementNode): string {
  const { 'aria-hidden': silent, ...others } = element.attribs;
  if (silent?.trim().toLowerCase() !== 'true' || DRAWN.test(element.name)) return '';
  const shown = newElement('span');
  shown.attribs = others;
  return isHidden(shown) ? '' : textOf(element);
}
