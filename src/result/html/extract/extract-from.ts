import { Elements } from '../elements.ts';
import { dataOf, saidOf } from '../page-data.ts';
import { factsOf } from '../page-facts.ts';
import { PageLimit } from '../page-limit.ts';
import type { ElementNode } from '../dom.ts';
import { find } from '../walk.ts';
import { plainText } from './content-value.ts';
import { readDocument, type SourceDocument } from './document.ts';
import { ExtractError, SelectorCost } from './extract-error.ts';
import { Vocabulary } from './near.ts';
import { Selecting } from './selecting.ts';
import { isOfCells, rowsBehindSpans, spanNote } from './spanned-rows.ts';
import type { ExtractField, ExtractSpec } from './spec.ts';
import { missing, Values } from './values.ts';

/** A longer document does not fit into the memory of the process. */
const MAX_LENGTH = 12_000_000;
/** A longer list is cut. */
const MAX_MATCHES = 5_000;
/** Elements that one `extract` looks at in all. */
const MAX_ELEMENTS = 100_000;
const MAX_REASONS = 6;
/** A page with a shorter text is drawn by a script. */
const HARDLY_TEXT = 300;

/** What an `extract` gave, and what to know of it. */
export interface Extracted {
  readonly value: Readonly<Record<string, unknown>>;
  readonly notes: readonly string[];
}

/**
 * Extracts from a document what a spec asks for: of a name the first match or null, or a list of all. On the document as
 * it came, hidden parts and navigation included; addresses are absolute.
 * It can take seconds for a hostile document or selector: run it where that holds up nobody.
 * @param kind of the source; XML keeps the case of names
 * @param url the address of the document, absolute
 * @throws {ExtractError} if no name matched anything, with what is near; if the document cannot be read, or a selector
 * takes too many steps on it
 */
export function extractFrom(source: string, kind: 'html' | 'xml', url: string, spec: ExtractSpec): Extracted {
  if (source.length > MAX_LENGTH) throw new ExtractError(`the document has more than ${MAX_LENGTH} characters`);
  try {
    return new Extraction(readDocument(source, kind, url)).run(spec);
  } catch (error) {
    if (error instanceof PageLimit) throw new ExtractError(error.message, { cause: error });
    throw error;
  }
}

/** What became of one name, over all elements that it was looked for in. */
interface Tally {
  matches: number;
  values: number;
  /** Rows of tables in which a cell of an earlier row is. */
  spanned: number;
  /** One of the matches, if there is any. */
  example: ElementNode | undefined;
}

class Extraction {
  readonly #document: SourceDocument;
  readonly #selecting: Selecting;
  readonly #values: Values;
  readonly #tallies = new Map<string, Tally>();
  readonly #notes = new Set<string>();
  #elements = 0;
  #vocabulary: Vocabulary | undefined;

  constructor(document: SourceDocument) {
    this.#document = document;
    this.#selecting = new Selecting(document.isXml);
    this.#values = new Values(document);
  }

  run({ fields }: ExtractSpec): Extracted {
    const value = this.#object(fields, this.#document.root, '');
    const reasons = this.#reasons(fields, '');
    const hasAny = fields.some(({ name }) => (this.#tallies.get(name)?.values ?? 0) > 0);
    if (!hasAny) throw new ExtractError(this.#failure(reasons), { isNothing: true });
    return { value, notes: [...this.#notes, ...this.#spanNotes(), ...reasons] };
  }

  #object(fields: readonly ExtractField[], scope: ElementNode, path: string): Record<string, unknown> {
    return Object.fromEntries(fields.map((field) => [field.name, this.#field(field, scope, joined(path, field.name))]));
  }

  #field(field: ExtractField, scope: ElementNode, path: string): unknown {
    const tally = this.#tallies.get(path) ?? { matches: 0, values: 0, spanned: 0, example: undefined };
    this.#tallies.set(path, tally);
    const found = this.#matches(field, scope, path);
    tally.matches += found.length;
    tally.example ??= found[0];
    if (!this.#document.isXml && isOfCells(field)) tally.spanned += rowsBehindSpans(found);
    const values = found.map((element) => this.#value(field, element, path));
    tally.values += values.filter((value) => value !== null).length;
    return field.isList ? values : (values[0] ?? null);
  }

  #matches({ selector, isList }: ExtractField, scope: ElementNode, path: string): readonly ElementNode[] {
    if (this.#elements >= MAX_ELEMENTS) {
      this.#notes.add(`only the first ${MAX_ELEMENTS} elements were looked at`);
      return [];
    }
    const found = this.#select(selector, isList, scope, path);
    this.#elements += Math.min(found.length, MAX_MATCHES);
    if (found.length <= MAX_MATCHES) return found;
    this.#notes.add(`${path}: the first ${MAX_MATCHES} of ${found.length} matches`);
    return found.slice(0, MAX_MATCHES);
  }

  #select(selector: string, isList: boolean, scope: ElementNode, path: string): readonly ElementNode[] {
    if (selector === '') return [scope];
    try {
      if (isList) return this.#selecting.all(selector, scope);
      const first = this.#selecting.first(selector, scope);
      return first ? [first] : [];
    } catch (error) {
      if (!(error instanceof SelectorCost)) throw error;
      const message = `${path}: "${selector}" takes too long here; name what is around its matches, without ~ and :has`;
      throw new ExtractError(message, { cause: error });
    }
  }

  #value({ wanted }: ExtractField, element: ElementNode, path: string): unknown {
    if (wanted.kind === 'object') return this.#object(wanted.fields, element, path);
    const value = this.#values.of(element, wanted);
    if (this.#values.isFull) this.#notes.add('values were left out: they are too large in all');
    return value;
  }

  #spanNotes(): string[] {
    return [...this.#tallies].flatMap(([path, { spanned }]) => (spanned === 0 ? [] : [`${path}: ${spanNote(spanned)}`]));
  }

  /** Why names have no value, the outermost that say so. */
  #reasons(fields: readonly ExtractField[], path: string): string[] {
    return fields.flatMap((field) => {
      const at = joined(path, field.name);
      const tally = this.#tallies.get(at);
      if (!tally) return [];
      if (tally.values > 0) return field.wanted.kind === 'object' ? this.#reasons(field.wanted.fields, at) : [];
      const { selector, wanted } = field;
      if (!tally.example) return [`${at}: no element matches "${selector}"${this.#near(selector)}`];
      return [`${at}: ${missing(wanted, selector, tally.example, tally.matches)}`];
    });
  }

  #near(selector: string): string {
    this.#vocabulary ??= new Vocabulary(this.#document.root);
    return this.#vocabulary.near(selector);
  }

  /** Of a page that a script draws: where its data are. */
  #drawn(): string {
    const { root, isXml } = this.#document;
    const body = isXml ? undefined : find(root, ({ name }) => name === 'body');
    return body && plainText(body).length < HARDLY_TEXT ? saidOf(dataOf(factsOf(new Elements(root)).scripts)) : '';
  }

  #failure(reasons: readonly string[]): string {
    const shown = reasons.slice(0, MAX_REASONS).join('; ');
    const more = reasons.length > MAX_REASONS ? `; and ${reasons.length - MAX_REASONS} more names` : '';
    return shown + more + this.#drawn();
  }
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
