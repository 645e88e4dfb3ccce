import { keptBody, readAgain } from '../outcome/kept-body.ts';
import { readBodies } from '../outcome/read-body.ts';
import type { SharedRequest } from '../exchange/coalescing.ts';
import { describeEnd, type EndReason } from '../outcome/describe-failure.ts';
import { unfinished } from '../outcome/record.ts';
import { identify } from '../plan/plan-request.ts';
import type { RequestNode } from '../schedule/request-node.ts';
import { bodyContext, type ReadingContext } from '../exchange/context.ts';
import { describeAsked, keptPages, readingOfPages } from '../outcome/pages.ts';
import type { PendingRecord } from '../outcome/draft.ts';

/** What the call's end has left of the pages that a request has read. */
export type KeptPart = Pick<PendingRecord, 'body' | 'kept' | 'notes' | 'isReferred'>;

/**
 * Projects the pages that unfinished requests have read, as if they were all.
 * @throws the reason of the context's signal
 */
export async function readPartialPages(
  sharedRequests: ReadonlyMap<RequestNode, SharedRequest>,
  context: ReadingContext,
): Promise<ReadonlyMap<RequestNode, KeptPart>> {
  const keptParts = new Map<RequestNode, KeptPart>();
  for (const [node, sharedRequest] of sharedRequests) {
    const { pages } = sharedRequest;
    if (!node.planned || !pages?.count) continue;
    const reading = readingOfPages(node.planned, pages);
    const within = bodyContext(sharedRequest, context);
    const read = await readBodies(pages.bodies, reading, within);
    const kept = keptBody(pages.bodies, reading, within);
    if ('unread' in read || read.shown.keys?.isNothing) {
      keptParts.set(node, { kept, isReferred: true });
      continue;
    }
    const { value, isCut, weight, of, notes, keys } = read.shown;
    const said = keys?.missing === undefined ? notes : [keys.missing, ...notes];
    keptParts.set(node, { body: { value, isCut, weight, of, bytes: pages.bytes }, notes: said, kept });
  }
  return keptParts;
}

/** What became of a request that the end of the call has prevented, or of an item whose requests were not known yet. */
export function endedRecord(
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
  const { trace, pages } = sharedRequest ?? {};
  const record = unfinished(planned, trace, ended, pages);
  const sent = trace?.sent ?? false;
  if (!rest || !pages?.count) return { record, sent };
  const asked = pages.asked?.page === pages.count ? '' : describeAsked(pages, planned.request, trace?.movedTo);
  const error = `${record.error ?? ''}${asked}; ${keptPages(pages.count)}`;
  return { sent, record: { ...record, pages: pages.count, error }, advice: readAgain, ...rest };
}
