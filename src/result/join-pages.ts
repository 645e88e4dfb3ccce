import { nameSome } from '../name-some.ts';
import type { Table } from './budget/truncated.ts';
import { convertersFor, type Converters } from './converters.ts';
import { isNewsOfItems, isNewsOfPage, JoinedNotes } from './joined-notes.ts';
import { quotedNumberNotes } from './quoted-numbers.ts';
import { readContentNow, type BodyContent } from './read-content.ts';
import type { Reading } from './reading.ts';
import { callFunction, type RunFunction } from './run-function.ts';
import { NothingExtracted, SelectError } from './select/select-error.ts';
import { saidOf, selectFrom, type Selected } from './select-body.ts';

/** Whether pages are to be read as something that has no items: they cannot be joined then. */
export function areWithoutItems({ as, extract }: Reading): boolean {
  return extract === undefined && as !== 'json' && as !== 'auto';
}

/**
 * Each page by itself, as text, Markdown, HTML or base64: a list of them, unless there is one only.
 * @throws {RequestFailure} `decode`
 */
export function listPages(bodies: readonly Buffer[], reading: Reading, converters: Converters | undefined): BodyContent {
  const pages = bodies.map((body) => readContentNow(body, reading, converters));
  const [first] = pages;
  if (first && pages.length === 1) return first;
  const said = new JoinedNotes();
  for (const { notes } of pages) said.add(notes);
  const value = pages.map((page) => page.value);
  const own = `as ${reading.as}, the ${bodies.length} pages are an item each, and not joined`;
  return { kind: 'json', value, mimeType: 'application/json', notes: [own, ...said.list()] };
}

/**
 * Joins the items of pages.
 * @throws {RequestFailure} `decode`
 * @throws {SelectError} if `paginate.items` is wrong, or takes too much
 */
export function joinPages(bodies: readonly Buffer[], reading: Reading, converters: Converters | undefined): BodyContent {
  const joined = new JoinedPages();
  const expression = reading.pages?.items;
  for (const body of bodies) {
    const page = readPage(body, reading, converters);
    joined.say(page, []);
    joined.add(expression === undefined ? { value: page.value, notes: [] } : itemsOf(page.value, expression, body.length));
  }
  return joined.content((said) => (joined.items.length === 0 ? said.first() : said.list(isNewsOfItems)));
}

/**
 * The same where a function picks the items.
 * @throws as {@link joinPages}
 */
export async function joinPagesByFunction(
  bodies: readonly Buffer[],
  reading: Reading,
  text: string,
  runFunction: RunFunction | undefined,
): Promise<BodyContent> {
  const converters = await convertersFor([reading]);
  const joined = new JoinedPages();
  for (const body of bodies) {
    const page = readPage(body, reading, converters);
    joined.say(page, quotedNumberNotes(page, 'body'));
    const call = { name: 'paginate.items', text, body: page.value, record: reading.record ?? '{}' };
    joined.add(await callFunction(call, runFunction).catch(nothingOf));
  }
  return joined.content((said) => said.list());
}

/** The items of pages, and what is to be said of them. */
class JoinedPages {
  readonly items: unknown[] = [];
  readonly #said = new JoinedNotes();
  readonly #saidOfItems = new JoinedNotes();
  readonly #columns = new PageColumns();
  #hasQuotedNumbers = false;

  /** @param computing what is to be known of the page by whoever computes with it */
  say({ notes, table, hasQuotedNumbers = false }: PageContent, computing: readonly string[]): void {
    this.#said.add([...notes, ...this.#columns.notesOn(table), ...computing]);
    this.#hasQuotedNumbers ||= hasQuotedNumbers;
  }

  /** Takes what was picked of the page. */
  add({ value, notes }: Selected): void {
    // One by one: a page may have more items than a call takes arguments.
    for (const item of [value].flat()) if (item !== undefined && item !== null) this.items.push(item);
    this.#saidOfItems.add(notes);
  }

  /** @param ofItems which of what was said of the items is to be told */
  content(ofItems: (said: JoinedNotes) => readonly string[]): BodyContent {
    const notes = [...this.#said.list(isNewsOfPage), ...ofItems(this.#saidOfItems)];
    return { kind: 'json', value: this.items, mimeType: 'application/json', notes, hasQuotedNumbers: this.#hasQuotedNumbers };
  }
}

type PageContent = Pick<BodyContent, 'value' | 'notes' | 'table' | 'hasQuotedNumbers'>;

function readPage(body: Buffer, reading: Reading, converters: Converters | undefined): PageContent {
  try {
    const page = readContentNow(body, { ...reading, as: 'json' }, converters);
    const next = reading.extract === undefined ? undefined : reading.pages?.next;
    // The last page has nothing that leads to a next one.
    const notes = page.notes.filter((note) => next === undefined || !note.startsWith(`${next}: no element matches`));
    return { ...page, notes };
  } catch (error) {
    // As one without items is.
    if (error instanceof NothingExtracted) return { value: undefined, notes: [] };
    throw error;
  }
}

function itemsOf(page: unknown, expression: string, bytes: number): Selected {
  try {
    const { value, notes } = selectFrom(page, expression, bytes);
    return { value, notes: notes.map((note) => saidOf('paginate.items', note)) };
  } catch (error) {
    return nothingOf(error);
  }
}

/** A later page without items is an empty one; the first has been checked when it came. @throws all else */
function nothingOf(error: unknown): Selected {
  if (error instanceof SelectError && error.isNothing) return { value: undefined, notes: [] };
  throw error;
}

/** Columns of one page that a note names. */
const MAX_NAMED = 3;

/** Compares the columns of pages of CSV: where only the first has a header, the others have made names of a row, or none. */
class PageColumns {
  #first: string | undefined;

  notesOn(table: Table | undefined): string[] {
    if (!table || table.columns.length === 0) return [];
    const columns = JSON.stringify(table.columns);
    this.#first ??= columns;
    if (columns === this.#first) return [];
    const named = nameSome(
      table.columns.map((name) => JSON.stringify(name.slice(0, 40))),
      MAX_NAMED,
    );
    const cure = 'if only the first page has a header, ask for the others by themselves, with "as": "text"';
    return [`its columns are not those of the first page: ${named}; ${cure}`];
  }
}
