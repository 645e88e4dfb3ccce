import { Namings, type Naming } from './boilerplate-names.ts';
import { NAME_RULES, NOT_OF_REMARKS, type PageKind } from './boilerplate-rules.ts';
import { holds } from './contents.ts';
import { dropHeading } from './drop-heading.ts';
import { drop, prose } from './measure.ts';
import { thinHeader } from './thin-header.ts';
import { isElement, type ElementNode } from './dom.ts';
import { attribute, childrenOf, rawText } from './walk.ts';

/** Where an element stands. */
interface Place {
  readonly inMain: boolean;
  /** Not in an article, a section or the main element. */
  readonly onPage: boolean;
  readonly inFigure: boolean;
}

const LANDMARK = /^(?:navigation|search|banner|contentinfo|dialog|alertdialog|menu|menubar|tooltip)$/;
const SECTION = /^(?:main|article|section|blockquote|td|figure)$/;
/** What a box with something to press never is. */
const TEXT = /^(?:h[1-6]|p|pre|code|t[dhr]|tbody|li|table|article|main|dt|dd|figure|blockquote|a|em|strong|b|i)$/;

const MAX_AID = 200;
const MAX_GUTTER = 100_000;
/** Navigation and footers outside of the main element go whatever the share, up to so many letters. */
const MAX_OUTSIDE = 1_000;
const MIN_MAIN = 200;
const MIN_TEXT = 400;

/**
 * Drops what surrounds the content: navigation, bars, boxes, small print. An element goes by what it is or what it is
 * called, and only if it holds no more than a share of what can be read on the page.
 * @param body measured
 * @param main the element that says it is the content
 */
export function dropBoilerplate(body: ElementNode, main: ElementNode | undefined): void {
  new Pruning(body, main).prune();
}

class Pruning {
  readonly #body: ElementNode;
  readonly #main: ElementNode | undefined;
  /** The main element and what it stands in. */
  readonly #wrappers = new Set<ElementNode>();
  readonly #namings = new Namings();
  /** Letters that are in no link, of all that can be seen; those that are. */
  readonly #prose: number;
  readonly #kind: PageKind;
  readonly #hasMainText: boolean;

  constructor(body: ElementNode, main: ElementNode | undefined) {
    this.#body = body;
    this.#main = main;
    for (let each: ElementNode | null = main ?? body; each; each = each.parent) this.#wrappers.add(each);
    this.#prose = prose(body);
    this.#kind = {
      isLinks: this.#prose < 120 || this.#prose < 0.15 * body.linked,
      isIndex: this.#prose <= MIN_TEXT || this.#prose <= 0.25 * body.linked,
    };
    this.#hasMainText = main !== undefined && prose(main) >= MIN_MAIN;
  }

  prune(): void {
    this.#visit(this.#body, { inMain: this.#main === this.#body, onPage: true, inFigure: false });
  }

  #visit(parent: ElementNode, place: Place): void {
    for (const child of childrenOf(parent)) {
      if (!isElement(child) || child.dropped) continue;
      const isWrapper = this.#wrappers.has(child);
      if (!isWrapper && this.#surrounds(child, place)) {
        drop(child);
        const namings = this.#namings.of(child);
        if ((namings.has('contents') || namings.has('related')) && !holds(child, 'heading')) dropHeading(child);
        continue;
      }
      const isMain = child === this.#main;
      const onPage = place.onPage && !isMain && !SECTION.test(child.name);
      this.#visit(child, { inMain: place.inMain || isMain, onPage, inFigure: place.inFigure || child.name === 'figure' });
    }
  }

  #surrounds(element: ElementNode, place: Place): boolean {
    const namings = this.#namings.of(element);
    return this.#byRole(element, place, namings) || this.#byName(element, place, namings);
  }

  #isUpTo(element: ElementNode, share: number): boolean {
    return prose(element) <= share * this.#prose;
  }

  /** Outside of a main element with a text, and not too long. */
  #isOutside(element: ElementNode, { inMain }: Place): boolean {
    return this.#hasMainText && !inMain && prose(element) <= MAX_OUTSIDE;
  }

  #byRole(element: ElementNode, place: Place, namings: ReadonlySet<Naming>): boolean {
    const { name } = element;
    const role = attribute(element, 'role').toLowerCase();
    if (name === 'nav' || role === 'navigation') {
      if (this.#kind.isLinks && element.linked > 0) return false;
      return this.#isUpTo(element, 0.25) || this.#isOutside(element, place);
    }
    const isBar = namings.has('header') && holds(element, 'nav', 'field');
    const isHeader = name === 'header' || role === 'banner' || isBar;
    if (isHeader && holds(element, 'h1') && this.#isUpTo(element, 0.4)) thinHeader(element, place.onPage);
    else if (isHeader && !holds(element, 'h1') && place.onPage && this.#isUpTo(element, 0.25)) return true;
    if (name === 'footer' && (place.onPage || this.#isOutside(element, place))) {
      return this.#isUpTo(element, 0.25) || this.#isOutside(element, place);
    }
    if (name === 'aside' || role === 'complementary') return !isRemark(element, place, namings) && this.#isUpTo(element, 0.3);
    if (LANDMARK.test(role) && role !== 'banner') return this.#isUpTo(element, 0.25);
    return /breadcrumb/i.test(element.attribs['aria-label'] ?? '') && this.#isUpTo(element, 0.25);
  }

  #byName(element: ElementNode, { inMain, inFigure }: Place, namings: ReadonlySet<Naming>): boolean {
    if (namings.size === 0 || inFigure || element.attribs['role'] === 'note') return false;
    const { name, letters } = element;
    if (namings.has('gutter') && letters > 0 && letters < MAX_GUTTER && /^[\d\s]+$/.test(rawText(element))) return true;
    if (namings.has('aid') && letters < MAX_AID && !/^(?:pre|code|h1|table)$/.test(name) && this.#isUpTo(element, 0.1))
      return !holds(element, 'pre', 'h1');
    if (TEXT.test(name) && !(name === 'table' && namings.has('menu'))) return false;
    return NAME_RULES.some((rule) => {
      if (!namings.has(rule.naming) || (namings.has('remark') && NOT_OF_REMARKS.has(rule.naming))) return false;
      const share = inMain ? (rule.shareInMain ?? rule.share) : rule.share;
      if (!this.#isUpTo(element, share) || letters >= (rule.below?.(this.#kind) ?? Infinity)) return false;
      return !holds(element, ...rule.without) && (rule.is?.(element, this.#kind) ?? true);
    });
  }
}

/** A remark stands beside the text that it belongs to, or says what it is. */
function isRemark(aside: ElementNode, { inMain }: Place, namings: ReadonlySet<Naming>): boolean {
  if (namings.has('remark') || attribute(aside, 'role') === 'note') return true;
  return inMain && aside.linked < 0.2 * aside.letters && !holds(aside, 'field');
}
