import { decodeXmlEntities } from './entities.ts';
import { stripTags } from './strip-tags.ts';

/** An element of {@link parseXml}'s making. */
export type XmlElement = Readonly<Record<string, unknown>>;

/** An RSS or Atom feed, without what only feed readers need. What is absent in the feed is absent here. */
export interface Feed {
  readonly title?: string;
  readonly link?: string;
  readonly updated?: string;
  readonly items: readonly FeedItem[];
}

/** Dates are as the feed has them. */
interface FeedItem {
  readonly title?: string;
  readonly link?: string;
  readonly published?: string;
  readonly summary?: string;
  readonly id?: string;
  readonly author?: string;
}

/** Where Atom may have markup of its own, which has to be kept in order (RFC 4287 section 3.1). */
export const ATOM_TEXT = ['feed.title', 'feed.entry.title', 'feed.entry.summary', 'feed.entry.content'];

/**
 * Makes RSS 0.9x, 1.0 and 2.0 and Atom 1.0 alike: titles and summaries as plain text.
 * @param root the name of the document's outermost element
 * @returns undefined if it is no feed
 */
export function toFeed(root: string, element: XmlElement): Feed | undefined {
  if (root === 'feed') return atom(element);
  const channel = firstElement(element['channel']);
  if (channel === undefined) return undefined;
  if (root === 'rss') return rss(channel, list(channel['item']));
  return root === 'rdf:RDF' ? rss(channel, list(element['item'])) : undefined;
}

function rss(channel: XmlElement, items: readonly unknown[]): Feed {
  return {
    ...present({
      title: prose(channel['title']),
      link: words(channel['link']),
      updated: words(channel['lastBuildDate'] ?? channel['pubDate'] ?? channel['dc:date']),
    }),
    items: items.filter(isElement).map((item) =>
      present({
        title: prose(item['title']),
        link: words(item['link']) ?? permalink(item['guid']),
        published: words(item['pubDate'] ?? item['dc:date']),
        summary: prose(item['description'] ?? item['content:encoded']),
        id: words(item['guid'] ?? item['@rdf:about']),
        author: words(item['dc:creator'] ?? item['author']),
      }),
    ),
  };
}

function atom(feed: XmlElement): Feed {
  return {
    ...present({ title: construct(feed['title']), link: href(feed['link']), updated: words(feed['updated']) }),
    items: list(feed['entry'])
      .filter(isElement)
      .map((entry) =>
        present({
          title: construct(entry['title']),
          link: href(entry['link']),
          published: words(entry['published'] ?? entry['updated']),
          summary: construct(entry['summary'] ?? entry['content']),
          id: words(entry['id']),
          author: names(entry['author'] ?? feed['author']),
        }),
      ),
  };
}

/** RSS: the guid is a link unless it says that it is not. */
function permalink(guid: unknown): string | undefined {
  const text = words(guid);
  const isLink = /^https?:/.test(text ?? '') && !(isElement(guid) && guid['@isPermaLink'] === 'false');
  return isLink ? text : undefined;
}

/** RFC 4287 section 4.2.7: without a rel it is "alternate". */
function href(links: unknown): string | undefined {
  const all = list(links).filter(isElement);
  const alternate = all.find((link) => (link['@rel'] ?? 'alternate') === 'alternate') ?? all[0];
  return words(alternate?.['@href']);
}

function names(authors: unknown): string | undefined {
  const all = list(authors).map((author) => words(isElement(author) ? (author['name'] ?? author['email']) : author));
  return all.filter((name) => name !== undefined).join(', ') || undefined;
}

/** An Atom text construct, which {@link ATOM_TEXT} left as it stands in the source: text, HTML in text, or XHTML. */
function construct(value: unknown): string | undefined {
  const first = list(value)[0];
  const source = isElement(first) ? first['#text'] : first;
  if (typeof source !== 'string') return undefined;
  const type = isElement(first) ? first['@type'] : undefined;
  if (type === 'xhtml') return stripTags(source) || undefined;
  const content = sourceText(source);
  return (type === 'html' || type === 'text/html' ? stripTags(content) : content.trim()) || undefined;
}

/** The character data of an XML source without elements. */
function sourceText(source: string): string {
  const parts: string[] = [];
  let at = 0;
  for (let start = source.indexOf('<![CDATA['); start !== -1; start = source.indexOf('<![CDATA[', at)) {
    const end = source.indexOf(']]>', start);
    if (end === -1) break;
    parts.push(decodeXmlEntities(source.slice(at, start)), source.slice(start + 9, end));
    at = end + 3;
  }
  return parts.join('') + decodeXmlEntities(source.slice(at));
}

function prose(value: unknown): string | undefined {
  const text = words(value);
  return text === undefined ? undefined : stripTags(text) || undefined;
}

/** The text of an element, of the first one where there are several. */
function words(value: unknown): string | undefined {
  const first = list(value)[0];
  const text = isElement(first) ? first['#text'] : first;
  return typeof text === 'string' ? text.trim() || undefined : undefined;
}

function list(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function firstElement(value: unknown): XmlElement | undefined {
  return list(value).find(isElement);
}

/** Whether it is an element with attributes or elements, not just text. */
export function isElement(value: unknown): value is XmlElement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function present(all: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [key, value] of Object.entries(all)) if (value !== undefined) kept[key] = value;
  return kept;
}
