import { FeedElement } from './feed-element.ts';
import {
  atomLink,
  categories,
  construct,
  enclosures,
  first,
  html,
  joined,
  names,
  nextLink,
  permalink,
  present,
  rssLink,
  type Enclosure,
} from './feed-parts.ts';
import type { XmlElement } from './xml-tree.ts';

/** An RSS or Atom feed, without what only feed readers need. What is absent in the feed is absent here. */
export interface Feed {
  readonly title?: string;
  readonly link?: string;
  readonly updated?: string;
  /** The next page of it (RFC 5005). */
  readonly next?: string;
  readonly items: readonly FeedItem[];
}

/** Texts are plain, dates as the feed has them, URLs absolute. */
interface FeedItem {
  readonly title?: string;
  readonly link?: string;
  readonly published?: string;
  /** The description or summary; the content, if the item has only that. */
  readonly summary?: string;
  /** The whole text, if there is a summary beside it. */
  readonly content?: string;
  readonly id?: string;
  readonly author?: string;
  readonly categories?: readonly string[];
  readonly enclosures?: readonly Enclosure[];
}

/**
 * Makes RSS 0.9x, 1.0 and 2.0 and Atom 0.3 and 1.0 alike, whatever prefixes they have.
 * @param url where it came from, to which its links are relative
 * @returns undefined if it is no feed
 */
export function toFeed(element: XmlElement, url: string | undefined): Feed | undefined {
  const root = new FeedElement(element, url);
  if (root.name === 'atom:feed' || root.name === 'feed') return atom(root, root.name === 'feed' ? '' : 'atom:');
  if (root.name !== 'rss' && root.name !== 'rdf:RDF') return undefined;
  const [channel] = root.all('channel');
  if (channel === undefined || channel.element.children.every((child) => typeof child === 'string')) return undefined;
  return rss(channel, (root.name === 'rss' ? channel : root).all('item'));
}

function rss(channel: FeedElement, items: readonly FeedElement[]): Feed {
  return {
    ...present({
      title: html(channel, 'title'),
      link: rssLink(channel),
      updated: first(channel, 'lastBuildDate', 'pubDate', 'dc:date'),
      next: nextLink(channel, 'atom:'),
    }),
    items: items.map((item) => ({
      ...present({
        title: html(item, 'title'),
        link: rssLink(item) ?? permalink(item),
        published: first(item, 'pubDate', 'dc:date'),
        ...texts(html(item, 'description'), html(item, 'content:encoded')),
        id: first(item, 'guid') ?? item.attribute('rdf:about'),
        author: joined(item, 'dc:creator') ?? joined(item, 'author', 'itunes:author'),
      }),
      ...lists(categories(item, 'category', 'dc:subject'), enclosures(item, 'enclosure', 'url')),
    })),
  };
}

/** @param ns the prefix of its names: '' if the feed does not say that it is Atom */
function atom(feed: FeedElement, ns: '' | 'atom:'): Feed {
  const authors = names(feed, `${ns}author`);
  return {
    ...present({
      title: construct(feed, `${ns}title`),
      link: atomLink(feed, ns),
      updated: first(feed, `${ns}updated`, `${ns}modified`),
      next: nextLink(feed, ns),
    }),
    items: feed.all(`${ns}entry`).map((entry) => ({
      ...present({
        title: construct(entry, `${ns}title`),
        link: atomLink(entry, ns),
        published: first(entry, `${ns}published`) ?? first(entry, `${ns}issued`, `${ns}updated`, `${ns}modified`),
        ...texts(construct(entry, `${ns}summary`), construct(entry, `${ns}content`)),
        id: first(entry, `${ns}id`),
        author: names(entry, `${ns}author`) ?? authors,
      }),
      ...lists(categories(entry, `${ns}category`, 'dc:subject'), enclosures(entry, `${ns}link`, 'href')),
    })),
  };
}

function texts(summary: string | undefined, content: string | undefined): { summary?: string; content?: string } {
  if (summary === undefined || content === undefined) return present({ summary: summary ?? content });
  return summary === content ? { summary } : { summary, content };
}

function lists(words: readonly string[], files: readonly Enclosure[]): Pick<FeedItem, 'categories' | 'enclosures'> {
  return { ...(words.length > 0 ? { categories: words } : {}), ...(files.length > 0 ? { enclosures: files } : {}) };
}
