import type { SharedRequests } from '../exchange/coalescing.ts';
import type { PendingRecord } from '../outcome/draft.ts';
import type { EndedRequest } from '../outcome/number-records.ts';
import type { RequestNode } from '../schedule/request-node.ts';

/**
 * The requests of a call that has ended, in input order.
 * @param isAgain whether it runs the rest of an earlier call: then the arguments say no URLs
 */
export function endedRequests(
  nodes: readonly RequestNode[],
  sharedRequests: SharedRequests,
  isAgain: boolean,
): readonly EndedRequest[] {
  return nodes.flatMap((node): EndedRequest[] => {
    const { pending, planned } = node;
    if (!pending) return [];
    const url = planned?.request.url.href ?? '';
    const row = planned?.shownVars && planned.row;
    const sharedRequest = sharedRequests.with(node);
    return [{ pending: isAgain ? withUrl(pending, url) : pending, url, row, place: node.itemNode.place, sharedRequest }];
  });
}

function withUrl(pending: PendingRecord, url: string): PendingRecord {
  if (url === '' || pending.record.url !== undefined || pending.record.vars !== undefined) return pending;
  return { ...pending, record: { ...pending.record, url } };
}
