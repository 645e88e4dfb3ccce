import { randomUUID } from 'node:crypto';
import { identify, type InvalidRequest, type PlannedRequest } from '../plan/plan-request.ts';
import type { ItemNode, EarlierRun, RequestNode } from './request-node.ts';

/**
 * Slots for the requests of an item, in order.
 * @param parent the request their values come from, if it is one
 * @param earlier what an earlier call has done of them already
 */
export function buildRequestNodes(
  itemNode: ItemNode,
  parent: RequestNode | undefined,
  requests: readonly (PlannedRequest | InvalidRequest)[],
  earlier: EarlierRun | undefined,
): RequestNode[] {
  const keys = requestKeys(itemNode, parent, requests);
  return requests.map((request, nth): RequestNode => {
    const key = keys[nth] ?? '';
    if ('error' in request) {
      const { outcome = 'invalid', error } = request;
      return { key, itemNode, pending: { record: { ...identify(request), outcome, error } } };
    }
    const planned = withKey(request, earlier?.idempotencyKeys.get(key));
    const extracted = earlier?.done.get(key);
    return extracted ? { key, itemNode, planned, extracted, isReused: true } : { key, itemNode, planned };
  });
}

/**
 * Names for the requests of an item, the same in a second try. By place; where the values come from several requests,
 * of which more may be ok then, only the values themselves tell which request it is.
 * @param parent the one request that the values come from
 */
function requestKeys(
  { place, sources }: Pick<ItemNode, 'place' | 'sources'>,
  parent: RequestNode | undefined,
  requests: readonly object[],
): string[] {
  const times = new Map<string, number>();
  return requests.map((request, nth) => {
    const own = sources.length > 1 && 'row' in request ? JSON.stringify(request.row) : '';
    const before = times.get(own) ?? 0;
    times.set(own, before + 1);
    return `${place}${parent ? `<${parent.key}` : ''}#${own}${own ? before : nth}`;
  });
}

/** Gives a request its Idempotency-Key, if it wants one: the one it had in an earlier call, or a new one. */
function withKey(planned: PlannedRequest, earlier: string | undefined): PlannedRequest {
  if (!planned.wantsKey) return planned;
  const { request } = planned;
  return { ...planned, request: { ...request, headers: { ...request.headers, 'idempotency-key': earlier ?? randomUUID() } } };
}
