import { TimeoutError } from '../concurrency/index.ts';
import type { HttpResponse, ResponseHeaders, Trace } from '../http/message.ts';
import { HttpFailure } from '../http/errors.ts';
import { comesBackMs } from '../http/pacing-headers.ts';
import type { Body } from '../result/body.ts';
import { SelectError } from '../result/select/selected.ts';
import { bodyOf, type BodyContext } from './bodies.ts';
import type { PlannedRequest } from './plan-request.ts';
import type { ResultRecord } from './result-schema.ts';

/** What became of one request: its record without the body, and the body. */
export interface Finished {
  readonly record: ResultRecord;
  readonly body?: Body | undefined;
  readonly note?: string | undefined;
}

/** What is never shown: it logs somebody in. */
const SECRET_HEADERS = new Set(['set-cookie', 'set-cookie2', 'authorization', 'proxy-authorization']);

/**
 * What became of a request that was answered, with whatever status: its body decoded and projected.
 * @throws the reason of the context's signal
 */
export async function answered(
  planned: PlannedRequest,
  response: HttpResponse,
  trace: Trace,
  headersWanted: readonly string[],
  context: BodyContext,
): Promise<Finished> {
  const { status, statusText } = response;
  const base: ResultRecord = { ...named(planned), ...whereabouts(planned, trace, true), status, ...tried(trace) };
  const headers = pick(response.headers, headersWanted);
  if (headers) base.headers = headers;
  const failure = whereabouts(planned, trace, false);
  try {
    const { body, note, ...ref } = await bodyOf(planned, response, context);
    Object.assign(base, ref);
    if (status < 400) return { record: base, body, note };
    const later = comesBackMs(response);
    const advice = later === undefined ? '' : `; it asks to come back in ${Math.ceil(later / 1_000)} s`;
    const error = `${status} ${statusText}`.trim() + advice;
    return { record: { ...base, ...failure, outcome: 'http_error', error }, body, note };
  } catch (error) {
    const outcome = error instanceof SelectError ? 'select_error' : error instanceof HttpFailure ? error.outcome : undefined;
    if (outcome === undefined || !(error instanceof Error)) throw error;
    const ref = 'ref' in error && typeof error.ref === 'string' ? { ref: error.ref } : {};
    const asks = error instanceof SelectError && !error.message.startsWith('select works on JSON') ? ', "select": ...' : '';
    const retry = 'ref' in ref ? `; the body is kept: read_result {"ref": "${ref.ref}"${asks}} costs no request` : '';
    return { record: { ...base, ...failure, outcome, error: error.message + retry, ...ref } };
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

function named({ i, id, vars }: PlannedRequest): Pick<ResultRecord, 'i' | 'id' | 'vars'> {
  return { i, ...(id === undefined ? {} : { id }), ...(vars === undefined ? {} : { vars }) };
}

/** The URL is given where it is not plain from the input: of a template, after a redirect, and with a failure. */
function whereabouts({ request, isExpanded }: PlannedRequest, trace: Trace, ok: boolean): { url?: string } {
  const url = trace.url || request.url.href;
  return ok && !isExpanded && url === request.url.href ? {} : { url };
}

/** What it took: more than one attempt, or none. */
function tried({ attempts, cached }: Trace): { attempts?: number; cached?: true } {
  return { ...(attempts > 1 ? { attempts } : {}), ...(cached ? { cached } : {}) };
}

function doing(trace: Trace): string {
  return trace.doing === 'reading the body' ? `reading the body, ${trace.bytes} bytes so far` : trace.doing;
}

function pick(headers: ResponseHeaders, wanted: readonly string[]): Record<string, string | string[]> | undefined {
  const names = wanted.map((name) => name.toLowerCase()).filter((name) => !SECRET_HEADERS.has(name));
  const found = names.flatMap((name) => {
    const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}
