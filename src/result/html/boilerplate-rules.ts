import type { Naming } from './boilerplate-names.ts';
import { holds } from './contents.ts';
import type { ElementNode } from './dom.ts';
import { nextShown } from './walk.ts';

/** What a page is, as far as rules differ by it. */
export interface PageKind {
  /** There is hardly any text but links: the navigation is the content. */
  readonly isLinks: boolean;
  /** It leads to others: the ways to them are the content. */
  readonly isIndex: boolean;
}

/** When an element with such a name surrounds the content. */
export interface NameRule {
  readonly naming: Naming;
  /** It has no more than this share of what can be read on the page. */
  readonly share: number;
  /** The same inside the main element, if it differs. */
  readonly shareInMain?: number;
  /** It has fewer letters. */
  readonly below?: (page: PageKind) => number;
  /** It never holds any of these. */
  readonly without: readonly Parameters<typeof holds>[1][];
  readonly is?: (element: ElementNode, page: PageKind) => boolean;
}

/** Longer texts are not a box beside the text. */
const MAX_WIDGET = 1_500;
const MAX_INDEX_WIDGET = 200;
const MAX_BOX = 600;
const MAX_CONSENT = 6_000;
/** A menu with fewer letters is one of pictures. */
const MIN_MENU = 30;
/** So many links tell what a list is of. */
const MAX_LINKS = 200;

const BOX = ['h1', 'pre', 'main', 'article'] as const;

export const NAME_RULES: readonly NameRule[] = [
  { naming: 'around', share: 0.3, shareInMain: 0.15, without: ['h1'] },
  { naming: 'menu', share: 0.25, without: ['h1'], is: (element, { isLinks }) => !isLinks && isMenu(element) },
  { naming: 'footer', share: 0.25, shareInMain: 0.1, without: ['h1'] },
  { naming: 'form', share: 0.15, without: ['h1', 'article', 'main'] },
  { naming: 'contents', share: 0.25, without: [], is: isMostlyFragments },
  { naming: 'consent', share: 0.3, below: () => MAX_BOX, without: BOX },
  { naming: 'consent', share: 0.45, below: () => MAX_CONSENT, without: BOX, is: ({ letters }) => letters >= MAX_BOX },
  { naming: 'box', share: 0.2, below: () => MAX_BOX, without: BOX },
  {
    naming: 'widget',
    share: 0.2,
    below: ({ isIndex }) => (isIndex ? MAX_INDEX_WIDGET : MAX_WIDGET),
    without: BOX,
    // The price of a share has nothing to press.
    is: (element) => holds(element, 'interactive'),
  },
  {
    naming: 'related',
    share: 0.15,
    without: ['h1', 'pre', 'main'],
    is: ({ linked, letters }, { isIndex }) => !isIndex && linked > 0.4 * letters,
  },
];

/** Names that a remark has, too: it belongs to the text beside it. */
export const NOT_OF_REMARKS: ReadonlySet<Naming> = new Set(['footer', 'consent', 'box', 'widget', 'related']);

function isMenu(element: ElementNode): boolean {
  return element.linked >= 0.5 * element.letters || (element.letters < MIN_MENU && holds(element, 'image'));
}

function isMostlyFragments(element: ElementNode): boolean {
  let links = 0;
  let fragments = 0;
  for (let each = nextShown(element, element); each && links < MAX_LINKS; each = nextShown(each, element)) {
    const { name, attribs } = each;
    if (name !== 'a' || attribs['href'] === undefined) continue;
    links++;
    if (attribs['href'].includes('#')) fragments++;
  }
  return links > 0 && fragments * 2 > links;
}
