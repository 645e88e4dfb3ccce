import type { Elements } from './elements.ts';
import { prose } from './measure.ts';
import type { ElementNode } from './dom.ts';
import { attribute, contains } from './walk.ts';

/** A page with less text beside its links than this share of them leads to other pages. */
const INDEX_PROSE = 0.25;
const MAIN_SHARE = 1 / 8;
const ARTICLE_SHARE = 1 / 2;

/**
 * The element that says it is the content: the only outermost `main` that is more than a scrap of the page, or else the
 * only outermost `article` that has at least half of the page's text.
 * @param body measured
 * @param elements of the body
 */
export function mainOf(body: ElementNode, elements: Elements): ElementNode | undefined {
  const mains = elements.all.filter(
    (each) => each.name === 'main' || (each.attribs['role'] !== undefined && attribute(each, 'role') === 'main'),
  );
  return only(body, mains, MAIN_SHARE) ?? only(body, elements.named('article'), ARTICLE_SHARE);
}

/** The only one of the elements that are in no other of them, if it has its share. */
function only(body: ElementNode, elements: readonly ElementNode[], share: number): ElementNode | undefined {
  let found: ElementNode | undefined;
  for (const element of elements) {
    if ((found && contains(found, element)) || !isShown(element, body)) continue;
    if (found) return undefined;
    found = element;
  }
  return found && found.letters > 0 && shareOf(found, body) >= share ? found : undefined;
}

/** How much of a page's text is in an element, from 0 to 1; on a page of links those count as text, too. */
export function shareOf(element: ElementNode, body: ElementNode): number {
  const ofProse = prose(element) / Math.max(1, prose(body));
  const isIndex = prose(body) <= INDEX_PROSE * body.linked;
  return isIndex ? Math.max(ofProse, element.letters / Math.max(1, body.letters)) : ofProse;
}

function isShown(element: ElementNode, body: ElementNode): boolean {
  for (let each: ElementNode | null = element; each && !each.dropped; each = each.parent) if (each === body) return true;
  return false;
}
