import type { HttpFailure } from '../http/errors.ts';
import { numbered } from './number.ts';
import { failed } from './outcome.ts';
import { newTrace } from './perform.ts';
import type { Plan } from './plan.ts';
import { report } from './report.ts';
import type { CallResult } from './result-schema.ts';
import type { Past } from './slot.ts';
import { Tree } from './tree.ts';

/** Hosts that are named at the most. */
const MAX_HOSTS = 50;

/**
 * What a call would do, without a request: how many requests, the first and last of them, the hosts, and as records what
 * would be refused.
 * @param refusal of an address, as far as it can be told without looking a name up
 */
export async function dryRun(
  plan: Plan,
  past: Past | undefined,
  refusal: (url: URL) => HttpFailure | undefined,
  started: number,
): Promise<CallResult> {
  const tree = new Tree(plan, past);
  const ready = tree.start();
  const refused = new Set(ready.filter(({ planned }) => planned && refusal(planned.request.url)));
  const finished = numbered(tree.slots().map(({ planned, draft }) => {
    const failure = draft ? undefined : planned && refusal(planned.request.url);
    return { draft: draft ?? { record: planned && failure ? failed(planned, failure, newTrace(planned, new Set())) : {} }, exchange: undefined };
  }), '');
  const urls = ready.filter((slot) => !refused.has(slot)).flatMap(({ planned }) => (planned ? [planned.request.url] : []));
  const hosts = [...new Set(urls.map(({ host }) => host))];
  const more = hosts.length > MAX_HOSTS ? [`and ${hosts.length - MAX_HOSTS} more`] : [];
  const dependent = plan.items.flatMap(({ at, id, wants }) => {
    return wants.length === 0 ? [] : [`${id === undefined ? at : `${at} ("${id}")`}: after ${wants.map(({ from }) => `"${from}"`).join(', ')}`];
  });
  const [first, last] = [urls[0]?.href, urls.at(-1)?.href];
  const { summary, results, notes } = await report(
    { finished: finished.filter(({ record }) => record.outcome !== undefined), origins: new Set(), notes: tree.notes },
    { elapsedMs: performance.now() - started, maxTokens: plan.call.max_tokens, layout: 'records' },
  );
  return {
    summary: { ...summary, total: finished.length },
    plan: {
      requests: urls.length,
      ...(first === undefined ? {} : { first }),
      ...(last === undefined ? {} : { last }),
      hosts: [...hosts.slice(0, MAX_HOSTS), ...more],
      ...(dependent.length > 0 ? { dependent: dependent.slice(0, MAX_HOSTS) } : {}),
    },
    results,
    ...(notes ? { notes } : {}),
  };
}
