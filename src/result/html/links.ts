import { childrenOf, textOf, unwrap, type DomDocument, type DomElement } from './dom.ts';
import { parseUrl } from '../../parse-url.ts';

const LINKABLE = new Set(['http:', 'https:', 'mailto:', 'tel:', 'ftp:']);

const LAZY = ['data-src', 'data-original', 'data-lazy-src', 'data-url'];

/** The address relative ones start from: `<base href>` if the page has one, the page's own otherwise. */
export function baseOf(document: DomDocument, pageUrl: string): string {
  const href = document.querySelector('base[href]')?.getAttribute('href');
  return (href ? absolute(href, pageUrl) : undefined) ?? pageUrl;
}

/** Makes links and images absolute. A link that leads nowhere useful becomes its text; an image without one goes. */
export function resolveLinks(document: DomDocument, base: string): void {
  for (const link of document.body.querySelectorAll('a')) resolveLink(document, link, base);
  for (const image of document.body.querySelectorAll('img')) resolveImage(image, base);
}

function resolveLink(document: DomDocument, link: DomElement, base: string): void {
  const href = link.getAttribute('href');
  if (/^[¶#§]$/.test(textOf(link)) && href?.includes('#')) {
    link.remove();
    return;
  }
  const url = href === null ? undefined : absolute(href, base);
  // A fragment in a heading is the heading's own anchor, in a superscript the number of a footnote.
  const own = href?.trim().startsWith('#') && link.closest('h1, h2, h3, h4, h5, h6, sup');
  if (!url || own) {
    unwrap(link);
    return;
  }
  link.setAttribute('href', url);
  link.removeAttribute('title');
  moveIntoHeading(document, link, url);
}

/** A card whose whole is a link: the heading becomes the link, as Markdown has none around blocks. */
function moveIntoHeading(document: DomDocument, link: DomElement, url: string): void {
  const heading = link.querySelector('h1, h2, h3, h4, h5, h6');
  if (!heading) return;
  const inner = document.createElement('a');
  inner.setAttribute('href', url);
  inner.append(...childrenOf(heading));
  heading.append(inner);
  unwrap(link);
}

function resolveImage(image: DomElement, base: string): void {
  const sources = [image.getAttribute('src'), ...LAZY.map((name) => image.getAttribute(name)), firstOfSet(image)];
  const source = sources.find((each) => each && !/^\s*(?:data|blob|about):/i.test(each));
  const url = source ? absolute(source, base) : undefined;
  const pixel = image.getAttribute('width') === '1' || image.getAttribute('height') === '1';
  if (!url || pixel || !/^https?:/.test(url)) {
    image.remove();
    return;
  }
  image.setAttribute('src', url);
  image.setAttribute('alt', (image.getAttribute('alt') ?? '').replace(/\s+/g, ' ').trim());
  image.removeAttribute('title');
}

function firstOfSet(image: DomElement): string | undefined {
  const set = image.getAttribute('srcset') ?? image.getAttribute('data-srcset');
  return set?.trim().split(/\s/)[0];
}

function absolute(href: string, base: string): string | undefined {
  const url = parseUrl(href.trim(), base);
  return url && LINKABLE.has(url.protocol) ? url.href : undefined;
}
