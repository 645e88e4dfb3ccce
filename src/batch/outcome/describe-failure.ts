import { TimeoutError } from '../../concurrency/index.ts';
import type { RequestProgress } from '../../http/message.ts';
import { nameSome } from '../../name-some.ts';
import { RequestFailure } from '../../request-failure.ts';
import { requestedWaitMs } from '../../http/pacing/throttle.ts';
import { SelectError } from '../../result/select/select-error.ts';
import type { Answer } from './answer.ts';
import { describePhase } from './describe-progress.ts';
import type { Unnumbered } from './draft.ts';

/** Headers that an error names. */
const MAX_NAMED = 3;

/** `429 Too Many Requests; retry after 12 s` */
export function describeStatus(response: Pick<Answer, 'status' | 'statusText' | 'headers' | 'body'>): string {
  const { status, headers, body } = response;
  const later = requestedWaitMs({ status, headers, ...(body.content ? { body: body.content } : {}) });
  const advice = later === undefined ? '' : `; retry after ${Math.ceil(later / 1_000)} s`;
  return `${response.status} ${response.statusText}`.trim() + advice;
}

/** Says of a refusal that headers of the caller had stayed behind at a redirect, which may be why; empty for all others. */
export function describeLeft({ status }: Pick<Answer, 'status'>, { leftBehind = [], url }: RequestProgress): string {
  if (leftBehind.length === 0 || status >= 500 || status === 429) return '';
  const names = nameSome(leftBehind, MAX_NAMED);
  return `; ${names} not sent to ${new URL(url).origin}, another origin, to which it redirects: request that one itself if it is meant`;
}

/** A failure in the words of a record. @throws what is not a failure of the request */
export function describeFailure(error: unknown, trace: RequestProgress): Pick<Unnumbered, 'outcome' | 'kind' | 'error'> {
  if (error instanceof TimeoutError) {
    const message = `no complete answer within ${error.ms} ms (${describePhase(trace)}); raise timeout_ms, or ask for less`;
    return { outcome: 'timeout', kind: 'request', error: message };
  }
  if (error instanceof SelectError) return { outcome: 'select_error', error: error.message };
  if (!(error instanceof RequestFailure)) throw error;
  return { outcome: error.outcome, ...(error.kind === undefined ? {} : { kind: error.kind }), error: error.message };
}

/**
 * Why a call ended before a request: its deadline, another request's failure under `on_error: "cancel"`, or that its caller
 * does not want the result any more.
 */
export type EndReason = { readonly deadlineMs: number } | 'cancel' | 'abandoned';

/** What is said of what a call's end has prevented. @param sent whether it had been sent */
export function describeEnd(why: EndReason, sent: string): Pick<Unnumbered, 'outcome' | 'kind' | 'error'> {
  if (why === 'abandoned') return { outcome: 'cancelled', error: `cancelled by the caller; ${sent}` };
  if (why === 'cancel') return { outcome: 'cancelled', error: `cancelled because another request failed; ${sent}` };
  const error = `not finished at the call's deadline of ${why.deadlineMs} ms; ${sent}; raise deadline_ms or split the call`;
  return { outcome: 'timeout', kind: 'deadline', error };
}
