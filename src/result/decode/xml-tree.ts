import { decodeXmlEntities } from './entities.ts';
import { attributesOf, entityNames, markupEnd, nameAt, NO_ATTRIBUTES, type Attributes } from './xml-markup.ts';

/** An element, with what is in it in order: texts, whose entities are decoded, and elements. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Attributes;
  readonly children: readonly (string | XmlElement)[];
}

/** That of all empty elements, of which there may be millions: nothing is ever put into it. */
const NO_CHILDREN: never[] = [];

interface OpenElement extends XmlElement {
  readonly children: (string | XmlElement)[];
}

/**
 * Reads an XML text as a tree. It has to be well-formed as far as it matters for reading it: elements are closed in
 * order, there is one root, none nests too deep, markup ends. Without recursion, in time that is proportional to the
 * text. A DOCTYPE defines nothing: the entities that it declares stay as they are written.
 * @returns what is wrong, as a string, if something is
 */
export function parseTree(xml: string, maxDepth: number): XmlElement | string {
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let declared: ReadonlySet<string> | undefined;
  let textStart = 0;
  for (let at = xml.indexOf('<'); at !== -1; at = xml.indexOf('<', at)) {
    const end = markupEnd(xml, at);
    if (end === -1) return `the markup at offset ${at} does not end`;
    const parent = open.at(-1);
    if (parent && at > textStart) parent.children.push(decodeXmlEntities(xml.slice(textStart, at), declared));
    const kind = xml[at + 1];
    if (kind === '!') {
      if (xml.startsWith('<!DOCTYPE', at)) {
        if (declared || root !== undefined) return `the DOCTYPE at offset ${at} is out of place`;
        declared = entityNames(xml.slice(at, end));
      } else if (xml.startsWith('<![CDATA[', at)) parent?.children.push(xml.slice(at + 9, end - 3));
    } else if (kind === '/') {
      const name = nameAt(xml, at + 2);
      if (name === undefined) return `there is no element name at offset ${at}`;
      const closed = open.pop();
      if (closed?.name !== name) {
        return `</${clip(name)}> at offset ${at} closes ${closed === undefined ? 'nothing' : `<${clip(closed.name)}>`}`;
      }
    } else if (kind !== '?') {
      const name = nameAt(xml, at + 1);
      if (name === undefined) return `there is no element name at offset ${at}`;
      if (!parent && root !== undefined) return `<${clip(name)}> at offset ${at} is a second root`;
      const isEmpty = xml[end - 2] === '/';
      const attributesEnd = isEmpty ? end - 2 : end - 1;
      const from = at + 1 + name.length;
      const attributes = from < attributesEnd ? attributesOf(xml.slice(from, attributesEnd), declared) : NO_ATTRIBUTES;
      const element: OpenElement = { name, attributes, children: isEmpty ? NO_CHILDREN : [] };
      root ??= element;
      parent?.children.push(element);
      if (!isEmpty && open.push(element) > maxDepth) return `it is nested more than ${maxDepth} levels deep`;
    }
    at = end;
    textStart = end;
  }
  if (open.length > 0) return `<${clip(open.at(-1)?.name ?? '')}> is not closed`;
  return root ?? 'it has no element';
}

/** The elements among the children, of a name if one is given. */
export function elementsOf({ children }: XmlElement): XmlElement[] {
  return children.filter((child) => typeof child !== 'string');
}

/** All text in an element, in order, that of elements in it too. */
export function textOf(element: XmlElement): string {
  const [only] = element.children;
  if (element.children.length < 2 && typeof only !== 'object') return only ?? '';
  const parts: string[] = [];
  collectText(element, parts);
  return parts.join('');
}

function collectText(element: XmlElement, parts: string[]): void {
  for (const child of element.children) {
    if (typeof child === 'string') parts.push(child);
    else if (child.children.length > 0) collectText(child, parts);
  }
}

function clip(name: string): string {
  return name.slice(0, 40);
}
