import { TimeoutError, withDeadline } from '../../concurrency/index.ts';
import { Batch, FirstFailure } from './batch.ts';
import type { Ended, Finished } from './outcome.ts';
import type { Engine } from './perform.ts';
import type { Plan } from '../plan/plan.ts';
import type { Past, Slot } from './slot.ts';
import type { Waits } from './waits.ts';

/** How far a call has come. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** Pages beyond the first of each request. */
  readonly pages: number;
  readonly waits: Waits['origins'];
}

export interface Run {
  /** One per request, in input order. */
  readonly finished: readonly Finished[];
  /** The same with what a later call needs to run the rest of it again. */
  readonly slots: readonly Slot[];
  /** Origins that were asked. */
  readonly origins: ReadonlySet<string>;
  /** Whether `on_error: "cancel"` ended the call. */
  readonly cancelled: boolean;
  readonly notes: readonly string[];
}

/** What a run goes on from, and whom it tells. */
export interface RunOptions {
  readonly past?: Past | undefined;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Runs a plan: a task group over the call's permits. A failed request is data; only cancellation, the deadline and
 * `on_error: "cancel"` end the group early.
 * @param name of the call, `b1`: the first half of its bodies' refs
 * @throws the reason of `signal`, when the caller does not want the result any more
 */
export async function run(plan: Plan, name: string, engine: Engine, signal: AbortSignal, options: RunOptions = {}): Promise<Run> {
  const batch = new Batch(plan, engine, options);
  let ended: Ended | undefined;
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
