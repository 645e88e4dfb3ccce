import { namesOf, wordPattern } from './classes.ts';
import { holds } from './contents.ts';
import { dropHeading } from './drop-heading.ts';
import { drop, prose } from './measure.ts';
import { isElement, isText, type ElementNode } from './dom.ts';
import { nextShown } from './walk.ts';

const CODE = /^(?:code|kbd|samp|tt|var|math)$/;
const LISTS = /^(?:div|ul|ol|dl|menu|table|section|aside|nav|form|center)$/;
/** The contents of a book, on the page before its chapters; those of a page itself are gone by now. */
const CONTENTS = wordPattern('toc table-?of-?contents?');
const MIN_LINKS = 3;
/** Shorter links, on average, are the words of a reference: types, names of functions. Headlines are longer. */
const MIN_LINK = 6;
const MIN_HEADLINE = 20;
const MIN_LINKED = 0.6;
/** More letters beside the links are a text with links in it. */
const MAX_PROSE = 400;
const MAX_PROSE_PER_LINK = 25;
const MAX_SHARE = 0.1;
/** A longer paragraph is a text. */
const MAX_PARAGRAPH = 40;
/** A root with fewer letters, or with more of them in links, is an index itself. */
const MIN_ROOT = 400;
const MIN_ROOT_SHARE = 0.25;
const MIN_MAIN = 1_000;

/**
 * Drops lists of links beside a text. One that a paragraph leads up to belongs to that, and so does every one of an
 * index.
 * @param isMain whether the page says itself that the root is its content
 */
export function dropLinkLists(root: ElementNode, isMain: boolean): void {
  const own = prose(root);
  const isIndex = isMain ? own <= MIN_MAIN || own <= root.linked : own <= MIN_ROOT || own <= MIN_ROOT_SHARE * root.linked;
  if (isIndex) return;
  for (let element = nextShown(root, root); element; element = nextShown(element, root)) {
    if (LISTS.test(element.name) && isLinkList(element, own, isMain ? MIN_HEADLINE : MIN_LINK)) {
      drop(element);
      dropHeading(element);
    }
  }
}

function isLinkList(element: ElementNode, own: number, minLink: number): boolean {
  const text = prose(element);
  if (
    element.linked <= MIN_LINKED * element.letters ||
    text >= MAX_PROSE ||
    text >= MAX_SHARE * own ||
    holds(element, 'h1', 'pre', 'main') ||
    CONTENTS.test(namesOf(element))
  )
    return false;
  let links = 0;
  for (let each = nextShown(element, element); each; each = nextShown(each, element)) {
    if (each.name === 'a' && each.linked > 0) links++;
    else if (CODE.test(each.name) || (each.name === 'p' && prose(each) > MAX_PARAGRAPH)) return false;
  }
  return links >= MIN_LINKS && element.linked >= minLink * links && text < MAX_PROSE_PER_LINK * links && !isLedUpTo(element);
}

/** After a paragraph that is more than links. */
function isLedUpTo(element: ElementNode): boolean {
  if (!/^(?:ul|ol|dl|menu|table)$/.test(element.name)) return false;
  let before = element.prev;
  while (before && ((isElement(before) && before.dropped) || (isText(before) && before.data.trim() === ''))) before = before.prev;
  if (isText(before)) return true;
  return isElement(before) && before.name === 'p' && prose(before) > 0;
}
