import type { FeedElement } from './feed-element.ts';
import { proseOf } from './feed-text.ts';
import { stripTags } from './strip-tags.ts';
import { textOf } from './xml-tree.ts';

/** A file that belongs to an item: a podcast's sound, a picture. */
export interface Enclosure {
  readonly url: string;
  readonly type?: string;
  /** In bytes. */
  readonly length?: number;
}

/** Relations of an Atom link that lead to something else than the page. */
const ASIDE = /^(?:self|enclosure|edit|edit-media|replies|next|previous|prev|first|last|current|hub|license|related|via)$/;

/** The page that an RSS channel or item is about: its own link, or an Atom one. */
export function rssLink(element: FeedElement): string | undefined {
  for (const link of element.all('link')) {
    const url = link.text ?? link.attribute('href');
    if (url !== undefined) return link.resolve(url);
  }
  return atomLink(element, 'atom:');
}

/** RSS: the guid is a link unless it says that it is not. */
export function permalink(item: FeedElement): string | undefined {
  const [guid] = item.all('guid');
  const isLink = /^https?:/.test(guid?.text ?? '') && guid?.attribute('isPermaLink') !== 'false';
  return isLink ? guid?.text : undefined;
}

/** RFC 4287 section 4.2.7: without a rel it is "alternate". */
export function atomLink(element: FeedElement, ns: '' | 'atom:'): string | undefined {
  const links = element.all(`${ns}link`);
  const link = links.find((each) => relOf(each) === 'alternate') ?? links.find((each) => !ASIDE.test(relOf(each)));
  return link?.resolve(link.attribute('href'));
}

/** The next page of a feed (RFC 5005 section 3). */
export function nextLink(feed: FeedElement, ns: '' | 'atom:'): string | undefined {
  const link = feed.all(`${ns}link`).find((each) => relOf(each) === 'next');
  return link?.resolve(link.attribute('href'));
}

function relOf(link: FeedElement): string {
  return link.attribute('rel') ?? 'alternate';
}

/** The people of an Atom element, by name or else by address. @param author the name of the elements, with its prefix */
export function names(element: FeedElement, author: string): string | undefined {
  const prefix = author.slice(0, author.indexOf(':') + 1);
  const all = element.all(author).map((each) => first(each, `${prefix}name`, `${prefix}email`) ?? each.text);
  return all.filter((name) => name !== undefined).join(', ') || undefined;
}

/** The texts of all elements of these names, each once. */
export function joined(element: FeedElement, ...wanted: readonly string[]): string | undefined {
  const all = element.all(...wanted).map(({ text }) => text);
  return [...new Set(all.filter((text) => text !== undefined))].join(', ') || undefined;
}

/** What an item is filed under: the label, text or term of each element of these names, each once. */
export function categories(element: FeedElement, ...wanted: readonly string[]): string[] {
  const all = element.all(...wanted).map((each) => each.attribute('label') ?? each.text ?? each.attribute('term'));
  return [...new Set(all.filter((text) => text !== undefined))];
}

/**
 * The files of an item: those of the feed's own kind, or of Media RSS where it has none.
 * @param url the attribute that names the file
 */
export function enclosures(element: FeedElement, name: string, url: 'url' | 'href'): Enclosure[] {
  const own = element.all(name).filter((each) => url === 'url' || each.attribute('rel') === 'enclosure');
  const all = own.length > 0 ? own : [element, ...element.all('media:group')].flatMap((each) => each.all('media:content'));
  return all.flatMap((each) => {
    const href = each.resolve(each.attribute(url) ?? each.attribute('url'));
    if (href === undefined) return [];
    const [type, length] = [each.attribute('type'), Number(each.attribute('length') ?? each.attribute('fileSize'))];
    return [{ url: href, ...present({ type }), ...(length > 0 && Number.isSafeInteger(length) ? { length } : {}) }];
  });
}

/** An Atom text construct (RFC 4287 section 3.1): text, HTML in text, or XHTML. */
export function construct(element: FeedElement, name: string): string | undefined {
  const [found] = element.all(name);
  const type = found?.attribute('type') ?? 'text';
  if (found && /^(?:xhtml|html|text\/html|application\/xhtml\+xml)$/.test(type)) return prose(found);
  return /^text(?:\/plain)?$/.test(type) ? found?.text : undefined;
}

/** The text of the first element of this name, which has HTML in it. */
export function html(element: FeedElement, name: string): string | undefined {
  const [found] = element.all(name);
  return found && prose(found);
}

/** HTML in text, or as elements, which it should not be in RSS. */
function prose({ element }: FeedElement): string | undefined {
  const isMarkup = element.children.some((child) => typeof child !== 'string');
  return (isMarkup ? proseOf(element) : stripTags(textOf(element))) || undefined;
}

/** The text of the first element of the first name that has one. */
export function first(element: FeedElement, ...wanted: readonly string[]): string | undefined {
  for (const name of wanted) {
    const text = element.all(name).find((each) => each.text !== undefined)?.text;
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Without what is undefined. */
export function present<Key extends string>(
  all: Readonly<Partial<Record<Key, string | undefined>>>,
): Partial<Record<Key, string>> {
  const kept: Partial<Record<Key, string>> = {};
  for (const key in all) if (all[key] !== undefined) kept[key] = all[key];
  return kept;
}
