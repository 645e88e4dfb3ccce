import { holds } from '../contents.ts';
import { isElement, type ElementNode } from '../dom.ts';
import { closest, textOf } from '../walk.ts';
import { visible } from './escape.ts';
import { mark } from './inline.ts';
import { destination, imageSources } from './links.ts';
import type { Writer } from './writer.ts';

/** Signs of links to a place on the page itself: to a heading, or back from a footnote. */
const SIGN = /^[¶#§🔗◆\s]*$/u;
const BACK = /^(?:[↩↵⏎↑⤴^⇑\s]|\ufe0e|\ufe0f)+$/u;
const SIGN_WORDS = /^(?:permalink\b.*|link to .*|anchor|direct link to .*)$/i;

export function writeLink(element: ElementNode, writer: Writer): void {
  const href = element.attribs['href'];
  const text = textOf(element);
  const hasImage = holds(element, 'image');
  if (href?.includes('#') && !hasImage && (SIGN.test(text) || (href.startsWith('#') && BACK.test(text)))) return;
  // A place that is everywhere is none.
  if (href?.trim() === '#') return /[\p{L}\p{N}]/u.test(text) || hasImage ? writer.children(element) : undefined;
  const inHeading = closest(element.parent, ({ name }) => /^h[1-6]$/.test(name)) !== undefined;
  if (inHeading && !hasImage && SIGN_WORDS.test(text)) return;
  const url = href === undefined ? undefined : writer.addresses.link(href);
  const isBack = element.attribs['role'] === 'doc-backlink';
  // A fragment in a heading or a term is its own anchor, in a superscript the number of a footnote.
  const isOwn =
    href?.trim().startsWith('#') && (inHeading || closest(element, ({ name }) => name === 'sup' || name === 'dt') !== undefined);
  if (url === undefined || isBack || isOwn || writer.inline.isMarked('[')) return writer.children(element);
  if (isElement(element.prev) && element.prev.name === 'a') writer.inline.space();
  if (text === url && !hasImage) return writer.inline.atom(destination(url));
  if (holds(element, 'heading') && !writer.isLine) return writer.linkedHeading(element, url);
  const isAround = holds(element, 'block') && !writer.isLine;
  if (isAround) writer.flush();
  writer.inline.open(mark('[', `](${destination(url)})`, isAround));
  writer.children(element);
  writer.inline.close();
  if (isAround) writer.flush();
}

export function writeImage({ attribs }: ElementNode, writer: Writer): void {
  const alt = visible(attribs['alt'] ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  if (isEmoji(alt)) return writer.inline.text(alt);
  if (attribs['width'] === '1' || attribs['height'] === '1' || attribs['width'] === '0' || attribs['height'] === '0') return;
  const url = imageSources(attribs)
    .map((source) => writer.addresses.image(source))
    .find((each) => each !== undefined);
  if (url === undefined) return;
  writer.inline.space();
  writer.inline.atom(`![${alt.replaceAll('[', '(').replaceAll(']', ')')}](${destination(url)})`);
  writer.inline.space();
}

/** A picture of a single character stands for that. */
function isEmoji(alt: string): boolean {
  return (
    alt.length <= 12 && /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u200d|\ufe0f)+$/u.test(alt)
  );
}
