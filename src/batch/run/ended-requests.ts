import type { SharedRequests } from '../exchange/coalescing.ts';
import type { PendingRecord } from '../outcome/draft.ts';
import { assignRefs, keptRecords, type EndedRequest } from '../outcome/number-records.ts';
import type { InputRecord } from '../program/program-input.ts';
import { numberRequests } from '../schedule/left-requests.ts';
import type { RequestNode } from '../schedule/request-node.ts';
import { noteAbsentKeys } from '../schedule/undecided.ts';
import type { Run, RunOptions } from './run-options.ts';

/** The requests of a call that has ended, in the order of their indexes, and what is kept of them. */
export interface EndedCall extends Pick<Run, 'finished' | 'nodes'> {
  readonly inputs: readonly InputRecord[];
}

/**
 * Gives the requests of a call that has ended their indexes and refs.
 * @param name of the call
 * @param inOrder the requests, in input order
 * @param options with `earlier`, the call of which it has run the rest: then the arguments say no URLs
 */
export function endCall(
  name: string,
  inOrder: readonly RequestNode[],
  sharedRequests: SharedRequests,
  { earlier, restBy }: RunOptions,
): EndedCall {
  const nodes = numberRequests(noteAbsentKeys(inOrder), earlier);
  const all = nodes.flatMap((node): EndedRequest[] => {
    const { pending, planned, i = 0 } = node;
    if (!pending) return [];
    const url = planned?.request.url.href ?? '';
    const row = planned?.shownVars && planned.row;
    const sharedRequest = sharedRequests.with(node) ?? node.answered;
    return [{ i, pending: earlier ? withUrl(pending, url) : pending, url, row, place: node.itemNode.place, sharedRequest }];
  });
  const inputs = keptRecords(all).map((record, nth): InputRecord => ({ record, unstored: all[nth]?.pending.kept?.unstored }));
  return { finished: assignRefs(all, name, restBy === undefined), nodes, inputs };
}

function withUrl(pending: PendingRecord, url: string): PendingRecord {
  if (url === '' || pending.record.url !== undefined || pending.record.vars !== undefined) return pending;
  return { ...pending, record: { ...pending.record, url } };
}
