import { AttributeAction, parse, SelectorType, type Selector } from 'css-what';
import { distance } from 'fastest-levenshtein';
import type { ElementNode } from '../dom.ts';
import { elementsIn } from '../walk.ts';
import { readable } from './readable.ts';

const MAX_SHOWN = 4;
/** A shorter word is in too many names. */
const MIN_WORD = 3;
/** Attributes by whose value elements are told apart, besides class and id. */
const MARKERS = ['itemprop', 'data-testid', 'name', 'property'];

/** What elements of a document can be selected by, and how many each finds: `.price`, `#main`, `h2`, `[itemprop="price"]`. */
export class Vocabulary {
  readonly #counts = new Map<string, number>();

  constructor(root: ElementNode) {
    for (const { name, attribs } of elementsIn(root)) {
      this.#add(name);
      for (const each of new Set(attribs['class']?.split(/\s+/))) if (each !== '') this.#add(`.${each}`);
      if (attribs['id']) this.#add(`#${attribs['id']}`);
      for (const marker of MARKERS) if (attribs[marker]) this.#add(`[${marker}="${attribs[marker]}"]`);
    }
  }

  /** What to say of a selector that matches nothing: what is near the parts that are not there, or that all are. */
  near(selector: string): string {
    const parts = partsOf(selector);
    const absent = parts.filter((part) => !this.#counts.has(part));
    if (parts.length > 1 && absent.length === 0)
      return `; there are ${parts
        .slice(0, MAX_SHOWN)
        .map((part) => this.#shown(part))
        .join(', ')}, but not as it puts them`;
    const found = [...new Set(absent.flatMap((part) => this.#similar(part)))].slice(0, MAX_SHOWN);
    const gone = parts.length > 1 && absent.length > 0 ? `; there is no ${absent.slice(0, MAX_SHOWN).join(', no ')}` : '';
    return gone + (found.length > 0 ? `; near: ${found.map((part) => this.#shown(part)).join(', ')}` : '');
  }

  #add(part: string): void {
    this.#counts.set(part, (this.#counts.get(part) ?? 0) + 1);
  }

  #shown(part: string): string {
    return `${part} (${this.#counts.get(part) ?? 0})`;
  }

  #similar(part: string): string[] {
    const wanted = wordsIn(part);
    const name = wanted.join('');
    const scored = [...this.#counts.keys()].flatMap((each) => {
      const areTags = isTag(part) && isTag(each);
      const areOne = areTags && localName(each) === localName(part);
      const score = areOne ? 0 : likeness(name, wanted, wordsIn(each), areTags);
      return score === undefined ? [] : [{ each, score: score + (each[0] === part[0] ? 0 : 0.5) }];
    });
    return scored
      .toSorted((a, b) => a.score - b.score || (this.#counts.get(b.each) ?? 0) - (this.#counts.get(a.each) ?? 0))
      .map(({ each }) => each);
  }
}

/** How near a name is: 0 for the same words, undefined for a stranger. */
function likeness(name: string, wanted: readonly string[], words: readonly string[], areTags: boolean): number | undefined {
  const other = words.join('');
  if (other === name) return 0;
  if (name.length < MIN_WORD || other.length < MIN_WORD || areTags) return undefined;
  if (other.includes(name) || name.includes(other)) return 1;
  if (Math.abs(other.length - name.length) < 3 && distance(name, other) <= Math.max(1, name.length / 4)) return 1;
  return wanted.some((word) => word.length >= MIN_WORD && words.includes(word)) ? 2 : undefined;
}

function isTag(part: string): boolean {
  return !/^[.#[]/.test(part);
}

/** `price` of `m:price`: in XML who writes a selector may not know the prefix. */
function localName(tag: string): string {
  return tag.slice(tag.lastIndexOf(':') + 1).toLowerCase();
}

function wordsIn(part: string): string[] {
  const name = /^\[[\w-]+="(.*)"\]$/s.exec(part)?.[1] ?? part;
  return name
    .replace(/([a-z\d])(?=[A-Z])/g, '$1-')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** The names, classes and ids that a selector asks for. */
function partsOf(selector: string): string[] {
  const parts = new Set<string>();
  const read = (selectors: readonly (readonly Selector[])[]): void => {
    for (const token of selectors.flat()) {
      if (token.type === SelectorType.Tag) parts.add(token.name);
      else if (token.type === SelectorType.Attribute && token.name === 'class' && token.action === AttributeAction.Element)
        parts.add(`.${token.value}`);
      else if (token.type === SelectorType.Attribute && token.name === 'id' && token.action === AttributeAction.Equals)
        parts.add(`#${token.value}`);
      else if (token.type === SelectorType.Attribute && MARKERS.includes(token.name) && token.action === AttributeAction.Equals)
        parts.add(`[${token.name}="${token.value}"]`);
      else if (token.type === SelectorType.Pseudo && Array.isArray(token.data) && token.name !== 'not') read(token.data);
    }
  };
  read(parse(readable(selector)));
  return [...parts];
}
