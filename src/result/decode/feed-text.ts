import { collapse, isBlock, isSilent } from './strip-tags.ts';
import type { XmlElement } from './xml-tree.ts';

/** The text of XHTML elements, as `stripTags` has that of HTML: a line for each block, no scripts, spaces collapsed. */
export function proseOf(element: XmlElement): string {
  const parts: string[] = [];
  collect(element, parts);
  return collapse(parts.join(''));
}

function collect(element: XmlElement, parts: string[]): void {
  const name = element.name.slice(element.name.indexOf(':') + 1).toLowerCase();
  if (isSilent(name)) return;
  if (isBlock(name)) parts.push('\n');
  for (const child of element.children) {
    if (typeof child === 'string') parts.push(child.replaceAll(/\s+/g, ' '));
    else collect(child, parts);
  }
  if (isBlock(name)) parts.push('\n');
}
