import { namesOf, wordPattern } from './classes.ts';
import { holds } from './contents.ts';
import type { Elements } from './elements.ts';
import { isHidden, isTransparent } from './hidden-style.ts';
import { hiddenElements } from './style-sheets.ts';
import { detach, type ElementNode } from './dom.ts';
import { attribute, closest, prevElement } from './walk.ts';

/** Opened by the reader above the page, and no part of its text. */
const OVERLAY = wordPattern(String.raw`
    modals? dialogs? popups? pop-?overs? tooltips? lightbox overlay drawer off-?canvas drop-?down\w* menus? sub-?menu
    mega-?menu nav nav-?bar\w* navigation search cookies? consent login sign-?up
  `);

/** What opens in its place below a heading or a button. */
const FOLD = wordPattern(String.raw`
    accordions? accordion-\w+ collaps\w+ faqs? answers? tab-?panes? tab-?panels? tab-?contents? panels? toggle-\w+
    expand\w* spoilers? read-?more more more-?text fold\w* details
  `);

const FADE = /transform|transition|animation|will-change|filter/i;
const FADE_NAMES = wordPattern(String.raw`aos wow fade\w* animat\w+ reveal\w* appear\w* motion\w* slide-?in\w* lazy\w*`);

/** What hides most of a page has so many letters, or leaves hardly any. */
const MIN_PAGE = 300;
const MAX_REST = 10;
/** So many that are transparent fade in. */
const FADING = 3;

/**
 * Takes out what is hidden: it is where texts stand that are meant for machines and not for readers. What a reader can
 * open stays: tab panels, and what a control on the page names or stands above. So does most of a page, which a script
 * would show.
 * @param body measured
 * @param elements of the body
 * @param names class and id selectors that the page's style sheets hide
 */
export function removeHidden(body: ElementNode, elements: Elements, names: ReadonlySet<string>): void {
  const named = hiddenElements(body, elements, names);
  const isMost = ({ letters }: ElementNode): boolean => {
    return letters > body.letters / 2 && (letters >= MIN_PAGE || body.letters - letters < MAX_REST);
  };
  const opened = openedIds(elements);
  const transparent: ElementNode[] = [];
  for (const each of elements.all) {
    if (isHidden(each) || named.has(each)) {
      if (!isMost(each) && !isOpened(each, opened)) detach(each);
    } else if (isTransparent(each) && each.letters > 0 && !isMost(each) && !fadesIn(each)) transparent.push(each);
  }
  if (transparent.length < FADING) for (const each of transparent) if (!isOpened(each, opened)) detach(each);
}

/** The ids that controls of the page name. */
function openedIds(elements: Elements): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { attribs } of elements.all) {
    for (const name of ['aria-controls', 'data-target', 'data-bs-target']) {
      for (const id of attribs[name]?.split(/[\s,]+/) ?? []) if (id !== '') ids.add(id.replace(/^#/, ''));
    }
    const href = attribs['href'];
    const isToggle = attribs['data-toggle'] ?? attribs['data-bs-toggle'] ?? (attribs['role'] === 'tab' ? 'tab' : undefined);
    if (href !== undefined && href.length > 1 && href.startsWith('#') && isToggle !== undefined) ids.add(href.slice(1));
  }
  return ids;
}

function isOpened(element: ElementNode, ids: ReadonlySet<string>): boolean {
  if (attribute(element, 'role') === 'tabpanel') return true;
  const names = namesOf(element);
  const isNamed = ids.has(attribute(element, 'id')) || (FOLD.test(names) && (prevElement(element)?.letters ?? 0) > 0);
  return isNamed && !isOverlay(element, names);
}

function isOverlay(element: ElementNode, names: string): boolean {
  if (OVERLAY.test(names) || /^(?:alert)?dialog$|^menu|^listbox$|^tooltip$/.test(attribute(element, 'role'))) return true;
  if (holds(element, 'nav')) return true;
  return (
    closest(
      element,
      ({ name, attribs }) => name === 'nav' || /^(?:navigation|menu|menubar|dialog)$/.test(attribs['role'] ?? ''),
    ) !== undefined
  );
}

function fadesIn(element: ElementNode): boolean {
  return (
    FADE.test(element.attribs['style'] ?? '') || element.attribs['data-aos'] !== undefined || FADE_NAMES.test(namesOf(element))
  );
}
