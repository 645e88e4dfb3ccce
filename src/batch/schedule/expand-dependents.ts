import type { RequestItem, ValueSource } from '../plan/request-item.ts';
import type { Plan } from '../plan/plan.ts';
import { expandItem, invalid, identify, type InvalidRequest, type PlannedRequest } from '../plan/plan-request.ts';
import { buildRequestNodes } from './keyed-requests.ts';
import type { ItemNode, EarlierRun, RequestNode } from './request-node.ts';
import { guardBodyChosenUrl } from '../plan/body-chosen-url.ts';
import { buildRows, type Rows, type Scalar } from '../plan/vars.ts';
import { valueKey, type ExtractedValue } from '../outcome/extracted-values.ts';
import type { PendingRecord } from '../outcome/draft.ts';
import { uniqueOrigins, type ValueOrigin, type Provenance } from '../plan/provenance.ts';

/** What an item's sources come to: its rows and whose word they are, why there are none, or that nothing is to be sent. */
type Expansion =
  | { readonly rows: Rows; readonly provenance: Provenance }
  | { readonly pending: PendingRecord }
  | { readonly note: string };

/** What the requests of an item depend on, beside its sources. */
interface ExpansionContext {
  readonly plan: Plan;
  readonly earlier: EarlierRun | undefined;
  /** Requests there are already. */
  readonly counted: number;
}

/**
 * The requests of an item whose values have come, and one that is skipped for each source that has failed.
 * @param from requests that it takes values from
 * @param parent the one of them that its requests belong to, if it takes values from one item only
 */
export function dependentNodes(
  itemNode: ItemNode,
  from: readonly RequestNode[],
  parent: RequestNode | undefined,
  known: ExpansionContext,
): { readonly nodes: RequestNode[]; readonly note?: string } {
  const failed = from.filter(({ pending }) => pending?.record.outcome !== undefined);
  const skipped = failed.map((source): RequestNode => ({
    key: `${itemNode.place}<${source.key}!`,
    itemNode,
    pending: skippedBy(itemNode.item, source),
  }));
  const left = without(from, failed);
  if (!left) return { nodes: skipped };
  const expansion = expandSources(itemNode, left);
  if ('note' in expansion) return { nodes: skipped, note: expansion.note };
  if ('pending' in expansion)
    return { nodes: [...skipped, { key: `${itemNode.place}<${parent?.key}!`, itemNode, pending: expansion.pending }] };
  const provenance = new Map([...(parent?.planned?.provenance ?? []), ...expansion.provenance]);
  const results = expandWithin(itemNode.item, known, expansion.rows, parent).map((request) => {
    return 'error' in request ? { request } : guardBodyChosenUrl(request, itemNode.item, provenance, known.plan);
  });
  const note = results.find((each) => each.note !== undefined)?.note;
  const nodes = [
    ...skipped,
    ...buildRequestNodes(
      itemNode,
      parent,
      results.map(({ request }) => request),
      known.earlier,
    ),
  ];
  return note === undefined ? { nodes } : { nodes, note };
}

/** The sources that are left of an item without those that have failed; none if of one of them nothing is left. */
function without(from: readonly RequestNode[], failed: readonly RequestNode[]): readonly RequestNode[] | undefined {
  const lost = new Set(failed);
  const left = from.filter((node) => !lost.has(node));
  const itemNodes = new Set(left.map(({ itemNode }) => itemNode));
  return failed.every(({ itemNode }) => itemNodes.has(itemNode)) ? left : undefined;
}

/**
 * Where there are as many records as requests may be, one of each item stands for all further ones of it that cannot be
 * sent: a few hundred sources that fail, of a few hundred items each, would make more than anybody can read.
 */
export function mergeSkipped(itemNode: ItemNode, nodes: readonly RequestNode[]): RequestNode[] {
  return nodes.filter((node) => {
    const { pending } = node;
    if (!pending) return true;
    const { rest } = itemNode;
    if (!rest) {
      itemNode.rest = { node, pending, count: 1 };
      return true;
    }
    rest.count++;
    const { record } = rest.pending;
    rest.node.pending = { ...rest.pending, record: { ...record, error: `${record.error}; and so for ${rest.count - 1} more` } };
    return false;
  });
}

/** Puts the values that requests have brought in the place of an item's `{"from": ...}`. */
function expandSources({ item, place }: Pick<ItemNode, 'item' | 'place'>, from: readonly RequestNode[]): Expansion {
  const lists = new Map<string, Scalar[]>();
  const provenance = new Map<string, readonly ValueOrigin[]>();
  for (const valueSource of item.valueSources) {
    const extracted = from.flatMap(({ extracted: each }) => each?.get(valueKey(place, valueSource)) ?? []);
    const failure = extracted.find((each): each is Extract<ExtractedValue, { error: string }> => 'error' in each);
    if (failure) return { pending: { record: { ...identify(item), ...failure } } };
    const values = extracted.flatMap((each) => ('values' in each ? each.values : []));
    if (values.length === 0) return { note: emptyNote(item, valueSource, from, extracted) };
    lists.set(valueSource.variable, values);
    provenance.set(valueSource.variable, uniqueOrigins(extracted.flatMap((each) => ('by' in each ? each.by : []))));
  }
  const vars = Object.entries(item.request?.vars ?? {}).map(([name, value]) => [name, lists.get(name) ?? value] as const);
  return { rows: buildRows(Object.fromEntries(vars)), provenance };
}

/** What becomes of an item because a request it takes values from has failed. */
function skippedBy(item: RequestItem, { pending, itemNode }: RequestNode): PendingRecord {
  const { outcome, error = '', url } = pending?.record ?? {};
  const which = `"${itemNode.item.id}"${url === undefined ? '' : ` (${url})`}`;
  const words = `not sent: it takes values from ${which}, which ended as ${outcome}: ${error}`;
  return { record: { ...identify(item), outcome: 'skipped', error: words.slice(0, 400).toWellFormed() } };
}

function emptyNote(
  item: RequestItem,
  valueSource: ValueSource,
  from: readonly RequestNode[],
  extracted: readonly ExtractedValue[],
): string {
  const why = extracted.map((each) => ('note' in each && each.note !== undefined ? `; ${each.note}` : '')).find(Boolean) ?? '';
  const [one] = from.length === 1 ? from : [];
  const which = one?.planned?.isExpanded ? `"${valueSource.from}" (${one.planned.request.url.href})` : `"${valueSource.from}"`;
  return `${titled(item)}: ${which} has no values for ${valueSource.variable}, so nothing was sent for it${why}`;
}

/** What the reader should know of an item whose sources stand for no requests at all. */
export function noSourceNote({ item, sources }: Pick<ItemNode, 'item' | 'sources'>): string {
  const names = sources.map(({ item: { id } }) => `"${id}"`).join(', ');
  return `${titled(item)}: it takes values from ${names}, for which nothing was sent, so nothing was sent for it either`;
}

function titled({ at, id }: RequestItem): string {
  return id === undefined ? at : `${at} ("${id}")`;
}

/** The requests of rows that have become known while the call runs, or one that says that they are too many. */
function expandWithin(
  item: RequestItem,
  { plan, counted }: ExpansionContext,
  rows: Rows,
  parent: RequestNode | undefined,
): (PlannedRequest | InvalidRequest)[] {
  const count = counted + rows.length;
  if (count <= plan.maxRequests) return expandItem(item, plan, rows, parent?.planned?.row);
  const most = `at most ${plan.maxRequests} in one call (--max-requests)`;
  const error = `its ${rows.length} requests would make ${count}, ${most}; none of them was sent; pick fewer values`;
  return [invalid(item, `${item.at}: ${error}`)];
}
