import { holds } from './contents.ts';
import { drop, prose } from './measure.ts';
import { isElement, type ElementNode } from './dom.ts';
import { childrenOf, nextShown } from './walk.ts';

/** A shorter line beside the title of a page says nothing. */
const MIN_LINE = 30;

/**
 * Of the header with the title, the title stays, and lines of some length: what is said below it. In the content itself
 * only lists of links go: author and date are short.
 */
export function thinHeader(header: ElementNode, onPage: boolean): void {
  for (const child of childrenOf(header)) {
    if (!isElement(child) || child.dropped || child.name === 'h1') continue;
    if (holds(child, 'h1')) thinHeader(child, onPage);
    else if (prose(child) < MIN_LINE && (onPage || isMenu(child))) drop(child);
  }
}

function isMenu(element: ElementNode): boolean {
  if (element.linked * 3 < element.letters || element.linked === 0) return false;
  let items = 0;
  for (let each = nextShown(element, element); each; each = nextShown(each, element)) {
    if (each.name === 'time' || each.attribs['rel'] === 'author' || /author|byline|date/i.test(each.attribs['class'] ?? ''))
      return false;
    if (each.name === 'li') items++;
  }
  return items > 0;
}
