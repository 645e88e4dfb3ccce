import { randomUUID } from 'node:crypto';
import type { Draft } from './outcome.ts';
import { namedAs, type PlannedRequest } from './plan-request.ts';
import type { Item, Want } from './item.ts';
import type { Node, Slot } from './slot.ts';
import { rowsOf, type Rows, type Scalar } from './vars.ts';
import { feedKey, type Yield } from './yields.ts';

/** What an item's sources come to: its rows, why there are none, or that there is nothing to send. */
export type Expansion = { readonly rows: Rows } | { readonly draft: Draft } | { readonly note: string };

/** Puts the values that requests have brought in the place of an item's `{"from": ...}`. */
export function expansionOf({ item, place }: Pick<Node, 'item' | 'place'>, from: readonly Slot[]): Expansion {
  const lists = new Map<string, Scalar[]>();
  for (const want of item.wants) {
    const yields = from.flatMap(({ yields: each }) => each?.get(feedKey(place, want)) ?? []);
    const failure = yields.find((each): each is Extract<Yield, { error: string }> => 'error' in each);
    if (failure) return { draft: { record: { ...namedAs(item), ...failure } } };
    const values = yields.flatMap((each) => ('values' in each ? each.values : []));
    if (values.length === 0) return { note: emptyNote(item, want, yields) };
    lists.set(want.variable, values);
  }
  const vars = Object.entries(item.request?.vars ?? {}).map(([name, value]) => [name, lists.get(name) ?? value] as const);
  return { rows: rowsOf(Object.fromEntries(vars)) };
}

/** What becomes of an item because a request it takes values from has failed. */
export function skippedBy(item: Item, { draft, node }: Slot): Draft {
  const { outcome, error = '', url } = draft?.record ?? {};
  const which = `"${node.item.id}"${url === undefined ? '' : ` (${url})`}`;
  const words = `not sent: it takes values from ${which}, which ended as ${outcome}: ${error}`;
  return { record: { ...namedAs(item), outcome: 'skipped', error: words.slice(0, 400).toWellFormed() } };
}

function emptyNote(item: Item, want: Want, yields: readonly Yield[]): string {
  const why = yields.map((each) => ('note' in each && each.note !== undefined ? `; ${each.note}` : '')).find(Boolean) ?? '';
  const name = item.id === undefined ? '' : ` ("${item.id}")`;
  return `${item.at}${name}: "${want.from}" has no values for ${want.variable}, so nothing was sent for it${why}`;
}

/** Gives a request its Idempotency-Key, if it wants one: the one it had in an earlier call, or a new one. */
export function withKey(planned: PlannedRequest, earlier: string | undefined): PlannedRequest {
  if (!planned.wantsKey) return planned;
  const { request } = planned;
  return { ...planned, request: { ...request, headers: { ...request.headers, 'idempotency-key': earlier ?? randomUUID() } } };
}
