import type { Elements } from './elements.ts';
import { mainOf, shareOf } from './main-element.ts';
import { prose } from './measure.ts';
import type { ElementNode } from './dom.ts';
import { contains, nextShown } from './walk.ts';

/** The main element is the root if it has so much of what is left. */
const ROOT_SHARE = 0.8;
/** A lead before the main element has at least and at most so many letters. */
const MIN_LEAD = 60;
const MAX_LEAD = 1_500;
const MAX_BEFORE = 20;

/** What of a page is written: elements in the order of the page. */
export interface Root {
  readonly element: ElementNode;
  /** Title and lead that stand before the element. */
  readonly before: readonly ElementNode[];
}

/**
 * The main element, where it has most of what is left of a page, with the title and the lead before it; else the body.
 * @param body measured, without what surrounds the content
 * @param elements of the body
 */
export function rootOf(body: ElementNode, elements: Elements): Root {
  const main = mainOf(body, elements);
  if (!main || shareOf(main, body) < ROOT_SHARE) return { element: body, before: [] };
  const before: ElementNode[] = [];
  for (let element = nextShown(body, body); element; element = nextShown(element, body)) {
    if (element === main) break;
    const isLead = /^(?:p|h2)$/.test(element.name) && prose(element) >= MIN_LEAD && element.letters <= MAX_LEAD;
    if (before.length === MAX_BEFORE) break;
    const isWanted = (element.name === 'h1' && element.letters > 0) || isLead;
    if (isWanted && !contains(element, main) && !before.some((outer) => contains(outer, element))) before.push(element);
  }
  return { element: main, before };
}
