import { TimeoutError, withDeadline } from '../../concurrency/index.ts';
import { Batch } from './batch.ts';
import type { EndReason } from '../outcome/record.ts';
import type { Plan } from '../plan/plan.ts';
import type { Engine } from '../engine.ts';
import { FirstFailure, type Run, type RunOptions } from './run-options.ts';

/**
 * Runs a plan: a task group over the call's permits. A failed request is data; only cancellation, the deadline and
 * `on_error: "cancel"` end the group early.
 * @param name of the call, `b1`: the first half of its bodies' refs
 * @throws the reason of `signal`, when the caller does not want the result any more
 */
export async function run(plan: Plan, name: string, engine: Engine, signal: AbortSignal, options: RunOptions = {}): Promise<Run> {
  const batch = new Batch(plan, engine, options);
  const { bodies } = engine.results;
  bodies.hold(batch);
  try {
    const ended = await runToEnd(batch, plan, signal);
    return { ...(await batch.close(name, ended, signal)), origins: batch.origins, cancelled: ended === 'cancel' };
  } catch (error) {
    bodies.discard(batch);
    throw error;
  } finally {
    bodies.release(batch);
  }
}

/** @returns what ended the call before its requests; undefined if nothing did */
async function runToEnd(batch: Batch, plan: Plan, signal: AbortSignal): Promise<EndReason | undefined> {
  try {
    await withDeadline(plan.call.deadline_ms, (within) => batch.runAll(within), { signal });
    return undefined;
  } catch (error) {
    batch.closeIdle();
    if (error instanceof AggregateError && error.errors.every((each) => each instanceof FirstFailure)) return 'cancel';
    if (error instanceof TimeoutError && !signal.aborted) return { deadlineMs: plan.call.deadline_ms };
    throw error;
  }
}
