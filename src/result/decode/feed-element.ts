import { parseUrl } from '../../parse-url.ts';
import { elementsOf, textOf, type XmlElement } from './xml-tree.ts';

/** Namespaces of feeds, and the prefix that each has here; '' is RSS. */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  ['http://www.w3.org/2005/Atom', 'atom'],
  ['http://purl.org/atom/ns#', 'atom'],
  ['http://purl.org/rss/1.0/', ''],
  ['http://my.netscape.com/rdf/simple/0.9/', ''],
  ['http://backend.userland.com/rss2', ''],
  ['http://purl.org/dc/elements/1.1/', 'dc'],
  ['http://purl.org/rss/1.0/modules/content/', 'content'],
  ['http://search.yahoo.com/mrss/', 'media'],
  ['http://search.yahoo.com/mrss', 'media'],
  ['http://www.itunes.com/dtds/podcast-1.0.dtd', 'itunes'],
  ['http://www.w3.org/1999/02/22-rdf-syntax-ns#', 'rdf'],
]);

/** The namespace of each prefix. */
type Scope = ReadonlyMap<string, string>;

/** An element of a feed: its names by namespace, whatever prefixes the feed has, and its URLs absolute. */
export class FeedElement {
  /** With the prefix that its namespace has here: `atom:link`, `dc:creator`, `title`. */
  readonly name: string;
  readonly element: XmlElement;
  readonly #scope: Scope;
  readonly #base: string | undefined;
  #children: FeedElement[] | undefined;

  /** @param base the URL to which its own and its `xml:base` are relative */
  constructor(element: XmlElement, base: string | undefined, scope: Scope = new Map()) {
    this.element = element;
    this.#scope = scopeOf(element, scope);
    const own = element.attributes.get('xml:base');
    this.#base = own === undefined ? base : resolve(own, base);
    this.name = canonical(element.name, this.#scope);
  }

  /** The elements in it of any of these names, in order. */
  all(...names: readonly string[]): FeedElement[] {
    this.#children ??= elementsOf(this.element).map((child) => new FeedElement(child, this.#base, this.#scope));
    return this.#children.filter(({ name }) => names.includes(name));
  }

  /** Its text without white space around it; undefined if there is none. */
  get text(): string | undefined {
    return textOf(this.element).trim() || undefined;
  }

  attribute(name: string): string | undefined {
    return this.element.attributes.get(name)?.trim() || undefined;
  }

  /** A URL of it, absolute where it can be made that. */
  resolve(url: string | undefined): string | undefined {
    return url === undefined ? undefined : resolve(url, this.#base);
  }
}

function resolve(url: string, base: string | undefined): string {
  return parseUrl(url, base)?.href ?? url;
}

function scopeOf({ attributes }: XmlElement, outer: Scope): Scope {
  let scope: Map<string, string> | undefined;
  for (const [name, value] of attributes) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    scope ??= new Map(outer);
    scope.set(name.slice(6), value.trim());
  }
  return scope ?? outer;
}

function canonical(name: string, scope: Scope): string {
  const colon = name.indexOf(':');
  const prefix = colon === -1 ? '' : name.slice(0, colon);
  const known = PREFIXES.get(scope.get(prefix) ?? '') ?? prefix;
  const local = name.slice(colon + 1);
  return known === '' ? local : `${known}:${local}`;
}
