import { headerOf } from '../../http/message.ts';
import type { ReadValues } from '../../result/read-values.ts';
import type { Reading } from '../../result/reading.ts';
import { shape } from '../../result/select/shape.ts';
import type { Answer } from './answer.ts';
import { pickValues } from './pick-values.ts';
import type { BodyContext } from './read-body.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import type { RequestItem, ValueSource } from '../plan/request-item.ts';
import { isScalar, type Scalar } from '../plan/vars.ts';
import { readingOfPages, type Pages } from './pages.ts';
import type { ValueOrigin } from '../plan/provenance.ts';

/** What a variable gets from a body: its values and whose word they are (and why there are none), or why it gets nothing. */
export type ExtractedValue =
  | { readonly values: readonly Scalar[]; readonly by: readonly ValueOrigin[]; readonly note?: string | undefined }
  | { readonly outcome: 'select_error' | 'invalid'; readonly error: string };

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
  return `${place}.${variable}`;
}

/**
 * What others take from an answer: from the whole of its body, whatever the request itself selects.
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
  for (const { item, place, valueSource } of valueRequests) {
    const at = `${item.at}.vars.${valueSource.variable}`;
    const picked = held.every(({ bytes }) => bytes === 0)
      ? { outcome: 'decode' as const, message: 'its body is empty' }
      : await pickValues(held, { ...reading, select: valueSource.select ?? '@' }, context);
    extracted.set(valueKey(place, valueSource), toExtractedValue(picked, valueSource, at, by));
  }
  return extracted;
}

/** How a body is read for its values: as its own record reads it if that is JSON, else as JSON. */
function wholeReading({ as }: PlannedRequest, { headers }: Answer, url: string): Reading {
  const contentType = headerOf(headers, 'content-type');
  return { contentType, url, as: as === 'auto' ? 'auto' : 'json', isLenient: false, select: undefined };
}

function toExtractedValue(picked: ReadValues, { from }: ValueSource, at: string, by: readonly ValueOrigin[]): ExtractedValue {
  if ('outcome' in picked) {
    const where = picked.outcome === 'decode' ? `"${from}" has no JSON to take values from: ` : `in the body of "${from}", `;
    return { outcome: 'select_error', error: `${at}: ${where}${picked.message}` };
  }
  const odd = picked.values.find((each) => !isScalar(each));
  if (odd === undefined) return { values: picked.values.filter(isScalar), by, note: picked.notes[0] };
  const said = JSON.stringify(odd).slice(0, 120);
  const advice = 'pick plain values with "select", e.g. "[].id"';
  const error = `${at}: "${from}" has values that are not scalars, such as ${said} (${shape(odd)}); ${advice}`;
  return { outcome: 'invalid', error };
}
