import { holds } from '../contents.ts';
import { isElement, type ElementNode } from '../dom.ts';
import { childrenOf } from '../walk.ts';
import type { Writer } from './writer.ts';

/** A list: its items follow each other without an empty line, and stand below the text of the item it is in. */
export function writeList(list: ElementNode, writer: Writer): void {
  writer.flush();
  if (writer.isLine) return writer.children(list);
  if (writer.inItem) writer.output.close();
  const numbers = list.name === 'ol' ? numbering(list) : undefined;
  writeItems(list, writer, { numbers, isFirst: true });
  writer.flush();
}

interface Items {
  /** The number of the next item, if they are numbered. */
  readonly numbers: { next: number; readonly step: number } | undefined;
  isFirst: boolean;
}

function writeItems(parent: ElementNode, writer: Writer, items: Items): void {
  for (const child of childrenOf(parent)) {
    if (isElement(child) && child.name === 'li') {
      if (!child.dropped || writer.isWhole) item(child, writer, items);
    } else if (isElement(child) && /^[uo]l$|^menu$/.test(child.name)) {
      // A list in a list belongs to the item before it.
      if (child.dropped && !writer.isWhole) continue;
      writer.flush();
      if (!items.isFirst) writer.output.close();
      writer.output.nested(items.isFirst ? '' : '  ', undefined, () => writeList(child, writer));
    } else if (isElement(child) && holdsItem(child)) writeItems(child, writer, items);
    else writer.node(child);
  }
}

function holdsItem({ first }: ElementNode): boolean {
  for (let child = first; child; child = child.next) if (isElement(child) && child.name === 'li') return true;
  return false;
}

function item(element: ElementNode, writer: Writer, items: Items): void {
  const { numbers } = items;
  const value = Number.parseInt(element.attribs['value'] ?? '', 10);
  if (numbers && !Number.isNaN(value)) numbers.next = value;
  writer.flush();
  if (!items.isFirst) writer.output.close();
  // What has headings is a section, whatever holds it.
  if (!numbers && holds(element, 'heading')) writer.section(element);
  else if (writer.item(element, numbers ? `${numbers.next}. ` : '- ')) items.isFirst = false;
  if (numbers) numbers.next += numbers.step;
}

/** An item without a list. */
export function writeItem(element: ElementNode, writer: Writer): void {
  if (writer.isLine) return writer.block(element);
  writer.flush();
  if (isElement(element.prev) && element.prev.name === 'li') writer.output.close();
  writer.item(element, '- ');
}

function numbering(list: ElementNode): { next: number; readonly step: number } {
  const { start = '', reversed } = list.attribs;
  const first = Number.parseInt(start, 10);
  if (reversed === undefined) return { next: Number.isNaN(first) ? 1 : first, step: 1 };
  const count = [...childrenOf(list)].filter((child) => isElement(child) && child.name === 'li').length;
  return { next: Number.isNaN(first) ? count : first, step: -1 };
}
