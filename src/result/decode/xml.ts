import { toFeed } from './feed.ts';
import { parseTree } from './xml-tree.ts';
import { toValue } from './xml-value.ts';

const MAX_DEPTH = 200;
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
  if (feed === undefined) return { kind: 'json', value: toValue(root) };
  return { kind: 'json', value: feed, note: SIMPLIFIED_FEED };
}
