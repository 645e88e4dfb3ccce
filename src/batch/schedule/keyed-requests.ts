import { createHash, randomUUID } from 'node:crypto';
import { identify, type InvalidRequest, type PlannedRequest } from '../plan/plan-request.ts';
import type { Row } from '../plan/variable-value.ts';
import type { PendingRecord } from '../outcome/draft.ts';
import type { EarlierRun } from './earlier-run.ts';
import { asLeft } from './left-requests.ts';
import type { ItemNode, RequestNode } from './request-node.ts';

/** Characters of a value, as JSON, that stand in a key themselves: longer ones are told apart by their hash. */
const MAX_KEPT = 64;

/**
 * Nodes for the requests of an item, in order.
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
      const { outcome = 'invalid', error, vars } = request;
      const pending: PendingRecord = { record: { ...identify(request), ...(vars ? { vars } : {}), outcome, error } };
      return asLeft({ key, itemNode, parent, pending }, earlier);
    }
    const planned = withKey(request, earlier?.nodes.get(key)?.idempotencyKey);
    return asLeft({ key, itemNode, parent, planned }, earlier);
  });
}

/** A record for requests that are not known: nothing can be sent for them. @param parent the request that prevents them */
export function placeholder(
  itemNode: ItemNode,
  parent: RequestNode | undefined,
  pending: PendingRecord,
  earlier: EarlierRun | undefined,
): RequestNode {
  return asLeft({ key: `${itemNode.place}<${parent?.key}!`, itemNode, parent, pending }, earlier);
}

/** A record for whatever of an item is not known when the call ends. */
export function restOf(itemNode: ItemNode, earlier: EarlierRun | undefined): RequestNode {
  return asLeft({ key: `${itemNode.place}+`, itemNode }, earlier);
}

/**
 * Names for the requests of an item, the same in a second try. By place; where the values come from several requests,
 * of which more may be ok then, only the values themselves tell which request it is.
 * @param parent the one request that the values come from
 */
function requestKeys(
  { place, sources }: Pick<ItemNode, 'place' | 'sources'>,
  parent: RequestNode | undefined,
  requests: readonly (PlannedRequest | InvalidRequest)[],
): string[] {
  const common = `${place}${parent ? `<${parent.key}` : ''}#`;
  if (sources.length <= 1) return requests.map((_, nth) => `${common}${nth}`);
  const times = new Map<string, number>();
  const names = valueNames();
  return requests.map((request, nth) => {
    if (!('row' in request)) return `${common}${nth}`;
    const own = rowName(request.row, names);
    const before = times.get(own) ?? 0;
    times.set(own, before + 1);
    return `${common}${own}${before}`;
  });
}

function rowName(row: Row, nameOf: (value: unknown) => string): string {
  return JSON.stringify(Object.entries(row).map(([name, value]) => [name, nameOf(value)]));
}

/** Short names for values; each long one, which stands in many rows, is looked at once. */
function valueNames(): (value: unknown) => string {
  const known = new Map<unknown, string>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const json = JSON.stringify(value) ?? '';
    const name = json.length <= MAX_KEPT ? json : createHash('sha256').update(json).digest('base64');
    known.set(value, name);
    return name;
  };
}

/** Gives a request its Idempotency-Key, if it wants one: the one it had in an earlier call, or a new one. */
function withKey(planned: PlannedRequest, earlier: string | undefined): PlannedRequest {
  if (!planned.wantsKey) return planned;
  const { request } = planned;
  return { ...planned, request: { ...request, headers: { ...request.headers, 'idempotency-key': earlier ?? randomUUID() } } };
}
