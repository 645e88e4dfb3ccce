import { READ_SCHEMAS, WRITE_SCHEMAS } from '../../src/batch/args/request-schemas.ts';
import { argumentsOf } from '../../src/batch/args/arguments.ts';
import type { CheckPrograms } from '../../src/batch/plan/expressions.ts';
import { functionProblem, programProblem } from '../../src/sandbox/js/check.ts';
import { plan, type Plan } from '../../src/batch/plan/plan.ts';
import type { PlannedRequest } from '../../src/batch/plan/plan-request.ts';
import type { ResultRecord } from '../../src/batch/args/result-schema.ts';
import { RequestGraph } from '../../src/batch/schedule/request-graph.ts';
import { allInOrder } from '../../src/batch/schedule/input-order.ts';

/** In this process: what tests compile is harmless. */
const compile: CheckPrograms = (texts) => {
  return Promise.all(texts.map(({ text, isProgram }) => (isProgram ? programProblem(text) : functionProblem(text))));
};

/** The plan of a call, as the tools make it. */
export function planOf(args: unknown, { maxRequests = 1_000, tool = 'fetch_many' } = {}): Promise<Plan> {
  const schemas = tool === 'fetch_many' ? READ_SCHEMAS : WRITE_SCHEMAS;
  return plan(argumentsOf(args, schemas), { maxRequests, userAgent: 'test', profiles: [] }, schemas, compile);
}

/** The requests of a call that wait for no others, in order: what is to be sent, or the record of what is not. */
export async function requestsOf(
  args: unknown,
  options?: { maxRequests?: number; tool?: string },
): Promise<(PlannedRequest | Partial<ResultRecord>)[]> {
  const graph = new RequestGraph(await planOf(args, options));
  await graph.start();
  return allInOrder(graph.itemNodes).map(({ planned, pending }) => planned ?? pending?.record ?? {});
}

/** Those that are to be sent. */
export async function sendable(args: unknown, options?: { maxRequests?: number; tool?: string }): Promise<PlannedRequest[]> {
  const all = await requestsOf(args, options);
  return all.flatMap((each) => ('request' in each ? [each] : []));
}
