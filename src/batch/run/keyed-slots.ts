import { randomUUID } from 'node:crypto';
import { namedAs, type InvalidRequest, type PlannedRequest } from '../plan/plan-request.ts';
import type { Node, Past, Slot } from './slot.ts';

/**
 * Slots for the requests of an item, in order.
 * @param parent the request their values come from, if it is one
 * @param past what an earlier call has done of them already
 */
export function slotsOf(
  node: Node,
  parent: Slot | undefined,
  requests: readonly (PlannedRequest | InvalidRequest)[],
  past: Past | undefined,
): Slot[] {
  const keys = keysOf(node, parent, requests);
  return requests.map((request, nth): Slot => {
    const key = keys[nth] ?? '';
    if ('error' in request) {
      const { outcome = 'invalid', error } = request;
      return { key, node, draft: { record: { ...namedAs(request), outcome, error } } };
    }
    const planned = withKey(request, past?.idempotencyKeys.get(key));
    const yields = past?.done.get(key);
    return yields ? { key, node, planned, yields, isReused: true } : { key, node, planned };
  });
}

/**
 * Names for the requests of an item, the same in a second try. By place; where the values come from several requests,
 * of which more may be ok then, only the values themselves tell which request it is.
 * @param parent the one request that the values come from
 */
function keysOf({ place, sources }: Pick<Node, 'place' | 'sources'>, parent: Slot | undefined, requests: readonly object[]): string[] {
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
