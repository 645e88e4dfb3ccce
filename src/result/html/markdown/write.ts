import type { ElementNode } from '../dom.ts';
import { writeElement } from './elements.ts';
import type { Addresses } from './links.ts';
import { Writer } from './writer.ts';

/**
 * Elements of a page as Markdown, one after the other.
 * @param isWhole whether what was dropped is written, too
 */
export function writeMarkdown(elements: readonly ElementNode[], addresses: Addresses, isWhole = false): string {
  const writer = new Writer(writeElement, addresses, isWhole);
  for (const element of elements) {
    writer.flush();
    writer.node(element);
  }
  return writer.toString();
}
