import type { SharedRequest } from './coalescing.ts';
import type { RequestReply } from '../outcome/answered.ts';
import { recordOfAnswer, failed, recordForEqual } from '../outcome/record.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import { viewOf } from '../plan/view-of.ts';
import type { ItemNode } from '../schedule/request-node.ts';
import { extractValues, type ValueRequest, type ExtractedValues } from '../outcome/extracted-values.ts';
import { type ReadingContext, bodyContext } from './context.ts';
import type { PendingRecord } from '../outcome/draft.ts';
import { shownHeaders } from '../outcome/header-values.ts';

/**
 * What became of one of the requests that share an exchange, and what others take from it.
 * @param seen what has become of others of them, by how they look at the body
 * @throws the group's reason
 */
export async function toPendingRecord(
  planned: PlannedRequest,
  itemNode: ItemNode,
  sharedRequest: Pick<SharedRequest, 'trace' | 'nodes'>,
  reply: RequestReply,
  context: ReadingContext,
  seen: Map<string, PendingRecord>,
): Promise<{ readonly pending: PendingRecord; readonly extracted: ExtractedValues }> {
  const { trace } = sharedRequest;
  const within = bodyContext(sharedRequest, context);
  const isShared = sharedRequest.nodes.length > 1 && itemNode.dependents.length === 0;
  const view = isShared ? viewOf(planned) : '';
  const known = isShared ? seen.get(view) : undefined;
  if (known) return { pending: recordForEqual(known, planned), extracted: new Map() };
  try {
    if ('error' in reply) throw reply.error;
    const headers = context.call.response_headers ?? [];
    const record = await recordOfAnswer(planned, reply.answer, trace, headers, within, reply);
    const pending = { ...record, headers: shownHeaders(reply.answer.headers, within.url) };
    if (isShared) seen.set(view, pending);
    const isWanted = itemNode.dependents.length > 0 && (pending.orNull ?? pending).record.outcome === undefined;
    return { pending, extracted: isWanted ? await extractValues(valueRequestsOf(itemNode), planned, reply, within) : new Map() };
  } catch (error) {
    if (context.signal.aborted) throw error;
    return { pending: { record: failed(planned, error, trace) }, extracted: new Map() };
  }
}

function valueRequestsOf({ item: { id }, dependents }: ItemNode): ValueRequest[] {
  return dependents.flatMap(({ item, place }) => {
    return item.valueSources.filter(({ from }) => from === id).map((valueSource) => ({ item, place, valueSource }));
  });
}
