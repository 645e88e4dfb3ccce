import { TimeoutError, withDeadline } from '../../concurrency/index.ts';
import { Batch, FirstFailure } from './batch.ts';
import type { EndReason } from '../outcome/record.ts';
import type { Plan } from '../plan/plan.ts';
import type { Engine } from '../engine.ts';
import type { Run, RunOptions } from './run-options.ts';

/**
 * Runs a plan: a task group over the call's permits. A failed request is data; only cancellation, the deadline and
 * `on_error: "cancel"` end the group early.
 * @param name of the call, `b1`: the first half of its bodies' refs
 * @throws the reason of `signal`, when the caller does not want the result any more
 */
export async function run(plan: Plan, name: string, engine: Engine, signal: AbortSignal, options: RunOptions = {}): Promise<Run> {
  const batch = new Batch(plan, engine, options);
  let ended: EndReason | undefined;
  try {
    await withDeadline(plan.call.deadline_ms, (within) => batch.runAll(within), { signal });
  } catch (error) {
    batch.closeIdle();
    if (error instanceof AggregateError && error.errors.every((each) => each instanceof FirstFailure)) ended = 'cancel';
    else if (error instanceof TimeoutError && !signal.aborted) ended = { deadlineMs: plan.call.deadline_ms };
    else throw error;
  }
  return { ...(await batch.close(name, ended, signal)), origins: batch.origins, cancelled: ended === 'cancel' };
}
