import { headerOf, type HttpResponse } from '../../http/message.ts';
import { readContent, type BodyContent } from '../../result/read-content.ts';
import { selectExpression } from '../../result/select/expression.ts';
import { detach } from '../../result/budget/truncated.ts';
import { SelectError } from '../../result/select/select-error.ts';
import { shape } from '../../result/select/shape.ts';
import type { BodyContext } from './read-body.ts';
import type { RequestItem, ValueSource } from '../plan/request-item.ts';
import { isScalar, type Scalar } from '../plan/vars.ts';
import type { Pages } from './pages.ts';
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
 * @param content the body as it has been read; read here, as JSON, if it was not or is something else
 * @throws the reason of the context's signal
 */
export async function extractValues(
  valueRequests: readonly ValueRequest[],
  content: BodyContent | undefined,
  { response, pages }: { readonly response: HttpResponse; readonly pages?: Pick<Pages, 'bytes' | 'by'> },
  context: BodyContext,
): Promise<ExtractedValues> {
  const extracted = new Map<string, ExtractedValue>();
  if (valueRequests.length === 0) return extracted;
  const by = pages?.by ?? [{ origin: new URL(context.url).origin, isLocal: response.isLocal }];
  const body = content?.kind === 'json' ? content : await asJson(response, context);
  for (const { item, place, valueSource } of valueRequests) {
    const at = `${item.at}.vars.${valueSource.variable}`;
    const given =
      typeof body === 'string'
        ? { outcome: 'select_error' as const, error: `${at}: "${valueSource.from}" has no JSON to take values from: ${body}` }
        : await extractValue(valueSource, at, { body, bytes: pages?.bytes ?? response.body.length, by }, context);
    extracted.set(valueKey(place, valueSource), given);
  }
  return extracted;
}

/** The body as JSON, or why it is none. */
async function asJson(response: HttpResponse, { url, workers, signal }: BodyContext): Promise<BodyContent | string> {
  if (response.body.length === 0) return 'its body is empty';
  try {
    return await readContent(response.body, headerOf(response.headers, 'content-type'), { as: 'json', url, workers, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    return error instanceof Error ? error.message : String(error);
  }
}

/** A body, and whose it is. */
interface Source {
  readonly body: BodyContent;
  readonly bytes: number;
  readonly by: readonly ValueOrigin[];
}

async function extractValue(
  valueSource: ValueSource,
  at: string,
  { body, bytes, by }: Source,
  { workers, signal }: BodyContext,
): Promise<ExtractedValue> {
  try {
    const { value, note } = await selectExpression({ value: body.value, bytes }, valueSource.select ?? '@', workers, signal);
    const values = [value].flat();
    const odd = values.find((each) => !isScalar(each));
    if (odd === undefined) return { values: detach(values.filter(isScalar)), by, note };
    const said = JSON.stringify(odd).slice(0, 120);
    const advice = 'pick plain values with "select", e.g. "[].id"';
    const error = `${at}: "${valueSource.from}" has values that are not scalars, such as ${said} (${shape(odd)}); ${advice}`;
    return { outcome: 'invalid', error };
  } catch (error) {
    if (error instanceof SelectError)
      return { outcome: 'select_error', error: `${at}: in the body of "${valueSource.from}", ${error.message}` };
    throw error;
  }
}
