import type { Draft } from './outcome.ts';
import type { Item, Want } from '../plan/item.ts';
import type { Plan } from '../plan/plan.ts';
import { expandItem, invalid, namedAs, type InvalidRequest, type PlannedRequest } from '../plan/plan-request.ts';
import { slotsOf } from './keyed-slots.ts';
import type { Node, Past, Slot } from './slot.ts';
import { asTold, withoutRepeats, type Teller, type Told } from '../plan/told.ts';
import { rowsOf, type Rows, type Scalar } from '../plan/vars.ts';
import { feedKey, type Yield } from './yields.ts';

/** What an item's sources come to: its rows and whose word they are, why there are none, or that nothing is to be sent. */
type Expansion = { readonly rows: Rows; readonly told: Told } | { readonly draft: Draft } | { readonly note: string };

/** What the requests of an item depend on, beside its sources. */
interface Known {
  readonly plan: Plan;
  readonly past: Past | undefined;
  /** Requests there are already. */
  readonly counted: number;
}

/**
 * The requests of an item whose values have come, and one that is skipped for each source that has failed.
 * @param from requests that it takes values from
 * @param parent the one of them that its requests belong to, if it takes values from one item only
 */
export function dependentSlots(
  node: Node,
  from: readonly Slot[],
  parent: Slot | undefined,
  known: Known,
): { readonly slots: Slot[]; readonly note?: string } {
  const failed = from.filter(({ draft }) => draft?.record.outcome !== undefined);
  const skipped = failed.map((source): Slot => ({ key: `${node.place}<${source.key}!`, node, draft: skippedBy(node.item, source) }));
  const left = without(from, failed);
  if (!left) return { slots: skipped };
  const expansion = expansionOf(node, left);
  if ('note' in expansion) return { slots: skipped, note: expansion.note };
  if ('draft' in expansion) return { slots: [...skipped, { key: `${node.place}<${parent?.key}!`, node, draft: expansion.draft }] };
  const told = new Map([...(parent?.planned?.told ?? []), ...expansion.told]);
  const results = expandWithin(node.item, known, expansion.rows, parent).map((request) => {
    return 'error' in request ? { request } : asTold(request, node.item, told, known.plan);
  });
  const note = results.find((each) => each.note !== undefined)?.note;
  const slots = [...skipped, ...slotsOf(node, parent, results.map(({ request }) => request), known.past)];
  return note === undefined ? { slots } : { slots, note };
}

/** The sources that are left of an item without those that have failed; none if of one of them nothing is left. */
function without(from: readonly Slot[], failed: readonly Slot[]): readonly Slot[] | undefined {
  const lost = new Set(failed);
  const left = from.filter((slot) => !lost.has(slot));
  const nodes = new Set(left.map(({ node }) => node));
  return failed.every(({ node }) => nodes.has(node)) ? left : undefined;
}

/**
 * Where there are as many records as requests may be, one of each item stands for all further ones of it that cannot be
 * sent: a few hundred sources that fail, of a few hundred items each, would make more than anybody can read.
 */
export function folded(node: Node, slots: readonly Slot[]): Slot[] {
  return slots.filter((slot) => {
    const { draft } = slot;
    if (!draft) return true;
    const { rest } = node;
    if (!rest) {
      node.rest = { slot, draft, count: 1 };
      return true;
    }
    rest.count++;
    const { record } = rest.draft;
    rest.slot.draft = { ...rest.draft, record: { ...record, error: `${record.error}; and so for ${rest.count - 1} more` } };
    return false;
  });
}

/** Puts the values that requests have brought in the place of an item's `{"from": ...}`. */
function expansionOf({ item, place }: Pick<Node, 'item' | 'place'>, from: readonly Slot[]): Expansion {
  const lists = new Map<string, Scalar[]>();
  const told = new Map<string, readonly Teller[]>();
  for (const want of item.wants) {
    const yields = from.flatMap(({ yields: each }) => each?.get(feedKey(place, want)) ?? []);
    const failure = yields.find((each): each is Extract<Yield, { error: string }> => 'error' in each);
    if (failure) return { draft: { record: { ...namedAs(item), ...failure } } };
    const values = yields.flatMap((each) => ('values' in each ? each.values : []));
    if (values.length === 0) return { note: emptyNote(item, want, from, yields) };
    lists.set(want.variable, values);
    told.set(want.variable, withoutRepeats(yields.flatMap((each) => ('by' in each ? each.by : []))));
  }
  const vars = Object.entries(item.request?.vars ?? {}).map(([name, value]) => [name, lists.get(name) ?? value] as const);
  return { rows: rowsOf(Object.fromEntries(vars)), told };
}

/** What becomes of an item because a request it takes values from has failed. */
function skippedBy(item: Item, { draft, node }: Slot): Draft {
  const { outcome, error = '', url } = draft?.record ?? {};
  const which = `"${node.item.id}"${url === undefined ? '' : ` (${url})`}`;
  const words = `not sent: it takes values from ${which}, which ended as ${outcome}: ${error}`;
  return { record: { ...namedAs(item), outcome: 'skipped', error: words.slice(0, 400).toWellFormed() } };
}

function emptyNote(item: Item, want: Want, from: readonly Slot[], yields: readonly Yield[]): string {
  const why = yields.map((each) => ('note' in each && each.note !== undefined ? `; ${each.note}` : '')).find(Boolean) ?? '';
  const [one] = from.length === 1 ? from : [];
  const which = one?.planned?.isExpanded ? `"${want.from}" (${one.planned.request.url.href})` : `"${want.from}"`;
  return `${titled(item)}: ${which} has no values for ${want.variable}, so nothing was sent for it${why}`;
}

/** What the reader should know of an item whose sources stand for no requests at all. */
export function noSourceNote({ item, sources }: Pick<Node, 'item' | 'sources'>): string {
  const names = sources.map(({ item: { id } }) => `"${id}"`).join(', ');
  return `${titled(item)}: it takes values from ${names}, for which nothing was sent, so nothing was sent for it either`;
}

function titled({ at, id }: Item): string {
  return id === undefined ? at : `${at} ("${id}")`;
}

/** The requests of rows that have become known while the call runs, or one that says that they are too many. */
function expandWithin(
  item: Item,
  { plan, counted }: Known,
  rows: Rows,
  parent: Slot | undefined,
): (PlannedRequest | InvalidRequest)[] {
  const count = counted + rows.length;
  if (count <= plan.maxRequests) return expandItem(item, plan, rows, parent?.planned?.row);
  const most = `at most ${plan.maxRequests} in one call (--max-requests)`;
  const error = `its ${rows.length} requests would make ${count}, ${most}; none of them was sent; pick fewer values`;
  return [invalid(item, `${item.at}: ${error}`)];
}
