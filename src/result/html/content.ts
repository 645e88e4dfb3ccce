import { Readability } from '@mozilla/readability';
import { mainOf } from './chrome.ts';
import { asElement, type DomDocument, type DomElement } from './dom.ts';
import { serialize } from './serialize.ts';

/** What is left of a page. */
export interface Content {
  /** HTML, cleaned. */
  readonly html: string;
  /** The line with the author, if it was told from the text. */
  readonly byline?: string | undefined;
}

/** Texts that must be found again; more of them say no more, and cost time. */
const MAX_PROBES = 400;
const BLOCKS = 'p, li, pre, td, th, dd, dt, blockquote, figcaption, h2, h3, h4';

/**
 * Chooses the content of a prepared page: what Readability picks if that holds the texts of the main element (or, on a
 * page without one, of most of the body), else that element itself, as on lists of links, indexes and short pages.
 */
export function contentOf(document: DomDocument): Content {
  const main = mainOf(document);
  const reference = main ?? document.body;
  const probe = probeOf(reference);
  const html = serialize(reference);
  if (probe.share < 0.3) return { html };
  if (main && main !== document.body) narrow(document, main);
  const read = readability(document, main ? 0.4 : 0);
  return read && isFound(probe, read.text, main ? 0.9 : 0.5) ? read : { html };
}

/** Readability then chooses within the main element only. */
function narrow(document: DomDocument, main: DomElement): void {
  const { body } = document;
  main.remove();
  body.textContent = '';
  body.append(main);
}

/** @param links how much more of a part may be links than Readability allows by itself, as a share */
function readability(document: DomDocument, links: number): (Content & { text: string }) | undefined {
  // Any title of the page's own would make Readability drop the headings that resemble it.
  const title = document.createElement('title');
  title.textContent = 'zyzzyva zyzzyva zyzzyva';
  document.head.textContent = '';
  document.head.append(title);
  let found: DomElement | undefined;
  const options = {
    keepClasses: true,
    disableJSONLD: true,
    charThreshold: 200,
    linkDensityModifier: links,
    serializer: (element: unknown) => {
      found = asElement(element);
      return '';
    },
  };
  const article = new Readability<string>(document, options).parse();
  if (!article || !found) return undefined;
  const byline = article.byline?.replace(/\s+/g, ' ').trim();
  return { html: serialize(found), byline, text: compact(found.textContent ?? '') };
}

interface Probe {
  readonly texts: readonly { start: string; weight: number; heading: boolean }[];
  /** How much of the text is in blocks that are more than links. */
  readonly share: number;
}

/** The beginnings of the blocks of an element that have a text of their own. */
function probeOf(reference: DomElement): Probe {
  const texts: { start: string; weight: number; heading: boolean }[] = [];
  let total = 0;
  for (const block of reference.querySelectorAll(BLOCKS)) {
    const heading = /^h\d$/.test(block.localName);
    if (!heading && block.localName !== 'pre' && block.querySelector(BLOCKS)) continue;
    const text = compact(block.textContent ?? '');
    if (text.length < (heading ? 3 : 15) || (!heading && linkShare(block, text.length) > 0.5)) continue;
    total += text.length;
    texts.push({ start: text.slice(0, 80), weight: Math.min(text.length, 400), heading });
  }
  const step = Math.ceil(texts.length / MAX_PROBES);
  const share = total / Math.max(1, compact(reference.textContent ?? '').length);
  return { texts: texts.filter((_, index) => index % step === 0), share };
}

/** Whether `text` has the given share of a probe, and with what it has the headings that stand above it. */
function isFound(probe: Probe, text: string, wanted: number): boolean {
  let weight = 0;
  let found = 0;
  let lost = 0;
  let headings = 0;
  let pending: boolean[] = [];
  for (const each of probe.texts) {
    const has = text.includes(each.start);
    if (each.heading) {
      pending.push(has);
      continue;
    }
    weight += each.weight;
    if (has) {
      found += each.weight;
      headings += pending.length;
      lost += pending.filter((there) => !there).length;
    }
    pending = [];
  }
  return found >= weight * wanted && lost <= headings * 0.2;
}

function linkShare(block: DomElement, length: number): number {
  let linked = 0;
  for (const link of block.querySelectorAll('a')) linked += compact(link.textContent ?? '').length;
  return linked / length;
}

function compact(text: string): string {
  return text.replace(/\s+/g, '');
}
