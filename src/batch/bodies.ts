import type { HttpResponse } from '../http/message.ts';
import { HttpFailure } from '../http/errors.ts';
import { Body, type BodyOptions } from '../result/body.ts';
import { contentOf, leniently, type Content, type ContentOptions } from '../result/content.ts';
import { select } from '../result/select/select.ts';
import { SelectError } from '../result/select/selected.ts';
import type { Store } from '../result/store.ts';
import type { Workers } from '../result/workers.ts';
import type { PlannedRequest } from './plan-request.ts';

/** What reading a body needs beside the answer. */
export interface BodyContext {
  readonly store: Store;
  readonly workers: Workers;
  readonly signal: AbortSignal;
  /** The name of the call, `b1`; a body's ref is that and its index. */
  readonly batch: string;
  /** The URL that answered. */
  readonly url: string;
  readonly maxTokens: number;
}

interface Read {
  readonly body?: Body | undefined;
  readonly note?: string | undefined;
  /** Where the bytes are of which the body is only a description. */
  readonly ref?: string;
}

/**
 * Reads, projects and keeps the body of an answer. Of what cannot be projected the whole is stored, and the error has
 * its `ref`, so that a second try costs no request.
 * @throws {HttpFailure} `decode`
 * @throws {SelectError}
 * @throws the reason of `context.signal`
 */
export async function bodyOf(planned: PlannedRequest, response: HttpResponse, context: BodyContext): Promise<Read> {
  const { as } = planned;
  if (as === 'none' || planned.request.method === 'HEAD') return {};
  const ok = response.status < 400;
  const wanted = ok ? planned.select : undefined;
  const options: BodyOptions = { ...context, ref: `${context.batch}/${planned.i}` };
  const bodiless = response.status === 204 || response.status === 304;
  if (response.body.length === 0 && (as !== 'json' || !ok || bodiless)) {
    if (wanted !== undefined) throw new SelectError('there is nothing to select from: the body is empty');
    return {};
  }
  const content = await read(response, as, ok, context, options);
  const size = response.body.length;
  if (wanted === undefined) {
    const body = await Body.of(content.value, content, size, options);
    // Only described here: its bytes are to be had by the ref.
    const ref = content.kind === 'binary' && as !== 'base64' && (await body.keep()) ? { ref: body.ref } : {};
    return { body, note: content.note, ...ref };
  }
  try {
    if (content.kind !== 'json') throw notJson(content);
    const selected = await select({ value: content.value, bytes: size }, wanted, context.workers, context.signal);
    return { body: await Body.of(selected.value, content, size, options), note: selected.note ?? content.note };
  } catch (error) {
    if (error instanceof SelectError) await keep(error, content, size, options);
    throw error;
  }
}

async function read(
  response: HttpResponse,
  as: Exclude<PlannedRequest['as'], 'none'>,
  ok: boolean,
  context: BodyContext,
  options: BodyOptions,
): Promise<Content> {
  const type = [response.headers['content-type']].flat()[0];
  const how: ContentOptions = { as, url: context.url, workers: context.workers, signal: context.signal };
  if (!ok) return leniently(response.body, type, how);
  try {
    return await contentOf(response.body, type, how);
  } catch (error) {
    if (error instanceof HttpFailure && response.body.length > 0) {
      await keep(error, await contentOf(response.body, type, { ...how, as: 'text' }), response.body.length, options);
    }
    throw error;
  }
}

async function keep(error: Error, content: Content, size: number, options: BodyOptions): Promise<void> {
  const body = await Body.of(content.value, content, size, options);
  if (await body.keep()) Object.assign(error, { ref: body.ref });
}

function notJson({ mimeType }: Content): SelectError {
  return new SelectError(`select works on JSON, and the body is ${mimeType}; leave select out, or ask for JSON`);
}
