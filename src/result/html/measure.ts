import { bitsOf, KEPT_BITS } from './contents.ts';
import { isElement, isText, type ElementNode } from './dom.ts';

/** Counts the letters of an element and of all in it, and notes what each has in it; see `contents.ts`. */
export function measure(root: ElementNode, isLinked = false): void {
  const inLink = isLinked || (root.name === 'a' && root.attribs['href'] !== undefined && root.attribs['href'].trim() !== '');
  let letters = 0;
  let linked = 0;
  let holds = root.holds & KEPT_BITS;
  for (let child = root.first; child; child = child.next) {
    if (isText(child)) {
      const count = lettersIn(child.data);
      letters += count;
      if (inLink) linked += count;
    } else if (isElement(child)) {
      measure(child, inLink);
      holds |= child.holds | bitsOf(child.name);
      letters += child.letters;
      linked += child.linked;
    }
  }
  root.letters = letters;
  root.linked = linked;
  root.holds = holds;
}

/** Characters that are no white space. */
function lettersIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x20 && code !== 0xa0 && code !== 0x3000 && code !== 0x200b && code !== 0xfeff) count++;
  }
  return count;
}

/** Letters that are in no link. */
export function prose(element: ElementNode): number {
  return element.letters - element.linked;
}

/** Takes an element and what is in it out of what is shown, and out of the counts of all around it. */
export function drop(element: ElementNode): void {
  if (element.dropped) return;
  element.dropped = true;
  for (let each = element.parent; each; each = each.parent) {
    each.letters -= element.letters;
    each.linked -= element.linked;
  }
}
