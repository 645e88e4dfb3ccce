import { failedWithErrors, withErrors } from './select/answered-errors.ts';
import { withConverters, type Converters } from './converters.ts';
import { furtherNotes } from './further-notes.ts';
import { readContentNow, type BodyContent } from './read-content.ts';
import { areWithoutItems, joinPages, joinPagesByFunction, listPages } from './join-pages.ts';
import { quotedNumberNotes } from './quoted-numbers.ts';
import type { Reading } from './reading.ts';
import { callFunction, isFunction, type FunctionCall, type RunFunction } from './run-function.ts';
import type { KeyPresence } from './select/key-presence.ts';
import { NotJson, SelectError } from './select/select-error.ts';
import { evaluateOn } from './select-body.ts';

/** A body as a value, and what is there of the keys that its selection names; these are absent without one. */
export type SelectedContent = BodyContent & { readonly keys?: KeyPresence | undefined };

const EMPTY = Buffer.alloc(0);

/**
 * Reads bodies whole, and picks from them what `reading.select` asks for.
 * @throws {RequestFailure} `decode`
 * @throws {SelectError} also if nothing of it is there
 */
export async function readSelected(bodies: readonly Buffer[], reading: Reading, runFunction?: RunFunction): Promise<BodyContent> {
  return withoutKeys(await readWithKeys(bodies, reading, runFunction), reading);
}

/**
 * The same at once. Functions are not called by it.
 * @param converters as {@link convertersFor} gives them
 * @throws as {@link readSelected}
 */
export function readSelectedNow(bodies: readonly Buffer[], reading: Reading, converters: Converters | undefined): BodyContent {
  return withoutKeys(readWithKeysNow(bodies, reading, converters), reading);
}

/** The same for a caller that decides what becomes of keys that are not there. */
export async function readWithKeys(
  bodies: readonly Buffer[],
  reading: Reading,
  runFunction?: RunFunction,
): Promise<SelectedContent> {
  const { select, pages, record = '{}' } = reading;
  const items = areWithoutItems(reading) ? undefined : pages?.items;
  if (!isFunction(select) && !isFunction(items))
    return withConverters((converters) => readWithKeysNow(bodies, reading, converters));
  const content = isFunction(items)
    ? await joinPagesByFunction(bodies, reading, items, runFunction)
    : await withConverters((converters) => readWhole(bodies, reading, converters));
  if (!isFunction(select)) return select === undefined ? content : pick(content, select, bytesOf(bodies));
  const call = { name: 'select', text: select, body: content.value, record };
  const notes = [...content.notes, ...quotedNumberNotes(content, 'body')];
  const selected = await selectByFunction(call, runFunction, notes).catch((error: unknown) => {
    throw failedWithErrors(content.value, error);
  });
  return { ...selected, kind: 'json', mimeType: 'application/json', keys: withErrors(content.value, selected.keys) };
}

/** What a function gives undefined for is not there: null, if other bodies of the same template have a value. */
async function selectByFunction(
  call: FunctionCall,
  runFunction: RunFunction | undefined,
  notes: readonly string[],
): Promise<Pick<SelectedContent, 'value' | 'notes' | 'keys'>> {
  try {
    const found = await callFunction(call, runFunction);
    const keys = { found: undefined, absent: [], missing: undefined, isNothing: false };
    return { value: found.value, notes: [...notes, ...found.notes], keys };
  } catch (error) {
    if (!(error instanceof SelectError && error.isNothing)) throw error;
    return { value: null, notes, keys: { found: [], absent: ['a value'], missing: error.message, isNothing: true } };
  }
}

function withoutKeys({ keys, ...content }: SelectedContent, { isAbsentNull }: Reading): BodyContent {
  if (keys?.missing === undefined) return content;
  if (isAbsentNull)
    return { ...content, notes: [`${keys.missing}; it is null, as others of the same template have it`, ...content.notes] };
  if (keys.isNothing) throw new SelectError(keys.missing, { isNothing: true });
  return { ...content, notes: [keys.missing, ...content.notes] };
}

/**
 * The same as {@link readWithKeys} at once. Functions are not called by it.
 * @throws {NeedsConverters} if one of the bodies is a page, and they are not given
 * @throws as {@link readSelected}
 */
export function readWithKeysNow(bodies: readonly Buffer[], reading: Reading, converters?: Converters): SelectedContent {
  const content = readWhole(bodies, reading, converters);
  return reading.select === undefined ? content : pick(content, reading.select, bytesOf(bodies));
}

/** Without what is selected of it. */
function readWhole(bodies: readonly Buffer[], reading: Reading, converters?: Converters): BodyContent {
  if (reading.pages) {
    const join = areWithoutItems(reading) ? listPages : joinPages;
    return join(bodies, reading, converters);
  }
  const content = readContentNow(bodies[0] ?? EMPTY, reading, converters);
  const further = furtherNotes(content, reading);
  return further.length === 0 ? content : { ...content, notes: [...content.notes, ...further] };
}

function pick(content: BodyContent, select: string | readonly string[], bytes: number): SelectedContent {
  if (content.kind !== 'json') {
    throw new NotJson(content.mimeType);
  }
  try {
    const { value, notes, ...keys } = evaluateOn(content.value, select, bytes);
    return { ...content, value, table: undefined, notes: [...content.notes, ...notes], keys: withErrors(content.value, keys) };
  } catch (error) {
    throw failedWithErrors(content.value, error);
  }
}

function bytesOf(bodies: readonly Buffer[]): number {
  return bodies.reduce((sum, { length }) => sum + length, 0);
}
