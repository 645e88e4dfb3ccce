import { TimeoutError } from '../concurrency/index.ts';
import type { HttpResponse, ResponseHeaders, Trace } from '../http/attempt.ts';
import { HttpFailure } from '../http/errors.ts';
import { retryAfterMs } from '../http/retry.ts';
import { decode } from '../result/decode.ts';
import { select, SelectError } from '../result/select.ts';
import type { PlannedRequest } from './plan.ts';
import type { ResultRecord } from './schema.ts';

/** What is never shown: it logs somebody in. */
const SECRET_HEADERS = new Set(['set-cookie', 'set-cookie2', 'authorization', 'proxy-authorization']);

/** The record of an answer, whatever its status: decoded, projected. */
export async function answered(
  planned: PlannedRequest,
  response: HttpResponse,
  trace: Trace,
  headersWanted: readonly string[],
): Promise<ResultRecord> {
  const { status, statusText } = response;
  const ok = status < 400;
  const base: ResultRecord = { ...named(planned), ...whereabouts(planned, trace, ok), status, ...tried(trace) };
  const headers = pick(response.headers, headersWanted);
  if (headers) base.headers = headers;
  if (!ok) {
    const later = retryAfterMs(response);
    const advice = later === undefined ? '' : `; it asks to come back in ${Math.ceil(later / 1_000)} s`;
    const error = `${status} ${statusText}`.trim() + advice;
    return { ...base, outcome: 'http_error', error, ...errorBody(planned, response) };
  }
  try {
    return { ...base, ...(await okBody(planned, response)) };
  } catch (error) {
    const where = whereabouts(planned, trace, false);
    if (error instanceof SelectError) return { ...base, ...where, outcome: 'select_error', error: error.message };
    if (error instanceof HttpFailure) return { ...base, ...where, outcome: error.outcome, error: error.message };
    throw error;
  }
}

/** The record of a request that has no answer to show. */
export function failed(planned: PlannedRequest, error: unknown, trace: Trace): ResultRecord {
  const base: ResultRecord = { ...named(planned), ...whereabouts(planned, trace, false) };
  if (error instanceof TimeoutError) {
    const message = `no complete answer within ${error.ms} ms (${doing(trace)}); raise timeout_ms, or ask for less`;
    return { ...base, outcome: 'timeout', kind: 'request', error: message, ...tried(trace) };
  }
  if (!(error instanceof HttpFailure)) throw error;
  const kind = error.kind === undefined ? {} : { kind: error.kind };
  return { ...base, outcome: error.outcome, ...kind, error: error.message, ...tried(trace) };
}

/** The record of a request that was not finished when the call ended. */
export function unfinished(
  planned: PlannedRequest,
  trace: Trace | undefined,
  why: { readonly deadlineMs: number } | 'cancel',
): ResultRecord {
  const sent = trace?.sent ? `it had been sent (${doing(trace)})` : 'it had not been sent';
  const base: ResultRecord = { ...named(planned), url: trace?.url ?? planned.request.url.href };
  if (why === 'cancel') {
    return { ...base, outcome: 'cancelled', error: `cancelled because another request failed; ${sent}` };
  }
  const error = `not finished at the call's deadline of ${why.deadlineMs} ms; ${sent}; raise deadline_ms or split the call`;
  return { ...base, outcome: 'timeout', kind: 'deadline', error, ...(trace ? tried(trace) : {}) };
}

function named({ i, id }: PlannedRequest): Pick<ResultRecord, 'i' | 'id'> {
  return id === undefined ? { i } : { i, id };
}

/** The URL is given where it is not plain from the input: after a redirect, and with a failure. */
function whereabouts({ request }: PlannedRequest, trace: Trace, ok: boolean): { url?: string } {
  const url = trace.url || request.url.href;
  return ok && url === request.url.href ? {} : { url };
}

function tried({ attempts }: Trace): { attempts?: number } {
  return attempts > 1 ? { attempts } : {};
}

function doing(trace: Trace): string {
  return trace.doing === 'reading the body' ? `reading the body, ${trace.bytes} bytes so far` : trace.doing;
}

async function okBody(planned: PlannedRequest, response: HttpResponse): Promise<{ body?: unknown }> {
  if (planned.as === 'none' || planned.request.method === 'HEAD') return {};
  if (response.body.length === 0 && planned.as !== 'json') {
    if (planned.select !== undefined) throw new SelectError('there is nothing to select from: the body is empty');
    return {};
  }
  const decoded = decode(response.body, contentType(response), planned.as);
  if (planned.select === undefined) return { body: plain(decoded) };
  if (decoded.kind !== 'json') {
    const what = decoded.kind === 'text' ? contentType(response) ?? 'text' : decoded.type;
    throw new SelectError(`select works on JSON, and the body is ${what}; leave select out, or ask for JSON`);
  }
  return { body: await select(decoded.value, planned.select) };
}

/** An error's body is shown as it is: what it says matters more than what it was asked for as. */
function errorBody(planned: PlannedRequest, response: HttpResponse): { body?: unknown } {
  if (planned.as === 'none' || response.body.length === 0) return {};
  const type = contentType(response);
  try {
    return { body: plain(decode(response.body, type, planned.as === 'text' ? 'text' : 'auto')) };
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    return { body: plain(decode(response.body, type, 'text')) };
  }
}

function plain(decoded: ReturnType<typeof decode>): unknown {
  if (decoded.kind === 'json') return decoded.value;
  return decoded.kind === 'text' ? decoded.text : { type: decoded.type, bytes: decoded.bytes };
}

function contentType(response: HttpResponse): string | undefined {
  return [response.headers['content-type']].flat()[0];
}

function pick(headers: ResponseHeaders, wanted: readonly string[]): Record<string, string | string[]> | undefined {
  const names = wanted.map((name) => name.toLowerCase()).filter((name) => !SECRET_HEADERS.has(name));
  const found = names.flatMap((name) => {
    const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}
