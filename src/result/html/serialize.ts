import { ELEMENT, TEXT, type DomElement, type DomNode } from './dom.ts';

/** What the Markdown rules look at. The rest of a page's attributes would only be parsed once more. */
const KEPT = ['href', 'src', 'alt', 'title', 'colspan', 'rowspan', 'start', 'role', 'data-lang', 'data-level'];

/** A parser takes these for a frame of the page, and not for content; they are passed through to what they hold. */
const FRAME = new Set(['html', 'head', 'body', 'frameset', 'frame', 'noframes']);

const VOID = new Set(['br', 'hr', 'img', 'wbr']);

/**
 * Writes the content of an element as HTML. Unlike linkedom's `innerHTML` it escapes `&` in attributes, without which
 * `?a=1&copy;=2` is another address after the next parser.
 */
export function serialize(element: DomElement): string {
  const out: string[] = [];
  for (let child = element.firstChild; child; child = child.nextSibling) write(child, out);
  return out.join('');
}

function write(node: DomNode, out: string[]): void {
  if (node.nodeType === TEXT) out.push(escaped(node.textContent ?? ''));
  if (node.nodeType !== ELEMENT) return;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its nodeType says so
  const element = node as DomElement;
  const name = element.localName.toLowerCase();
  if (FRAME.has(name)) {
    for (let child = node.firstChild; child; child = child.nextSibling) write(child, out);
    return;
  }
  out.push('<', name);
  for (const attribute of KEPT) {
    const value = element.getAttribute(attribute);
    if (value !== null) out.push(' ', attribute, '="', escaped(value).replaceAll('"', '&quot;'), '"');
  }
  out.push('>');
  if (VOID.has(name)) return;
  // A parser drops the first line break of a pre: this one, and not one of the code.
  if (name === 'pre') out.push('\n');
  for (let child = node.firstChild; child; child = child.nextSibling) write(child, out);
  out.push('</', name, '>');
}

/**
 * Control characters go: the table rule marks its cells with them. So do invisible ones, and a space that does not
 * break is a space: who searches the text would not find it otherwise.
 */
function escaped(text: string): string {
  // oxlint-disable-next-line no-control-regex -- see above
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u00ad\u200b\ufeff]/g, '')
    .replaceAll('\u00a0', ' ')
    .replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
