import type { Reading } from '../../result/reading.ts';
import type { HeldBody } from '../outcome/answer.ts';
import { keptBody, readAgain } from '../outcome/kept-body.ts';
import { describePoll, unmetCondition } from '../outcome/poll.ts';
import type { RequestReply } from '../outcome/answered.ts';
import { readBodies, readingOf } from '../outcome/read-body.ts';
import type { SharedRequest, SharedRequests } from '../exchange/coalescing.ts';
import { noteTraces } from '../exchange/traces.ts';
import type { RequestGraph } from '../schedule/request-graph.ts';
import { allInOrder } from '../schedule/input-order.ts';
import { redactPending } from './redact-pending.ts';
import { describeEnd, type EndReason } from '../outcome/describe-failure.ts';
import { unfinished } from '../outcome/record.ts';
import { identify, type PlannedRequest } from '../plan/plan-request.ts';
import type { RequestNode } from '../schedule/request-node.ts';
import { bodyContext, type ReadingContext } from '../exchange/context.ts';
import { describeAsked, keptPages, readingOfPages } from '../outcome/pages.ts';
import type { PendingRecord } from '../outcome/draft.ts';

/** What the call's end has left of the pages that a request has read, or of what it has seen last. */
type KeptPart = Pick<PendingRecord, 'body' | 'kept' | 'notes' | 'isReferred'>;

/**
 * Gives every request that the end of a call has prevented its record, with what it has so far.
 * @throws the reason of the context's signal
 */
export async function closeEarly(
  graph: RequestGraph,
  sharedRequests: SharedRequests,
  ended: EndReason,
  context: ReadingContext,
): Promise<void> {
  // Nobody sees what an abandoned call has of bodies.
  const keptParts = await readKeptParts(ended === 'abandoned' ? [] : allInOrder(graph.itemNodes), sharedRequests, context);
  graph.close((node) => {
    const sharedRequest = sharedRequests.with(node);
    if (sharedRequest) noteTraces(node, sharedRequest, arrivedFor(sharedRequest));
    const pending = sharedRequest ? endedRecord(node, sharedRequest, ended, keptParts.get(node)) : leftRecord(node, ended);
    return redactPending(pending, context.engine.credentials.redactor);
  });
}

/** What became of a request that has not begun: if an earlier call has sent it, what that knew of it. */
function leftRecord(node: RequestNode, ended: EndReason): PendingRecord {
  const { before } = node;
  if (!before) return endedRecord(node, undefined, ended, undefined);
  node.answered = before.answered;
  node.isUnsure = before.isUnsure;
  if (!before.record) return endedRecord(node, undefined, ended, undefined);
  const { error = '' } = before.record;
  const late = '; the call ended before its answer was read again';
  return { record: { ...before.record, error: error.endsWith(late) ? error : error + late }, sent: false };
}

/**
 * Reads what unfinished requests have: pages are projected as if they were all; what is asked again is shown as it was last.
 * @throws the reason of the context's signal
 */
async function readKeptParts(
  nodes: readonly RequestNode[],
  sharedRequests: SharedRequests,
  context: ReadingContext,
): Promise<ReadonlyMap<RequestNode, KeptPart>> {
  const keptParts = new Map<RequestNode, KeptPart>();
  for (const node of nodes) {
    const sharedRequest = node.pending ? undefined : sharedRequests.with(node);
    const held = node.planned && sharedRequest && heldBy(node.planned, sharedRequest);
    if (!held) continue;
    const { bodies, reading } = held;
    const within = bodyContext(sharedRequest, context);
    if (held.isUnread) {
      keptParts.set(node, { kept: keptBody(bodies, reading, within, []), isReferred: true });
      continue;
    }
    const read = await readBodies(bodies, reading, within);
    const kept = keptBody(bodies, reading, within, sharedRequest.pages?.notes ?? []);
    if ('unread' in read || read.shown.keys?.isNothing) {
      keptParts.set(node, { kept, isReferred: true });
      continue;
    }
    const { value, isCut, weight, of, notes, keys } = read.shown;
    const said = keys?.missing === undefined ? notes : [keys.missing, ...notes];
    keptParts.set(node, { body: { value, isCut, weight, of, bytes: kept.bytes }, notes: said, kept });
  }
  return keptParts;
}

/** Bodies that have come, and how they are read. */
interface Held {
  readonly bodies: readonly HeldBody[];
  readonly reading: Reading;
  /** Whether they were being read when the call ended: there is no time to begin again. */
  readonly isUnread?: boolean;
}

function heldBy(planned: PlannedRequest, sharedRequest: SharedRequest): Held | undefined {
  const { pages, poll, trace } = sharedRequest;
  if (pages?.count) return { bodies: pages.bodies, reading: readingOfPages(planned, pages) };
  const arrived = arrivedFor(sharedRequest);
  const last = arrived ? { answer: arrived.answer, url: trace.url } : poll?.last;
  if (!last || last.answer.body.bytes === 0) return undefined;
  // What does not hold yet is shown as it is, as is what has failed.
  const isLenient = !arrived || poll?.failure !== undefined || last.answer.status >= 400;
  const reading = readingOf(planned, last.answer, last.url, isLenient);
  return reading && { bodies: [last.answer.body], reading, isUnread: arrived !== undefined };
}

/** The answer that was being read when the call ended; one that is kept for equals may be read for several in turn. */
function arrivedFor({ arrived, reply }: SharedRequest): Exclude<RequestReply, { error: unknown }> | undefined {
  const has = arrived ?? reply;
  return has && 'answer' in has ? has : undefined;
}

/** What became of a request that the end of the call has prevented, or of an item whose requests were not known yet. */
function endedRecord(
  node: RequestNode,
  sharedRequest: SharedRequest | undefined,
  ended: EndReason,
  rest: KeptPart | undefined,
): PendingRecord {
  const {
    planned,
    itemNode: { item },
  } = node;
  if (!planned) {
    const waited = `it had not been sent: it takes values from "${item.valueSources[0]?.from}"`;
    return { record: { ...identify(item), ...describeEnd(ended, waited) }, sent: false };
  }
  const { trace, pages, poll } = sharedRequest ?? {};
  const record = unfinished(planned, trace, ended, pages);
  const sent = trace?.sent ?? false;
  const arrived = sharedRequest && arrivedFor(sharedRequest);
  if (poll?.last && (!arrived || poll.failure)) {
    const how =
      typeof ended === 'string'
        ? { error: `${record.error ?? ''}; ${describePoll(poll)}` }
        : unmetCondition(poll, `the call's deadline of ${ended.deadlineMs} ms came before the next answer`);
    return { sent, record: { ...record, ...how, status: poll.last.answer.status }, advice: readAgain, ...rest };
  }
  if (arrived && !pages?.count) return { sent, record: { ...record, status: arrived.answer.status }, advice: readAgain, ...rest };
  if (!rest || !pages?.count) return { record, sent };
  const asked = pages.asked?.page === pages.count ? '' : describeAsked(pages, planned.request, trace?.movedTo);
  const error = `${record.error ?? ''}${asked}; ${keptPages(pages.count)}`;
  return { sent, record: { ...record, pages: pages.count, error }, advice: readAgain, ...rest };
}
