import { headerOf } from '../../http/message.ts';
import { nameSome } from '../../name-some.ts';
import type { ReadValues } from '../../result/read-values.ts';
import type { Reading } from '../../result/reading.ts';
import { shape } from '../../result/select/shape.ts';
import type { Answer } from './answer.ts';
import { headerValues } from './header-values.ts';
import { functionRecord, withRecord } from './function-record.ts';
import { isFunction } from '../../result/run-function.ts';
import { pickValues } from './pick-values.ts';
import { sentAsStrings } from './sent-as-strings.ts';
import { isUneven, sideBySide } from './uneven-columns.ts';
import type { BodyContext } from './read-body.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import type { RequestItem } from '../plan/request-item.ts';
import type { ValueSource } from '../plan/value-source.ts';
import { fitsFromBody } from '../plan/value-problem.ts';
import { excerptOf, isMap } from '../plan/variable-value.ts';
import { readingOfPages, type Pages } from './pages.ts';
import type { ValueOrigin } from '../plan/provenance.ts';

/** What a variable gets from an answer: its values, or rows; or why it gets nothing. */
export type ExtractedValue =
  | {
      /** The first ones: no more than a call could use. */
      readonly values: readonly unknown[];
      /** How many there are. */
      readonly of: number;
      /** Whether they are not of the same items as those of another variable, though as many. */
      readonly isUneven?: boolean;
      /** Where they come from. */
      readonly by: readonly ValueOrigin[];
      /** What is to be said of them; where there are none, the first says why. */
      readonly notes?: readonly string[];
    }
  | { readonly outcome: 'select_error' | 'invalid'; readonly error: string };

/** What functions get of an answer without a body. */
const NULL_BODY = [{ bytes: 4, key: undefined, content: Buffer.from('null') }];
const AS_NULL = { contentType: 'application/json', as: 'json', extract: undefined } as const;

/** Variables that a note names. */
const MAX_NAMED = 3;

/** By {@link valueKey}. */
export type ExtractedValues = ReadonlyMap<string, ExtractedValue>;

/** What others want of one request: the item that wants it, and its place. */
export interface ValueRequest {
  readonly item: RequestItem;
  readonly place: number;
  readonly valueSource: ValueSource;
}

/** Tells the variables of all items apart. @param place of the item */
export function valueKey(place: number, { variable }: ValueSource): string {
  return variable === undefined ? String(place) : `${place}.${variable}`;
}

/**
 * What others take from an answer: from its headers, or from the whole of its body, whatever the request itself selects.
 * @throws the reason of the context's signal
 */
export async function extractValues(
  valueRequests: readonly ValueRequest[],
  planned: PlannedRequest,
  { answer, pages }: { readonly answer: Answer; readonly pages?: Pages },
  context: BodyContext,
): Promise<ExtractedValues> {
  const extracted = new Map<string, ExtractedValue>();
  const by = pages?.by ?? [{ origin: new URL(context.url).origin, isLocal: answer.isLocal }];
  const held = pages ? pages.bodies : [answer.body];
  const reading = pages ? readingOfPages(planned, pages) : wholeReading(planned, answer, context.url);
  for (const wanted of valueRequests) {
    const { place, valueSource } = wanted;
    const { header, select = '@' } = valueSource;
    if (header !== undefined) {
      const values = headerValues(context.redactor.value(answer.headers), header, context.url);
      const notes = values.length === 0 ? [`its answer has no header "${header}"`] : [];
      extracted.set(valueKey(place, valueSource), { values, of: values.length, by, notes });
      continue;
    }
    const isEmpty = held.every(({ bytes }) => bytes === 0);
    const as = isFunction(select) && planned.as !== 'none' && !pages ? planned.as : reading.as;
    const how = withRecord({ ...reading, as, select }, () => functionRecord(planned, answer, context));
    const picked =
      isEmpty && !isFunction(select)
        ? { outcome: 'decode' as const, message: 'its body is empty' }
        : await pickValues(isEmpty ? NULL_BODY : held, isEmpty ? { ...how, ...AS_NULL } : how, context);
    extracted.set(valueKey(place, valueSource), toExtractedValue(picked, wanted, by));
  }
  if (valueRequests.length > 1)
    await markUneven(valueRequests, extracted, (select) => pickValues(held, { ...reading, select }, context));
  return extracted;
}

/** Marks the values of variables that would advance together though they are of other items. */
async function markUneven(
  valueRequests: readonly ValueRequest[],
  extracted: Map<string, ExtractedValue>,
  pick: (select: string) => Promise<ReadValues>,
): Promise<void> {
  for (const place of new Set(valueRequests.map((wanted) => wanted.place))) {
    const sources = valueRequests.flatMap((wanted) => (wanted.place === place ? [wanted.valueSource] : []));
    const [first] = sources;
    const question = sideBySide(sources);
    if (!first || !question) continue;
    const key = valueKey(place, first);
    const value = extracted.get(key);
    const items = await pick(question.select);
    if (value && 'values' in value && 'values' in items && isUneven(items.values, question))
      extracted.set(key, { ...value, isUneven: true });
  }
}

/**
 * What is to be said of values that were taken, beside what the record of their request says anyway.
 * @param said by that record
 */
export function valueNotes(
  valueRequests: readonly ValueRequest[],
  extracted: ExtractedValues,
  said: readonly string[] = [],
): string[] {
  const paths = new Map<string, string[]>();
  for (const wanted of valueRequests) {
    const value = extracted.get(valueKey(wanted.place, wanted.valueSource));
    if (!value || 'error' in value || value.of === 0) continue;
    for (const note of value.notes ?? []) {
      if (said.includes(note)) continue;
      const known = paths.get(note);
      if (known) known.push(pathOf(wanted));
      else paths.set(note, [pathOf(wanted)]);
    }
  }
  return Array.from(paths, ([note, all]) => `${nameSome(all, MAX_NAMED)}: ${note}`);
}

/** How a body is read for its values: as its own record reads it if that is JSON, else as JSON. */
function wholeReading({ as, extract }: PlannedRequest, { headers }: Answer, url: string): Reading {
  const contentType = headerOf(headers, 'content-type');
  return { contentType, url, as: as === 'auto' ? 'auto' : 'json', isLenient: false, extract, select: undefined };
}

function toExtractedValue(picked: ReadValues, wanted: ValueRequest, by: readonly ValueOrigin[]): ExtractedValue {
  const { from } = wanted.valueSource;
  if ('outcome' in picked) {
    const where = picked.outcome === 'decode' ? `"${from}" has no JSON to take values from: ` : `in the body of "${from}", `;
    return { outcome: 'select_error', error: `${pathOf(wanted)}: ${where}${picked.message}` };
  }
  const misfit = describeMisfits(wanted, picked.values);
  if (misfit !== undefined) return { outcome: 'invalid', error: `${pathOf(wanted)}: ${misfit}` };
  return { values: picked.values, of: picked.of, by, notes: [...picked.notes, ...sentAsStrings(picked, wanted)] };
}

/** Values of a kind that cannot stand where their variable is used: none of the requests is made then. */
function describeMisfits({ item, valueSource }: ValueRequest, values: readonly unknown[]): string | undefined {
  const { variable, from } = valueSource;
  if (variable === undefined) {
    const odd = values.findIndex((each) => !isMap(each));
    if (odd < 0) return undefined;
    const name = [...(item.template?.needed ?? [])][0] ?? 'name';
    const meant = `{"${name}": {"from": ${JSON.stringify(from)}, "select": ...}}`;
    const such = excerptOf(values[odd], 120);
    return `say which variable its values are for: ${meant}; as rows they would be objects, and are such as ${such}`;
  }
  const uses = item.uses.filter(({ name }) => name === variable);
  // A null among others is wrong with the one request that it would make, which says so itself.
  const meant = values.filter((each) => each !== null);
  const odd = (meant.length > 0 ? meant : values).find((each) => !uses.every((use) => fitsFromBody(each, use)));
  if (odd === undefined) return undefined;
  const advice = 'pick plain values with "select", e.g. "[].id"';
  if (odd === null) return `"${from}" has nothing but null for it; ${advice}`;
  return `"${from}" has values that are not scalars, such as ${excerptOf(odd, 120)} (${shape(odd)}); ${advice}`;
}

function pathOf({ item: { at }, valueSource: { variable } }: ValueRequest): string {
  return variable === undefined ? `${at}.vars` : `${at}.vars.${variable}`;
}
