import { holds } from './contents.ts';
import type { Elements } from './elements.ts';
import { measure, prose } from './measure.ts';
import { detach, replace, unwrap, type ElementNode } from './dom.ts';
import { attribute, contains, find, prevElement } from './walk.ts';

/** Fewer letters than this are a word or two besides. */
const HARDLY_TEXT = 200;

/**
 * What a page shows without scripts: it is kept where it is the page, or a text; a picture in it takes the place of one
 * that a script would load. All else goes: counters, and the advice to switch scripts on.
 */
export function readNoscript(body: ElementNode, elements: Elements): void {
  const all = elements.named('noscript').filter((each) => contains(body, each));
  if (all.length === 0) return;
  measure(body);
  const inside = all.reduce((sum, each) => sum + (isNested(each) ? 0 : each.letters), 0);
  const rest = body.letters - inside;
  for (const each of all) {
    const own = prose(each);
    const isText = own > 300 && own > 0.2 * rest && find(each, ({ name }) => name === 'p') !== undefined;
    const isPage = rest < HARDLY_TEXT && own > rest && own > 150;
    if (isText || isPage) unwrap(each);
    else readPicture(each);
  }
}

function isNested(noscript: ElementNode): boolean {
  for (let each = noscript.parent; each; each = each.parent) if (each.name === 'noscript') return true;
  return false;
}

function readPicture(noscript: ElementNode): void {
  const image = holds(noscript, 'image') ? find(noscript, ({ name }) => name === 'img') : undefined;
  const before = prevElement(noscript);
  const waiting =
    before?.name === 'img'
      ? before
      : before && before.letters === 0 && holds(before, 'image')
        ? find(before, ({ name }) => name === 'img')
        : undefined;
  if (!image || noscript.letters > 0) return detach(noscript);
  if (waiting) {
    if (isPlaceholder(waiting)) {
      detach(image);
      replace(waiting, image);
    }
  } else if (isPhoto(image)) {
    detach(image);
    replace(noscript, image);
    return;
  }
  detach(noscript);
}

/** Without an address of its own, or with that of a drawing in the page. */
function isPlaceholder(image: ElementNode): boolean {
  return /^(?:data:|about:|$)/i.test(attribute(image, 'src')) || /lazy/i.test(image.attribs['class'] ?? '');
}

/** Not a pixel to count by. */
function isPhoto(image: ElementNode): boolean {
  const { width, height, style } = image.attribs;
  if (width === '1' || height === '1' || width === '0' || height === '0' || /none|hidden/.test(style ?? '')) return false;
  return /\.(?:jpe?g|png|webp|avif|gif)(?:$|[?#])/i.test(attribute(image, 'src')) && attribute(image, 'alt') !== '';
}
