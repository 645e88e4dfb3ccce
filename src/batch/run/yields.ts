import { headerOf, type HttpResponse } from '../../http/message.ts';
import { contentOf, type Content } from '../../result/content.ts';
import { selectExpression } from '../../result/select/expression.ts';
import { owned } from '../../result/pieces.ts';
import { SelectError } from '../../result/select/selected.ts';
import { shape } from '../../result/select/shape.ts';
import type { BodyContext } from './bodies.ts';
import type { Item, Want } from '../plan/item.ts';
import type { Pages } from './paginate.ts';
import type { Teller } from '../plan/told.ts';
import { isScalar, type Scalar } from '../plan/vars.ts';

/** What a variable gets from a body: its values and whose word they are (and why there are none), or why it gets nothing. */
export type Yield =
  | { readonly values: readonly Scalar[]; readonly by: readonly Teller[]; readonly note?: string | undefined }
  | { readonly outcome: 'select_error' | 'invalid'; readonly error: string };

/** By {@link feedKey}. */
export type Yields = ReadonlyMap<string, Yield>;

/** What others want of one request: the item that wants it, and its place. */
export interface Feed {
  readonly item: Item;
  readonly place: number;
  readonly want: Want;
}

/** Tells the variables of all items apart. @param place of the item */
export function feedKey(place: number, { variable }: Want): string {
  return `${place}.${variable}`;
}

/**
 * What others take from an answer: from the whole of its body, whatever the request itself selects.
 * @param content the body as it has been read; read here, as JSON, if it was not or is something else
 * @throws the reason of the context's signal
 */
export async function yieldsOf(
  feeds: readonly Feed[],
  content: Content | undefined,
  { response, pages }: { readonly response: HttpResponse; readonly pages?: Pick<Pages, 'bytes' | 'by'> },
  context: BodyContext,
): Promise<Yields> {
  const yields = new Map<string, Yield>();
  if (feeds.length === 0) return yields;
  const by = pages?.by ?? [{ origin: new URL(context.url).origin, isLocal: response.isLocal }];
  const body = content?.kind === 'json' ? content : await asJson(response, context);
  for (const { item, place, want } of feeds) {
    const at = `${item.at}.vars.${want.variable}`;
    const given = typeof body === 'string'
      ? { outcome: 'select_error' as const, error: `${at}: "${want.from}" has no JSON to take values from: ${body}` }
      : await yieldOf(want, at, { body, bytes: pages?.bytes ?? response.body.length, by }, context);
    yields.set(feedKey(place, want), given);
  }
  return yields;
}

/** The body as JSON, or why it is none. */
async function asJson(response: HttpResponse, { url, workers, signal }: BodyContext): Promise<Content | string> {
  if (response.body.length === 0) return 'its body is empty';
  try {
    return await contentOf(response.body, headerOf(response.headers, 'content-type'), { as: 'json', url, workers, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    return error instanceof Error ? error.message : String(error);
  }
}

/** A body, and whose it is. */
interface Source {
  readonly body: Content;
  readonly bytes: number;
  readonly by: readonly Teller[];
}

async function yieldOf(want: Want, at: string, { body, bytes, by }: Source, { workers, signal }: BodyContext): Promise<Yield> {
  try {
    const { value, note } = await selectExpression({ value: body.value, bytes }, want.select ?? '@', workers, signal);
    const values = [value].flat();
    const odd = values.find((each) => !isScalar(each));
    if (odd === undefined) return { values: owned(values.filter(isScalar)), by, note };
    const said = JSON.stringify(odd).slice(0, 120);
    const advice = 'pick plain values with "select", e.g. "[].id"';
    const error = `${at}: "${want.from}" has values that are not scalars, such as ${said} (${shape(odd)}); ${advice}`;
    return { outcome: 'invalid', error };
  } catch (error) {
    if (error instanceof SelectError) return { outcome: 'select_error', error: `${at}: in the body of "${want.from}", ${error.message}` };
    throw error;
  }
}
