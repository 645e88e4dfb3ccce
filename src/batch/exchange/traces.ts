import { isIdempotent } from '../../http/methods.ts';
import { findAnswered, type RequestReply } from '../outcome/answered.ts';
import type { PendingRecord } from '../outcome/draft.ts';
import type { RequestNode } from '../schedule/request-node.ts';
import type { SharedRequest } from './coalescing.ts';

/** Keeps with a request that is not ok what a later call has to know of it. @param reply undefined if it has not ended */
export function noteTraces(node: RequestNode, sharedRequest: SharedRequest, reply: RequestReply | undefined): void {
  if (!node.planned) return;
  node.answered = sharedRequest.answered ??= findAnswered(node.planned, sharedRequest, reply);
  const hasNoAnswer = !reply || 'error' in reply;
  const { sent } = sharedRequest.trace;
  const isUnsure = sent ? hasNoAnswer && !isIdempotent(node.planned.request) : node.before?.isUnsure === true;
  node.isUnsure = isUnsure && !node.answered;
}

/** The record of a request, which says so if it may have taken effect twice. */
export function sentAgain({ before }: RequestNode, pending: PendingRecord): PendingRecord {
  if (!before?.isUnsure) return pending;
  const note = 'sent again, although it may have taken effect in the earlier call: look whether it was done twice';
  return { ...pending, notes: [note, ...(pending.notes ?? [])] };
}
