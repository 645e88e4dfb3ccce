import { parseHTML } from 'linkedom';

/** What is used of the DOM; the project is compiled without the browser's types. */
export interface DomNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly parentNode: DomElement | null;
  readonly firstChild: DomNode | null;
  readonly nextSibling: DomNode | null;
  readonly previousSibling: DomNode | null;
  textContent: string | null;
}

export interface DomElement extends DomNode {
  readonly localName: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  readonly firstElementChild: DomElement | null;
  readonly nextElementSibling: DomElement | null;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  hasAttribute(name: string): boolean;
  removeAttribute(name: string): void;
  querySelector(selector: string): DomElement | null;
  querySelectorAll(selector: string): Iterable<DomElement>;
  closest(selector: string): DomElement | null;
  matches(selector: string): boolean;
  contains(node: DomNode): boolean;
  append(...nodes: (DomNode | string)[]): void;
  prepend(...nodes: (DomNode | string)[]): void;
  before(...nodes: (DomNode | string)[]): void;
  replaceWith(...nodes: (DomNode | string)[]): void;
  remove(): void;
}

export interface DomDocument extends DomElement {
  readonly documentElement: DomElement;
  readonly head: DomElement;
  readonly body: DomElement;
  createElement(name: string): DomElement;
}

export const ELEMENT = 1;
export const TEXT = 3;

export function isElement(node: DomNode): node is DomElement {
  return node.nodeType === ELEMENT;
}

/** The children as they are now: linkedom's `childNodes` is quadratic in a loop. */
export function childrenOf(node: DomNode): DomNode[] {
  const children: DomNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

/** An element of a library whose types name the browser's, which this project is not compiled with. */
export function asElement(node: unknown): DomElement {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return node as DomElement;
}

/** Puts the children of an element in its place. */
export function unwrap(element: DomElement): void {
  element.replaceWith(...childrenOf(element));
}

/** The text of a node with every run of white space as one space. */
export function textOf(node: DomNode): string {
  return (node.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** Gives an element another name; its attributes are lost. */
export function rename(document: DomDocument, element: DomElement, name: string): DomElement {
  const renamed = document.createElement(name);
  renamed.append(...childrenOf(element));
  element.replaceWith(renamed);
  return renamed;
}

/** Parses a page, or a piece of one, into a document whose whole content is in its one `body`. */
export function parsePage(html: string): DomDocument {
  const mended = closeHeadings(html);
  const page = /<html[\s>]/i.test(mended) ? mended : `<html><head></head><body>${mended}</body></html>`;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- linkedom's own type needs the browser's
  const document = (parseHTML(page) as unknown as { document: DomDocument }).document;
  const root = document.documentElement;
  // The getter makes a body if the page has none; what stands beside it, or after </html>, is moved into it.
  const { body } = document;
  const stray = [...childrenOf(root), ...childrenOf(document)].filter((node) => {
    return node !== root && node !== body && node !== document.head && (isElement(node) || node.nodeType === TEXT);
  });
  for (const node of stray) {
    if (isElement(node) && node.contains(body)) body.remove();
    if (!isElement(node) || !node.contains(root)) body.append(node);
  }
  if (!body.parentNode) root.append(body);
  for (const inner of body.querySelectorAll('html, body')) unwrap(inner);
  if (/\s[A-Z][A-Za-z-]*\s*=/.test(html)) lowerAttributes(document);
  return document;
}

/** As a browser does: the end of any heading, or the start of another, ends the heading that is open. */
function closeHeadings(html: string): string {
  let open = '';
  return html.replace(/<(\/?)h([1-6])(?=[\s>])/gi, (tag, slash: string, level: string) => {
    const before = open;
    open = slash ? '' : level;
    if (slash) return before ? `</h${before}` : tag;
    return before ? `</h${before}>${tag}` : tag;
  });
}

/** linkedom keeps attribute names as they are written, and then finds no HREF. */
function lowerAttributes(document: DomDocument): void {
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of Array.from(element.attributes)) {
      const lower = name.toLowerCase();
      if (lower === name) continue;
      element.removeAttribute(name);
      if (!element.hasAttribute(lower)) element.setAttribute(lower, value);
    }
  }
}
