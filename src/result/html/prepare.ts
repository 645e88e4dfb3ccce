import { isWrapperOf, mainOf, removeChrome } from './chrome.ts';
import { flattenCode } from './code.ts';
import { rename, textOf, unwrap, type DomDocument, type DomElement } from './dom.ts';
import { baseOf, resolveLinks } from './links.ts';

/** A longer text is more than an author and a date. */
const MAX_META = 200;
const WRAPPER = /^(?:div|span|section|a|figure|header|hgroup)$/;
const HEADINGS = 'h1, h2, h3, h4, h5, h6';

/**
 * Makes a page fit to be read: without what surrounds the content, with absolute addresses, and with headings, code
 * and tables out of the wrappers that make Readability drop them (its issues 986 and 998).
 * @param pageUrl absolute; what relative addresses start from, unless the page has a `<base href>`
 */
export function prepare(document: DomDocument, pageUrl: string): void {
  const base = baseOf(document, pageUrl);
  keepFormulas(document);
  removeChrome(document);
  flattenCode(document);
  keepHeader(document);
  for (const heading of document.body.querySelectorAll(HEADINGS)) cleanHeading(heading);
  resolveLinks(document, base);
  for (const element of document.body.querySelectorAll(`${HEADINGS}, pre, table`)) hoist(element, document.body);
  for (const aside of document.body.querySelectorAll('aside')) rename(document, aside, 'blockquote');
  for (const reading of document.body.querySelectorAll('rt')) reading.textContent = `(${textOf(reading)})`;
}

/** A formula with its TeX beside it becomes that TeX; the drawn form is hidden, or a picture. */
function keepFormulas(document: DomDocument): void {
  for (const math of document.body.querySelectorAll('math')) {
    const tex =
      math.querySelector('annotation[encoding="application/x-tex"]')?.textContent?.trim() || math.getAttribute('alttext');
    if (!tex) continue;
    const code = document.createElement('code');
    code.textContent = tex.replace(/\s+/g, ' ');
    const hidden = math.closest('[style]');
    if (hidden?.localName === 'span') hidden.removeAttribute('style');
    math.replaceWith(code);
  }
}

/**
 * Author and date become a plain paragraph, and the header around them is opened: Readability drops what is called
 * header, meta or author.
 */
function keepHeader(document: DomDocument): void {
  const content = mainOf(document) ?? document.body;
  for (const header of content.querySelectorAll('header, hgroup')) unwrap(header);
  for (const element of content.querySelectorAll('time, [rel="author"], .byline, .author')) {
    const holder = element.closest('.byline, .entry-meta, .post-meta, .article-meta, p, div, li, td');
    const text = holder ? textOf(holder) : '';
    if (!holder || text === '' || text.length > MAX_META || holder === content) continue;
    if (holder.querySelector(`${HEADINGS}, p, pre`)) continue;
    const plain = holder.matches('div') ? rename(document, holder, 'p') : holder;
    for (const each of [plain, ...plain.querySelectorAll('[class], [id], [rel], [itemprop]')]) {
      for (const attribute of ['class', 'id', 'rel', 'itemprop']) each.removeAttribute(attribute);
    }
  }
}

/** The level is noted, as Readability turns h1 into h2, and the class forgotten, as it drops headings by class. */
function cleanHeading(heading: DomElement): void {
  for (const link of heading.querySelectorAll('a')) {
    if (/^(?:[#¶§🔗\s]*|permalink\b.*|link to .*)$/iu.test(textOf(link)) && !link.querySelector('img')) link.remove();
  }
  heading.setAttribute('data-level', heading.localName.slice(1));
  heading.removeAttribute('class');
  heading.removeAttribute('id');
  if (textOf(heading) === '' && !heading.querySelector('img')) heading.remove();
}

function hoist(element: DomElement, body: DomElement): void {
  for (let parent = element.parentNode; parent && parent !== body; parent = element.parentNode) {
    if (!WRAPPER.test(parent.localName) || !isWrapperOf(parent, element)) return;
    if (parent.localName === 'a') unwrap(parent);
    else parent.replaceWith(element);
  }
}
