import type { Table } from './budget/truncated.ts';
import { loadConverters, type Converters } from './converters.ts';
import { isNewsOfItems, isNewsOfPage, JoinedNotes } from './joined-notes.ts';
import { quotedNumberNotes } from './quoted-numbers.ts';
import { readContentNow, type BodyContent } from './read-content.ts';
import type { Reading } from './reading.ts';
import { callFunction, type RunFunction } from './run-function.ts';
import { NothingExtracted, SelectError } from './select/select-error.ts';
import { saidOf, selectFrom, type Selected } from './select-body.ts';

/**
 * Joins the items of pages.
 * @throws {RequestFailure} `decode`
 * @throws {SelectError} if `paginate.items` is wrong, or takes too much
 */
export function joinPages(bodies: readonly Buffer[], reading: Reading, converters: Converters | undefined): BodyContent {
  const items: unknown[] = [];
  const said = new JoinedNotes();
  const saidOfItems = new JoinedNotes();
  const columns = new PageColumns();
  let hasQuotedNumbers = false;
  for (const body of bodies) {
    const { value, notes, ...page } = readPage(body, reading, converters);
    said.add([...notes, ...columns.notesOn(page.table)]);
    const expression = reading.pages?.items;
    const found = expression === undefined ? { value, notes: [] } : itemsOf(value, expression, body.length);
    items.push(...present(found.value));
    saidOfItems.add(found.notes);
    hasQuotedNumbers ||= page.hasQuotedNumbers ?? false;
  }
  const ofItems = items.length === 0 ? saidOfItems.first() : saidOfItems.list(isNewsOfItems);
  const notes = [...said.list(isNewsOfPage), ...ofItems];
  return { kind: 'json', value: items, mimeType: 'application/json', notes, hasQuotedNumbers };
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
  const converters = await loadConverters();
  const items: unknown[] = [];
  const said = new JoinedNotes();
  const saidByFunction = new JoinedNotes();
  const columns = new PageColumns();
  let hasQuotedNumbers = false;
  for (const body of bodies) {
    const { value, notes, ...page } = readPage(body, reading, converters);
    said.add([...notes, ...columns.notesOn(page.table), ...quotedNumberNotes({ value, ...page }, 'body')]);
    hasQuotedNumbers ||= page.hasQuotedNumbers ?? false;
    const call = { name: 'paginate.items', text, body: value, record: reading.record ?? '{}' };
    try {
      const found = await callFunction(call, runFunction);
      items.push(...present(found.value));
      saidByFunction.add(found.notes);
    } catch (error) {
      if (!(error instanceof SelectError && error.isNothing)) throw error;
      saidByFunction.add([]);
    }
  }
  const notes = [...said.list(isNewsOfPage), ...saidByFunction.list()];
  return { kind: 'json', value: items, mimeType: 'application/json', notes, hasQuotedNumbers };
}

type PageContent = Pick<BodyContent, 'value' | 'notes' | 'table' | 'hasQuotedNumbers'>;

function readPage(body: Buffer, reading: Reading, converters: Converters | undefined): PageContent {
  try {
    return readContentNow(body, { ...reading, as: 'json' }, converters);
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
    // A later page without items is an empty one; the first has been checked when it came.
    if (error instanceof SelectError && error.isNothing) return { value: undefined, notes: [] };
    throw error;
  }
}

function present(found: unknown): unknown[] {
  return [found].flat().filter((item) => item !== undefined && item !== null);
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
    const named = table.columns.slice(0, MAX_NAMED).map((name) => JSON.stringify(name.slice(0, 40)));
    const cure = 'if only the first page has a header, ask for the others by themselves, with "as": "text"';
    return [
      `its columns are not those of the first page: ${named.join(', ')}${table.columns.length > MAX_NAMED ? ' and more' : ''}; ${cure}`,
    ];
  }
}
