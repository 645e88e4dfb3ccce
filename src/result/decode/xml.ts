import { nameSome } from '../../name-some.ts';
import { toFeed } from './feed.ts';
import { entityNames, markupEnd } from './xml-markup.ts';
import { parseTree } from './xml-tree.ts';
import { toValue } from './xml-value.ts';

const MAX_DEPTH = 200;
/** Where a DOCTYPE is looked for, in UTF-16 code units; entities of it that are, and those that a note names. */
const MAX_PROLOG = 4_096;
const MAX_ENTITIES = 20;
const MAX_NAMED = 3;
/** What is said of a feed that is shown in its short form. */
export const SIMPLIFIED_FEED = 'the feed is simplified; "as": "json" has all of it';

/** XML as a value, or as it is where it cannot be one. */
export type ParsedXml =
  | { readonly kind: 'json'; readonly value: unknown; readonly note?: string }
  | { readonly kind: 'text'; readonly text: string; readonly note: string };

export interface XmlOptions {
  /** The URL it came from, to make the links of feeds absolute. */
  readonly url?: string | undefined;
  /** Whether a feed is to be simplified. */
  readonly isFeedWanted: boolean;
}

/**
 * Turns XML into a value: RSS and Atom feeds into {title, link, updated, items} if that is wanted, all else as
 * {@link toValue} does. Never throws: what is broken or nests more than 200 levels deep comes back as text with a note.
 * No entity that a DOCTYPE declares is decoded. In time that is proportional to the text.
 */
export function parseXml(xml: string, { url, isFeedWanted }: XmlOptions): ParsedXml {
  const root = parseTree(xml, MAX_DEPTH);
  if (typeof root === 'string') return { kind: 'text', text: xml, note: `the XML is broken (${root}), and is returned as text` };
  const feed = isFeedWanted ? toFeed(root, url) : undefined;
  const notes = [feed && SIMPLIFIED_FEED, entityNote(xml)].filter((note) => note !== undefined);
  return { kind: 'json', value: feed ?? toValue(root), ...(notes.length > 0 ? { note: notes.join('; ') } : {}) };
}

/** What is to be said of entities that the DOCTYPE declares, if they are used. */
function entityNote(xml: string): string | undefined {
  const at = xml.slice(0, MAX_PROLOG).indexOf('<!DOCTYPE');
  if (at === -1) return undefined;
  const end = markupEnd(xml, at);
  const used = [...entityNames(xml.slice(at, end))].slice(0, MAX_ENTITIES).filter((name) => xml.includes(`&${name};`, end));
  if (used.length === 0) return undefined;
  const named = nameSome(
    used.map((name) => `&${name.slice(0, 40)};`),
    MAX_NAMED,
  );
  return `what its DOCTYPE declares is not filled in: ${named}`;
}
