import { setMember } from './set-member.ts';
import { textOf, type XmlElement } from './xml-tree.ts';

/** Mixed content in mixed content is not repeated deeper than this: the outer texts have it. */
const MAX_MIXED = 4;

/** What is known of all elements of a name in all elements of another. */
interface Kind {
  /** Whether they are in lists: because they are objects, several in one element, or called so. */
  isList: boolean;
  isComplex: boolean;
  /** The last element in which one was seen. */
  parent: XmlElement;
  /** The object whose list of them is being filled, and that list. */
  owner: object | undefined;
  list: unknown[];
}

/** By the name of the parent and of the child. */
type Kinds = ReadonlyMap<string, ReadonlyMap<string, Kind>>;

/**
 * An XML tree as JSON whose shape depends on as little as possible, so that a path that fits one document fits the next:
 * - Elements by name, attributes under `@name`, all values strings. The root is an object, or a text.
 * - An element that has attributes or elements is an object, and always in a list, even where it is alone:
 *   `users.user[].name`. Namespace declarations do not count as attributes.
 * - One that has only text is that text; a list of texts where there are several in one element anywhere in the document,
 *   or where the name says so (`tag` in `tags`, `item` in anything). If others of its name are objects, it is one, too.
 * - Text beside attributes or elements is `#text`. Of mixed content that is the whole of its text in order, that of the
 *   elements in it included, white space collapsed; the elements are there by name as well.
 * Comments, instructions and the DOCTYPE are left out.
 */
export function toValue(root: XmlElement): Record<string, unknown> {
  const kinds = new Map<string, Map<string, Kind>>();
  survey(root, kinds);
  const value: Record<string, unknown> = {};
  setMember(value, root.name, isComplex(root) ? objectOf(root, kinds, 0) : textOf(root).trim());
  return value;
}

function survey(element: XmlElement, kinds: Map<string, Map<string, Kind>>): void {
  let children = kinds.get(element.name);
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    if (!children) kinds.set(element.name, (children = new Map()));
    const kind = children.get(child.name);
    const isObject = isComplex(child);
    if (kind) {
      kind.isComplex ||= isObject;
      kind.isList ||= isObject || kind.parent === element;
      kind.parent = element;
    } else {
      const isList = isObject || isCollection(element.name, child.name);
      children.set(child.name, { isList, isComplex: isObject, parent: element, owner: undefined, list: [] });
    }
    if (child.children.length > 0) survey(child, kinds);
  }
}

function objectOf(element: XmlElement, kinds: Kinds, mixed: number): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const [name, text] of element.attributes) setMember(value, `@${name}`, text);
  const known = kinds.get(element.name);
  const hasElements = element.children.some((child) => typeof child !== 'string');
  const text = ownText(element, hasElements);
  const isMixed = text !== '' && hasElements;
  if (isMixed && mixed < MAX_MIXED) setMember(value, '#text', textOf(element).replaceAll(/\s+/g, ' ').trim());
  else if (text !== '' && !isMixed) setMember(value, '#text', text);
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    const kind = known?.get(child.name);
    if (!kind?.isList) {
      setMember(value, child.name, textOf(child).trim());
      continue;
    }
    const item = kind.isComplex ? objectOf(child, kinds, isMixed ? mixed + 1 : mixed) : textOf(child).trim();
    if (kind.owner !== value) startList(kind, value, child.name);
    kind.list.push(item);
  }
  return value;
}

/** Makes the list of an object the current one of its kind: a new one, or the one that it has. */
function startList(kind: Kind, value: Record<string, unknown>, name: string): void {
  const list = Object.hasOwn(value, name) ? value[name] : undefined;
  kind.owner = value;
  kind.list = Array.isArray(list) ? list : [];
  if (list === undefined) setMember(value, name, kind.list);
}

/** Its text beside the elements, for whether there is any. */
function ownText(element: XmlElement, hasElements: boolean): string {
  if (!hasElements) return textOf(element).trim();
  return element.children.some((child) => typeof child === 'string' && /\S/.test(child)) ? '#' : '';
}

function isComplex({ attributes, children }: XmlElement): boolean {
  if (children.some((child) => typeof child !== 'string')) return true;
  for (const name of attributes.keys()) if (name !== 'xmlns' && !name.startsWith('xmlns:')) return true;
  return false;
}

/** Whether a name says that there may be several: `tag` in `tags`, `category` in `categories`, `url` in `urlset`. */
function isCollection(parent: string, child: string): boolean {
  const [outer, inner] = [localName(parent), localName(child)];
  if (/^(?:item|entry|row|record|li)$/.test(inner)) return true;
  if (/^(?:list|array|set|collection|items|results|records|rows|entries|elements|values)$/.test(outer)) return true;
  if (outer === `arrayof${inner}` || outer === `listof${inner}` || outer === `listof${inner}s`) return true;
  if (inner.endsWith('y') && outer === `${inner.slice(0, -1)}ies`) return true;
  return outer.startsWith(inner) && /^(?:e?s|_?(?:list|set|array|collection|index))$/.test(outer.slice(inner.length));
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase();
}
