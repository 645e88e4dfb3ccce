import { scriptJson } from '../script-json.ts';
import type { ElementNode } from '../dom.ts';
import { rawText } from '../walk.ts';
import { attributeValue } from './attribute-value.ts';
import { markdownOf, plainText } from './content-value.ts';
import type { SourceDocument } from './document.ts';
import { innerMarkup, outerMarkup } from './markup.ts';
import type { Wanted } from './spec.ts';

/** Characters of all values of one `extract`. */
const MAX_CHARACTERS = 20_000_000;

type Plain = Exclude<Wanted, { readonly kind: 'object' }>;

/** Reads values of elements of one document. */
export class Values {
  readonly #document: SourceDocument;
  #characters = 0;

  constructor(document: SourceDocument) {
    this.#document = document;
  }

  /** No more values are read: those that were are too large. */
  get isFull(): boolean {
    return this.#characters >= MAX_CHARACTERS;
  }

  /** What is asked for of an element, null if it has none. */
  of(element: ElementNode, wanted: Plain): unknown {
    if (this.isFull) return null;
    if (wanted.kind === 'json') return jsonOf(element) ?? null;
    const text = this.#text(element, wanted);
    this.#characters += text?.length ?? 0;
    return text;
  }

  #text(element: ElementNode, wanted: Plain): string | null {
    switch (wanted.kind) {
      case 'attribute':
        return attributeValue(element, wanted.attribute, this.#document);
      case 'markdown':
        return markdownOf(element, this.#document);
      case 'html':
        return innerMarkup(element, this.#document.isXml);
      case 'outerHTML':
        return outerMarkup(element, this.#document.isXml);
      case 'text':
        return plainText(element);
      case 'textContent':
      case 'json':
      default:
        return rawText(element);
    }
  }
}

function jsonOf(element: ElementNode): unknown {
  return scriptJson(rawText(element));
}

/** Why matches have no value. */
export function missing(wanted: Wanted, selector: string, example: ElementNode, matches: number): string {
  const of = matches === 1 ? `the match of "${selector}"` : `none of ${matches} matches of "${selector}"`;
  if (wanted.kind === 'json') return matches === 1 ? `${of} holds no JSON` : `${of} holds JSON`;
  if (wanted.kind !== 'attribute') return `${of} has a value`;
  const names = Object.keys(example.attribs).slice(0, 10);
  const has = `${matches === 1 ? 'it' : 'the first'} has ${names.join(', ') || 'no attribute'}`;
  return `${of} has ${matches === 1 ? 'no ' : ''}"${wanted.attribute}"; ${has}`;
}
