import { parseUrl } from '../../../parse-url.ts';
import { Elements } from '../elements.ts';
import { parsePage } from '../parse.ts';
import { isShadowRoot } from '../revive.ts';
import type { ElementNode } from '../dom.ts';
import { attribute } from '../walk.ts';
import { parseXmlTree } from './xml-tree.ts';

/** A document to extract from, as it came: nothing is taken out of it. */
export interface SourceDocument {
  readonly root: ElementNode;
  readonly isXml: boolean;
  /** Where relative addresses start from: the document's address, or what its `<base href>` makes of it. */
  readonly base: string;
}

/**
 * @param url the address of the document, absolute
 * @throws {PageLimit} if an HTML page has too many elements
 * @throws {ExtractError} if XML is broken
 */
export function readDocument(source: string, kind: 'html' | 'xml', url: string): SourceDocument {
  if (kind === 'xml') return { root: parseXmlTree(source), isXml: true, base: url };
  const { document } = parsePage(source);
  const elements = new Elements(document);
  // What is in a template is not in the document, but what is in a shadow root is seen.
  for (const template of elements.named('template')) if (isShadowRoot(template)) template.name = 'shadow-root';
  const base = elements.named('base').find(({ attribs }) => attribs['href'] !== undefined);
  const made = base && absolute(attribute(base, 'href'), url);
  // Of these schemes it counts for nothing (HTML standard, 4.2.3).
  return { root: document, isXml: false, base: made === undefined || /^(?:data|javascript):/.test(made) ? url : made };
}

/** An address as absolute as it can be: undefined if it is none. */
export function absolute(href: string, base: string): string | undefined {
  const trimmed = href.trim();
  return trimmed === '' ? undefined : parseUrl(trimmed, base)?.href;
}

/** The address that an element's own start from: XML Base for XML, the document's for HTML. */
export function baseOf(element: ElementNode, { isXml, base }: SourceDocument): string {
  if (!isXml) return base;
  const bases: string[] = [];
  for (let each: ElementNode | null = element; each; each = each.parent) {
    const own = each.attribs['xml:base'];
    if (own !== undefined) bases.push(own);
  }
  return bases.reduceRight((outer, own) => absolute(own, outer) ?? outer, base);
}
