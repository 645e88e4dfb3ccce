import type { HttpFailure } from '../../http/errors.ts';
import { Exchanges } from '../run/exchanges.ts';
import { numbered } from '../run/number.ts';
import { failed } from '../run/outcome.ts';
import { newTrace } from '../run/perform.ts';
import type { Plan } from '../plan/plan.ts';
import { report } from './report.ts';
import type { CallResult } from '../args/result-schema.ts';
import type { Past } from '../run/slot.ts';
import { Tree } from '../run/tree.ts';

/** Hosts that are named at the most, and dependents. */
const MAX_NAMED = 50;

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
  for (const slot of tree.start()) {
    const failure = slot.planned && refusal(slot.planned.request.url);
    if (slot.planned && failure) tree.finish(slot, { record: failed(slot.planned, failure, newTrace(slot.planned, new Set())) });
  }
  const slots = tree.slots();
  const finished = numbered(slots.map(({ draft }) => ({ draft: draft ?? { record: {} }, exchange: undefined })), '');
  const sendable = slots.flatMap((slot) => (slot.planned && !slot.draft ? [{ slot, planned: slot.planned }] : []));
  const exchanges = new Exchanges();
  const first = sendable.filter(({ slot, planned }) => {
    return exchanges.of(slot, planned, () => newTrace(planned, new Set())).slots[0] === slot;
  });
  const urls = first.map(({ planned }) => planned.request.url);
  const equal = sendable.length - first.length;
  const are = equal === 1 ? 'equals another and is' : 'equal others and are';
  const shared = equal === 0 ? [] : [`${equal} more ${are} answered with it`];
  const hosts = [...new Set(urls.map(({ host }) => host))];
  const dependent = tree.open.map(({ at, id, wants }) => {
    return `${id === undefined ? at : `${at} ("${id}")`}: after ${[...new Set(wants.map(({ from }) => `"${from}"`))].join(', ')}`;
  });
  const { summary, results, notes } = await report(
    {
      finished: finished.filter(({ record }) => record.outcome !== undefined),
      origins: new Set(),
      notes: [...tree.notes, ...shared],
    },
    { elapsedMs: performance.now() - started, maxTokens: plan.call.max_tokens, layout: 'records' },
  );
  return {
    summary: { ...summary, total: finished.length },
    plan: {
      requests: urls.length,
      ...(urls[0] ? { first: urls[0].href, last: urls.at(-1)?.href } : {}),
      hosts: few(hosts),
      ...(dependent.length > 0 ? { dependent: few(dependent) } : {}),
    },
    results,
    ...(notes ? { notes } : {}),
  };
}

function few(names: readonly string[]): string[] {
  const more = names.length > MAX_NAMED ? [`and ${names.length - MAX_NAMED} more`] : [];
  return [...names.slice(0, MAX_NAMED), ...more];
}
