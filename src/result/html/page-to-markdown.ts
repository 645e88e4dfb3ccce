import { dropBoilerplate } from './boilerplate.ts';
import { clear } from './clear.ts';
import { Elements } from './elements.ts';
import { removeHidden } from './hidden.ts';
import { dropLinkLists } from './link-lists.ts';
import { mainOf } from './main-element.ts';
import { Addresses } from './markdown/links.ts';
import { writeMarkdown } from './markdown/write.ts';
import { measure, prose } from './measure.ts';
import { factsOf } from './page-facts.ts';
import { PageLimit } from './page-limit.ts';
import { parsePage } from './parse.ts';
import { htmlToText } from './plain-text.ts';
import { prepare } from './prepare.ts';
import { rootOf } from './root.ts';
import { scantText } from './scant-text.ts';
import { refreshTarget } from './sends-on.ts';
import { hiddenNames } from './style-sheets.ts';
import { titled } from './title.ts';
import type { ElementNode } from './dom.ts';

/** Longer pages do not fit into the memory of the process. */
const MAX_LENGTH = 12_000_000;

/** Kept text below this share of a page, with so much more lost, was cut wrongly. */
const MIN_KEPT = 0.15;
const MIN_LOST = 300;

/** A page as Markdown, and what a reader should know of how it came to be. */
export interface ConvertedPage {
  readonly markdown: string;
  readonly notes: readonly string[];
}

/**
 * Converts a page to Markdown: its title, then its content without what surrounds it, links and images absolute. A page
 * that cannot be converted (of more than 12,000,000 characters or 700,000 elements, or by a fault of ours) becomes plain
 * text, with a note that says why. Never throws.
 * It takes milliseconds for a usual page and can take seconds for a hostile one: run it where that holds up nobody.
 * @param url the address of the page, absolute
 */
export function pageToMarkdown(html: string, url: string): ConvertedPage {
  if (html.length > MAX_LENGTH) return asText(html, 'the page is too large');
  try {
    const converted = convert(html, url);
    return converted.markdown === '' && html.trim() !== '' ? withLastResort(converted, html, url) : converted;
  } catch (error) {
    return asText(html, error instanceof PageLimit ? error.message : 'the page could not be converted');
  }
}

/** A page of which nothing came: what stands in `noscript`, or what a comment that is never closed has swallowed. */
function withLastResort({ notes }: ConvertedPage, html: string, url: string): ConvertedPage {
  const { body } = parsePage(html);
  clear(new Elements(body));
  measure(body);
  if (body.letters > 0) {
    removeHidden(body, new Elements(body), new Set());
    return { markdown: writeMarkdown([body], new Addresses(url, undefined)), notes };
  }
  const text = htmlToText(html);
  if (text !== '') return { markdown: text, notes };
  const swallowed = inOpenComment(html);
  return swallowed === ''
    ? { markdown: '', notes }
    : {
        markdown: swallowed,
        notes: [...notes, 'a browser shows nothing of this page: its text is in a comment that is never closed'],
      };
}

function inOpenComment(html: string): string {
  const at = html.indexOf('<!--', html.lastIndexOf('-->') + 1);
  return at < 0 ? '' : htmlToText(html.slice(at + '<!--'.length));
}

function asText(html: string, why: string): ConvertedPage {
  return { markdown: htmlToText(html), notes: [`converted as plain text: ${why}`] };
}

function convert(html: string, url: string): ConvertedPage {
  const { document, body } = parsePage(html);
  const elements = new Elements(document);
  const facts = factsOf(elements);
  const addresses = new Addresses(url, facts.baseHref);
  const target = refreshTarget(elements, addresses, url);
  const hidden = hiddenNames(elements);
  const { markdown, note } = contentOf(body, prepare(body, hidden), addresses);
  const more = scantText({ letters: body.letters, facts, addresses, url, target });
  const notes = [note, target === undefined ? '' : `this page sends browsers on to ${target}`, ...more.notes].filter(
    (each) => each !== '',
  );
  return { markdown: titled([markdown, ...more.texts].filter((each) => each !== '').join('\n\n'), facts.title), notes };
}

/** The content of a page that is prepared; all of it, with a note, if hardly any was found. */
function contentOf(body: ElementNode, elements: Elements, addresses: Addresses): { markdown: string; note: string } {
  const all = prose(body);
  dropBoilerplate(body, mainOf(body, elements));
  const { element, before } = rootOf(body, elements);
  dropLinkLists(element, element !== body);
  const kept = [...before, element].reduce((sum, each) => sum + prose(each), 0);
  if (kept >= MIN_KEPT * all || all - kept <= MIN_LOST)
    return { markdown: writeMarkdown([...before, element], addresses), note: '' };
  return { markdown: writeMarkdown([body], addresses, true), note: 'the whole page, with what surrounds its content' };
}
