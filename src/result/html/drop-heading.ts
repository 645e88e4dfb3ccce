import { holds } from './contents.ts';
import { drop } from './measure.ts';
import type { ElementNode } from './dom.ts';
import { nextElement, prevElement } from './walk.ts';

const MAX_HEADING = 120;
const MAX_LABEL = 60;
/** Elements that are looked at on either side. */
const NEAR = 5;

/** Drops the heading above a list that was dropped, if nothing else stands below it. */
export function dropHeading(list: ElementNode): void {
  const before = shown(list, prevElement);
  const after = shown(list, nextElement);
  const endsThere = !after || /^(?:h[1-6]|section|article|aside|footer|nav)$/.test(after.name);
  if (before && endsThere && isHeading(before)) drop(before);
}

function isHeading(element: ElementNode): boolean {
  if (/^h[2-6]$/.test(element.name)) return element.letters < MAX_HEADING;
  return /^(?:p|div|span|strong|b)$/.test(element.name) && element.letters < MAX_LABEL && !holds(element, 'block');
}

/** The nearest element on one side that shows a text. */
function shown(element: ElementNode, beside: typeof nextElement): ElementNode | undefined {
  let each = beside(element);
  for (let steps = 0; each && (each.dropped || each.letters === 0); steps++) each = steps < NEAR ? beside(each) : undefined;
  return each;
}
