import { RequestFailure } from '../../request-failure.ts';
import { headerOf, type HttpResponse } from '../../http/message.ts';
import { Body, type BodyOptions } from '../../result/body.ts';
import { readContent, json, leniently, type BodyContent, type ContentOptions } from '../../result/read-content.ts';
import { select } from '../../result/select/select.ts';
import { NotJson, SelectError } from '../../result/select/select-error.ts';
import type { Store } from '../../result/store/store.ts';
import type { Workers } from '../../result/workers/workers.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import type { Select } from '../args/schema.ts';
import type { Pages } from './pages.ts';

/** What reading a body needs beside the answer. */
export interface BodyContext {
  readonly store: Store;
  readonly workers: Workers;
  readonly signal: AbortSignal;
  /** The URL that answered. */
  readonly url: string;
  readonly maxTokens: number;
}

interface Read {
  readonly body?: Body | undefined;
  readonly note?: string | undefined;
  /** Stored bytes of which the body is only a description. */
  readonly kept?: Body;
  /** The whole, as it was read. */
  readonly content?: BodyContent;
}

/** The bodies that were kept because they could not be read or projected. */
const keptBodies = new WeakMap<Error, Body>();

/** The body that was stored because `error` came of it, if there is one. */
export function keptFor(error: Error): Body | undefined {
  return keptBodies.get(error);
}

/**
 * Reads, projects and keeps the body of an answer. Of what cannot be projected the whole is stored, see {@link keptFor},
 * so that a second try costs no request.
 * @throws {HttpFailure} `decode`
 * @throws {SelectError}
 * @throws the reason of `context.signal`
 */
export async function readBody(planned: PlannedRequest, response: HttpResponse, context: BodyContext): Promise<Read> {
  const { as } = planned;
  if (as === 'none' || planned.request.method === 'HEAD') return {};
  const ok = response.status < 400;
  const wanted = ok ? planned.select : undefined;
  const bodiless = response.status === 204 || response.status === 304;
  if (response.body.length === 0 && (as !== 'json' || !ok || bodiless)) {
    if (wanted !== undefined) throw new SelectError('there is nothing to select from: the body is empty');
    return {};
  }
  const content = await read(response, as, ok, context);
  const size = response.body.length;
  if (wanted !== undefined || content.kind !== 'binary' || as === 'base64') return await project(content, size, wanted, context);
  const body = await Body.of(content.value, content, size, context);
  // Only described here: its bytes are to be had by the ref.
  return { body, note: content.note, ...((await body.keep()) ? { kept: body } : {}) };
}

/**
 * Projects and keeps the items of the pages that have been read, as {@link readBody} does a body.
 * @throws {SelectError}
 * @throws the reason of `context.signal`
 */
export function readPages({ select: wanted }: PlannedRequest, { items, bytes }: Pages, context: BodyContext): Promise<Read> {
  return project(json([...items]), bytes, wanted, context);
}

async function project(content: BodyContent, size: number, wanted: Select | undefined, context: BodyContext): Promise<Read> {
  if (wanted === undefined) return { body: await Body.of(content.value, content, size, context), note: content.note, content };
  try {
    if (content.kind !== 'json') throw notJson(content);
    const body = { value: content.value, bytes: size, source: content.source };
    const selected = await select(body, wanted, context.workers, context.signal);
    return { body: await Body.of(selected.value, content, size, context), note: selected.note ?? content.note, content };
  } catch (error) {
    if (error instanceof SelectError) await keep(error, content, size, context);
    throw error;
  }
}

async function read(
  response: HttpResponse,
  as: Exclude<PlannedRequest['as'], 'none'>,
  ok: boolean,
  context: BodyContext,
): Promise<BodyContent> {
  const type = headerOf(response.headers, 'content-type');
  const how: ContentOptions = { as, url: context.url, workers: context.workers, signal: context.signal };
  if (!ok) return leniently(response.body, type, how);
  try {
    return await readContent(response.body, type, how);
  } catch (error) {
    if (error instanceof RequestFailure && response.body.length > 0) {
      await keep(error, await readContent(response.body, type, { ...how, as: 'text' }), response.body.length, context);
    }
    throw error;
  }
}

/** Stores what could not be read or projected, for {@link keptFor}. */
export async function keep(error: Error, content: BodyContent, size: number, options: BodyOptions): Promise<void> {
  const body = await Body.of(content.value, content, size, options);
  if (await body.keep()) keptBodies.set(error, body);
}

function notJson({ mimeType }: BodyContent): NotJson {
  return new NotJson(`select works on JSON, and the body is ${mimeType}; leave select out, or ask for JSON`);
}
