import { RequestFailure } from '../request-failure.ts';
import { weigh } from './budget/json-weight.ts';
import { tokensToWeight } from './budget/tokens.ts';
import { truncate } from './budget/truncate.ts';
import { detach, extent } from './budget/truncated.ts';
import { readContent, type BodyContent } from './read-content.ts';
import type { Reading } from './reading.ts';
import type { KeyPresence } from './select/key-presence.ts';
import { NoDocument, NothingExtracted, NotJson, SelectError } from './select/select-error.ts';
import { evaluateOn, selectFrom } from './select-body.ts';

/** What is to be shown of a body. */
export interface ShownBody {
  readonly kind: BodyContent['kind'];
  readonly mimeType: string;
  /** JSON, or what a cut left of it. */
  readonly value: unknown;
  /** Whether the budget of the whole call would not hold it. */
  readonly isCut: boolean;
  readonly weight: number;
  /** How much of its top level there is: items, keys or characters. */
  readonly of: number;
  readonly notes: readonly string[];
  /** What is there of the keys that the selection names; absent without one. */
  readonly keys?: KeyPresence | undefined;
}

/** A body as a value, and what is there of the keys that its selection names. */
type SelectedContent = BodyContent & Pick<ShownBody, 'keys'>;

/** Why there is nothing to show. */
export interface UnreadBody {
  readonly outcome: 'decode' | 'select_error';
  readonly message: string;
  /** Which argument may fare better if it is another; undefined if none may. */
  readonly again: 'select' | 'extract' | undefined;
  /** Whether nothing can be extracted from such a body, and something from it as it is. */
  readonly isUnfit?: boolean;
}

export type ReadBody = { readonly shown: ShownBody } | { readonly unread: UnreadBody };

/**
 * Reads bodies as a record shows them: decoded, selected from, and cut to the call's budget.
 * @param bodies one, or the pages that are joined
 * @param maxTokens more than that is never shown of one body
 */
export async function readShown(bodies: readonly Buffer[], reading: Reading, maxTokens: number): Promise<ReadBody> {
  try {
    const content = await readWithKeys(bodies, reading);
    return { shown: { ...present(content, maxTokens), keys: content.keys } };
  } catch (error) {
    if (error instanceof SelectError) {
      return { unread: { outcome: 'select_error', message: error.message, ...rescueFrom(error) } };
    }
    if (!(error instanceof RequestFailure)) throw error;
    return { unread: { outcome: 'decode', message: error.message, again: undefined } };
  }
}

function rescueFrom(error: SelectError): Pick<UnreadBody, 'again' | 'isUnfit'> {
  if (error instanceof NoDocument) return { again: error.isData ? 'select' : undefined, isUnfit: true };
  if (error instanceof NothingExtracted) return { again: 'extract' };
  return { again: error instanceof NotJson ? undefined : 'select' };
}

/**
 * Reads bodies whole, and picks from them what `reading.select` asks for.
 * @throws {RequestFailure} `decode`
 * @throws {SelectError} also if nothing of it is there
 */
export async function readSelected(bodies: readonly Buffer[], reading: Reading): Promise<BodyContent> {
  const { keys, ...content } = await readWithKeys(bodies, reading);
  if (keys?.missing === undefined || reading.isAbsentNull) return content;
  if (keys.isNothing) throw new SelectError(keys.missing, { isNothing: true });
  return { ...content, notes: [keys.missing, ...content.notes] };
}

async function readWithKeys(bodies: readonly Buffer[], reading: Reading): Promise<SelectedContent> {
  const content = reading.pages ? await readPages(bodies, reading) : await readContent(bodies[0] ?? Buffer.alloc(0), reading);
  if (reading.select === undefined) return content;
  if (content.kind !== 'json') {
    throw new NotJson(`select works on JSON, and the body is ${content.mimeType}; leave select out, or ask for JSON`);
  }
  const bytes = bodies.reduce((sum, { length }) => sum + length, 0);
  const { value, notes, ...keys } = evaluateOn(content.value, reading.select, bytes);
  return { ...content, value, table: undefined, notes: [...content.notes, ...notes], keys };
}

/** Joins the items of pages. A note that all of them have is one of the whole. */
async function readPages(bodies: readonly Buffer[], reading: Reading): Promise<BodyContent> {
  const items: unknown[] = [];
  let common: readonly string[] | undefined;
  for (const body of bodies) {
    const { value, notes } = await readPage(body, { ...reading, as: 'json' });
    common = reading.extract === undefined ? [] : (common ?? notes).filter((note) => notes.includes(note));
    const found = reading.pages?.items === undefined ? value : itemsOf(value, reading.pages.items, body.length);
    for (const item of [found].flat()) if (item !== undefined && item !== null) items.push(item);
  }
  return { kind: 'json', value: items, mimeType: 'application/json', notes: common ?? [] };
}

async function readPage(body: Buffer, reading: Reading): Promise<Pick<BodyContent, 'value' | 'notes'>> {
  try {
    return await readContent(body, reading);
  } catch (error) {
    // As one without items is.
    if (error instanceof NothingExtracted) return { value: undefined, notes: [] };
    throw error;
  }
}

function itemsOf(value: unknown, expression: string, bytes: number): unknown {
  try {
    return selectFrom(value, expression, bytes).value;
  } catch (error) {
    // A later page without items is an empty one; the first has been checked when it came.
    if (error instanceof SelectError && error.isNothing) return undefined;
    throw error;
  }
}

/** Cuts a value to a budget, with texts of its own: it may be a little of a large body. */
export function present({ kind, mimeType, value: whole, table, notes }: BodyContent, maxTokens: number): ShownBody {
  const value = table ?? whole;
  const budget = tokensToWeight(maxTokens);
  const weight = weigh(value, budget);
  const isCut = weight > budget;
  const kept = isCut ? detach(truncate(value, budget)) : value;
  return { kind, mimeType, value: kept, isCut, weight: Math.min(weight, budget + 1), of: extent(value).of, notes };
}
