import type { XMLParser } from 'fast-xml-parser';
import { decodeXmlEntities } from './entities.ts';
import { ATOM_TEXT, isElement, toFeed } from './feed.ts';
import { outline } from './xml-outline.ts';

/** More than this is returned as text, in UTF-16 code units. */
const MAX_LENGTH = 2 * 2 ** 20;

const MAX_DEPTH = 200;

/** XML as a value, or as it is where it cannot be one. */
export type ParsedXml =
  | { readonly kind: 'json'; readonly value: unknown; readonly note?: string }
  | { readonly kind: 'text'; readonly text: string; readonly note: string };

/**
 * Turns XML into a value: elements by name (an array where there are several of a name), attributes under `@name`, text
 * under `#text`, all of them strings; RSS and Atom feeds into {title, link, updated, items}. Never throws: what is
 * broken, nests more than 200 levels deep or is longer than 2 MB comes back as text with a note. No entity but those of
 * XML 1.0 section 4.6 and numeric ones is decoded. An element called `constructor`, `prototype` or `__proto__` gets
 * a `_` at its end.
 */
export async function parseXml(xml: string): Promise<ParsedXml> {
  if (xml.length > MAX_LENGTH) return asText(xml, 'the XML is longer than 2 MB and is returned as text');
  const seen = outline(xml, MAX_DEPTH);
  if (typeof seen === 'string') return asText(xml, `the XML is broken (${seen}), and is returned as text`);
  const [from, to] = seen.doctype ?? [0, 0];
  try {
    const parser = await parserFor(seen.root === 'feed' ? ATOM_TEXT : []);
    const value: unknown = parser.parse(xml.slice(0, from) + xml.slice(to));
    const root = isElement(value) ? value[seen.root] : undefined;
    const feed = isElement(root) ? toFeed(seen.root, root) : undefined;
    if (feed === undefined) return { kind: 'json', value };
    return { kind: 'json', value: feed, note: 'the feed is simplified; "as": "text" has all of its XML' };
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : 'unknown';
    return asText(xml, `the XML cannot be parsed (${why}), and is returned as text`);
  }
}

function asText(text: string, note: string): ParsedXml {
  return { kind: 'text', text, note };
}

/** @param stopNodes paths of elements whose content is kept as it stands in the source */
async function parserFor(stopNodes: string[]): Promise<XMLParser> {
  const fastXml = await import('fast-xml-parser');
  return new fastXml.XMLParser({
    attributeNamePrefix: '@',
    ignoreAttributes: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    allowBooleanAttributes: true,
    parseTagValue: false,
    parseAttributeValue: false,
    maxNestedTags: MAX_DEPTH,
    stopNodes,
    jPath: false, // as strings, paths would take time in proportion to their length for each element
    onDangerousProperty: (name) => name,
    transformTagName: (name) => (/^(?:constructor|prototype|__proto__)$/.test(name) ? `${name}_` : name),
    // Not its own entities: those count expansions, and break off where a document has many.
    processEntities: { enabled: true },
    entityDecoder: {
      decode: decodeXmlEntities,
      addInputEntities: () => undefined,
      setExternalEntities: () => undefined,
      setXmlVersion: () => undefined,
      reset: () => undefined,
    },
  });
}
