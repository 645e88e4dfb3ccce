import { READING, WRITING } from '../../src/batch/args/dialect.ts';
import { argumentsOf, plan, type Plan } from '../../src/batch/plan/plan.ts';
import type { PlannedRequest } from '../../src/batch/plan/plan-request.ts';
import type { ResultRecord } from '../../src/batch/args/result-schema.ts';
import { Tree } from '../../src/batch/run/tree.ts';

/** The plan of a call, as the tools make it. */
export function planOf(args: unknown, { maxRequests = 1_000, tool = 'fetch_many' } = {}): Promise<Plan> {
  const dialect = tool === 'fetch_many' ? READING : WRITING;
  return plan(argumentsOf(args, dialect), { maxRequests, userAgent: 'test', profiles: [] }, dialect);
}

/** The requests of a call that wait for no others, in order: what is to be sent, or the record of what is not. */
export async function requestsOf(args: unknown, options?: { maxRequests?: number; tool?: string }): Promise<(PlannedRequest | Partial<ResultRecord>)[]> {
  const tree = new Tree(await planOf(args, options));
  tree.start();
  return tree.slots().map(({ planned, draft }) => planned ?? draft?.record ?? {});
}

/** Those that are to be sent. */
export async function sendable(args: unknown, options?: { maxRequests?: number; tool?: string }): Promise<PlannedRequest[]> {
  const all = await requestsOf(args, options);
  return all.flatMap((each) => ('request' in each ? [each] : []));
}
