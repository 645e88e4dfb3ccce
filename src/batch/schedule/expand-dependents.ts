import type { Turns } from '../../concurrency/turns.ts';
import type { RequestItem } from '../plan/request-item.ts';
import type { ValueSource } from '../plan/value-source.ts';
import type { Plan } from '../plan/plan.ts';
import { expandItem } from '../plan/expand-item.ts';
import { invalid, identify, type InvalidRequest, type PlannedRequest } from '../plan/plan-request.ts';
import { MAX_CALL_BYTES } from '../plan/request-size.ts';
import type { Rows } from '../plan/rows.ts';
import { sayProblem } from '../args/problem.ts';
import { unfilledNote, unfilledProblems, unusedRowsProblems } from '../plan/use-problems.ts';
import type { CallBudget } from './call-budget.ts';
import type { EarlierRun } from './earlier-run.ts';
import { buildRequestNodes, placeholder } from './keyed-requests.ts';
import type { ItemNode, ItemNote, RequestNode } from './request-node.ts';
import { guardBodyChosenUrl } from '../plan/body-chosen-url.ts';
import type { PendingRecord } from '../outcome/draft.ts';
import { gatherValues } from './source-values.ts';

/** What the requests of an item depend on, beside its sources. */
export interface ExpansionContext {
  readonly plan: Plan;
  readonly earlier: EarlierRun | undefined;
  readonly budget: CallBudget;
  readonly turns: Turns;
}

/** What has come of an item's sources. */
interface Dependents {
  readonly nodes: RequestNode[];
  readonly note?: ItemNote | undefined;
  /** How many of them the budget has been charged with. */
  readonly charged: number;
}

/**
 * The requests of an item whose values have come, and one that is skipped for each source that has failed.
 * @param from requests that it takes values from
 * @param parent the one of them that its requests belong to, if it takes values from one item only
 */
export async function dependentNodes(
  itemNode: ItemNode,
  from: readonly RequestNode[],
  parent: RequestNode | undefined,
  known: ExpansionContext,
): Promise<Dependents> {
  const failed = from.filter(({ pending }) => pending?.record.outcome !== undefined);
  const skipped = failed.map((source) => placeholder(itemNode, source, skippedBy(itemNode.item, source), known.earlier));
  const left = without(from, failed);
  if (!left) return { nodes: skipped, charged: 0 };
  const gathered = gatherValues(itemNode, left);
  if ('empty' in gathered)
    return { nodes: skipped, note: emptyNote(itemNode.item, gathered.empty, left, gathered.note), charged: 0 };
  if ('failure' in gathered) {
    const pending = { record: { ...identify(itemNode.item), ...gathered.failure } };
    return { nodes: [...skipped, placeholder(itemNode, parent, pending, known.earlier)], charged: 0 };
  }
  const provenance = new Map([...(parent?.planned?.provenance ?? []), ...gathered.provenance]);
  const expanded = await expandWithin(itemNode.item, known, gathered.rows, parent);
  const results = expanded.requests.map((request) => {
    return 'error' in request ? { request } : guardBodyChosenUrl(request, itemNode.item, provenance, known.plan);
  });
  const requests = results.map(({ request }) => request);
  const note = results.find((each) => each.note !== undefined)?.note ?? expanded.note;
  return {
    nodes: [...skipped, ...buildRequestNodes(itemNode, parent, requests, known.earlier)],
    note: note === undefined ? undefined : plainNote(note),
    charged: expanded.charged,
  };
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
    const { pending, isReused } = node;
    if (!pending || isReused) return true;
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

/** What becomes of an item because a request it takes values from has failed. */
function skippedBy(item: RequestItem, { pending, itemNode }: RequestNode): PendingRecord {
  const { outcome, error = '', url } = pending?.record ?? {};
  const which = `"${itemNode.item.id}"${url === undefined ? '' : ` (${url})`}`;
  const words = `not sent: it takes values from ${which}, which ended as ${outcome}: ${error}`;
  return { record: { ...identify(item), outcome: 'skipped', error: words.slice(0, 400).toWellFormed() } };
}

/** That a source stands for no requests; of several requests of one source the same is said. */
function emptyNote(item: RequestItem, source: ValueSource, from: readonly RequestNode[], why: string | undefined): ItemNote {
  const one = from.length === 1 ? from[0]?.planned : undefined;
  const which = one?.shownVars ? ` (${one.request.url.href})` : '';
  const what = source.variable === undefined ? 'no rows' : `no values for ${source.variable}`;
  const cause = why === undefined ? '' : `; ${why}`;
  return {
    text: `${titled(item)}: "${source.from}"${which} has ${what}, so nothing was sent for it${cause}`,
    gist: `${source.from} has ${what}`,
  };
}

/** A note that stands for itself. */
export function plainNote(text: string): ItemNote {
  return { text, gist: text };
}

/** What the reader should know of an item whose sources stand for no requests at all. */
export function noSourceNote({ item, sources }: Pick<ItemNode, 'item' | 'sources'>): string {
  const names = sources.map(({ item: { id } }) => `"${id}"`).join(', ');
  return `${titled(item)}: it takes values from ${names}, for which nothing was sent, so nothing was sent for it either`;
}

function titled({ at, id }: RequestItem): string {
  return id === undefined ? at : `${at} ("${id}")`;
}

/** The requests of rows that have become known while the call runs, or one that says that they are too many, or too much. */
async function expandWithin(
  item: RequestItem,
  { plan, budget, turns }: ExpansionContext,
  rows: Rows,
  parent: RequestNode | undefined,
): Promise<{
  readonly requests: readonly (PlannedRequest | InvalidRequest)[];
  readonly charged: number;
  readonly note?: string | undefined;
}> {
  const inherited = parent?.planned?.row ?? {};
  const names = new Set([...rows.names, ...Object.keys(inherited)]);
  const has = `its rows have ${[...rows.names].join(', ') || 'nothing'}`;
  const problems = [...unfilledProblems(item, names, has), ...unusedRowsProblems(item, rows.names)];
  if (problems.length > 0) return { requests: [invalid(item, problems.map(sayProblem).join('; '))], charged: 0 };
  // Charged at once: further pages may be asked for while these are made.
  if (!budget.tryTake(rows.length)) {
    const most = `at most ${plan.maxRequests} in one call (--max-requests)`;
    const error = `its ${rows.length} requests would make ${budget.requests + rows.length}, ${most}; none of them was sent; pick fewer values`;
    return { requests: [invalid(item, `${item.at}: ${error}`)], charged: 0 };
  }
  const maxBytes = budget.leftBytes;
  const { requests, bytes } = await expandItem(item, { shared: plan, rows, inherited, maxBytes, turns });
  if (bytes > maxBytes) {
    const most = `more than ${MAX_CALL_BYTES / 2 ** 20} MiB (URLs, headers and bodies)`;
    const error = `with its ${rows.length} requests the call would come to ${most}; none of them was sent; send less in each`;
    return { requests: [invalid(item, `${item.at}: ${error}`)], charged: rows.length };
  }
  budget.addBytes(bytes);
  return { requests, charged: rows.length, note: item.note === undefined ? unfilledNote(item, names) : undefined };
}
