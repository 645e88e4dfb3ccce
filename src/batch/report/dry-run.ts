import type { RequestFailure } from '../../request-failure.ts';
import { SharedRequests } from '../exchange/coalescing.ts';
import { assignRefs } from '../outcome/number-records.ts';
import { failed } from '../outcome/record.ts';
import { newProgress } from '../exchange/send-request.ts';
import { callTextNotes } from '../plan/call-text-notes.ts';
import type { Plan } from '../plan/plan.ts';
import { planPart, tokensOfPlan } from './plan-part.ts';
import { report } from './report.ts';
import type { CallResult } from '../args/result-schema.ts';
import type { BodyStore } from '../../result/store/body-store.ts';
import { keptRequest } from '../exchange/read-again.ts';
import type { EarlierRun } from '../schedule/earlier-run.ts';
import { numberRequests } from '../schedule/left-requests.ts';
import { RequestGraph } from '../schedule/request-graph.ts';
import { allInOrder, allNotes } from '../schedule/input-order.ts';

/** What a dry run depends on, beside the plan. */
export interface DryRunContext {
  /** The call of which it would run the rest, and the bodies that it has brought. */
  readonly earlier: EarlierRun | undefined;
  readonly bodies: BodyStore | undefined;
  /** Of an address, as far as it can be told without looking a name up. */
  readonly refusal: (url: URL) => RequestFailure | undefined;
  /** On the clock of `performance.now()`. */
  readonly started: number;
}

/**
 * What a call would do, without a request: how many requests, the first and last of them, the hosts, and as records what
 * would be refused.
 */
export async function dryRun(plan: Plan, { earlier, bodies, refusal, started }: DryRunContext): Promise<CallResult> {
  const graph = new RequestGraph(plan, earlier);
  for (const node of await graph.start()) {
    const failure = node.planned && refusal(node.planned.request.url);
    if (node.planned && failure)
      await graph.finish(node, { record: failed(node.planned, failure, newProgress(node.planned, new Set())) });
  }
  const nodes = numberRequests(allInOrder(graph.itemNodes), earlier);
  const finished = assignRefs(
    nodes.map(({ pending, i = 0 }) => ({
      i,
      pending: pending ?? { record: {} },
      url: '',
      row: undefined,
      place: 0,
      sharedRequest: undefined,
    })),
    '',
    false,
  );
  const runnable = nodes.flatMap((node) => (node.planned && !node.pending ? [{ node, planned: node.planned }] : []));
  const sendable = runnable.filter(({ node }) => !bodies || !keptRequest(node, bodies));
  const isKept = runnable.length > sendable.length;
  const kept = isKept
    ? [`${runnable.length - sendable.length} more were answered in the earlier call and are not sent again`]
    : [];
  const sharedRequests = new SharedRequests();
  const first = sendable.filter(({ node, planned }) => {
    return sharedRequests.of(node, planned, () => newProgress(planned, new Set())).nodes[0] === node;
  });
  const urls = first.map(({ planned }) => planned.request.url);
  const equal = sendable.length - first.length;
  const are = equal === 1 ? 'equals another and is' : 'equal others and are';
  const shared = equal === 0 ? [] : [`${equal} more ${are} answered with it`];
  const hosts = [...new Set(urls.map(({ host }) => host))];
  const dependent = graph.open.map(({ at, id, valueSources }) => {
    return `${id === undefined ? at : `${at} ("${id}")`}: after ${[...new Set(valueSources.map(({ from }) => `"${from}"`))].join(', ')}`;
  });
  const { max_tokens: maxTokens } = plan.call;
  const part = planPart({ requests: urls.length, first: urls[0]?.href, last: urls.at(-1)?.href, hosts, dependent }, maxTokens);
  const { summary, results, notes } = report(
    {
      finished: finished.filter(({ record }) => record.outcome !== undefined),
      origins: new Set(),
      notes: [...callTextNotes(plan, sendable), ...allNotes(graph.itemNodes), ...kept, ...shared],
    },
    { elapsedMs: performance.now() - started, maxTokens: maxTokens - tokensOfPlan(part), layout: 'records' },
  );
  return {
    summary: { ...summary, total: finished.length },
    plan: part,
    results,
    ...(notes ? { notes } : {}),
  };
}
