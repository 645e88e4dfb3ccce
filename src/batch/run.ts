import { taskGroup, TimeoutError, withDeadline, type TaskGroup } from '../concurrency/index.ts';
import type { Trace } from '../http/message.ts';
import { HttpFailure } from '../http/errors.ts';
import { Hold, type Permits } from '../http/host-limits.ts';
import { failed, unfinished, type Finished } from './outcome.ts';
import { newTrace, perform, type Engine } from './perform.ts';
import { callPermits } from './permits.ts';
import type { Plan } from './plan.ts';
import type { PlannedRequest } from './plan-request.ts';
import { Waits } from './waits.ts';

/** How far a call has come. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  readonly waits: Waits['origins'];
}

export interface Run {
  /** One per request, in input order. */
  readonly finished: readonly Finished[];
  /** Origins that were asked. */
  readonly origins: ReadonlySet<string>;
  /** Whether `on_error: "cancel"` ended the call. */
  readonly cancelled: boolean;
}

/** The first failure under `on_error: "cancel"`: sinks the task group. Its record is kept all the same. */
class FirstFailure extends Error {}

/**
 * Runs a plan: a task group over the call's permits. A failed request is data; only cancellation, the deadline and
 * `on_error: "cancel"` end the group early.
 * @param name of the call, `b1`: the first half of its bodies' refs
 * @throws the reason of `signal`, when the caller does not want the result any more
 */
export async function run(
  plan: Plan,
  name: string,
  engine: Engine,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<Run> {
  const batch = new Batch(plan, name, engine, onProgress);
  let ended: 'finished' | 'deadline' | 'cancel' = 'finished';
  try {
    await withDeadline(plan.call.deadline_ms, (within) => batch.runAll(within), { signal });
  } catch (error) {
    batch.closeIdle();
    if (error instanceof AggregateError && error.errors.every((each) => each instanceof FirstFailure)) ended = 'cancel';
    else if (error instanceof TimeoutError && !signal.aborted) ended = 'deadline';
    else throw error;
  }
  return { finished: batch.all(ended), origins: batch.origins, cancelled: ended === 'cancel' };
}

class Batch {
  readonly origins = new Set<string>();
  readonly #plan: Plan;
  readonly #engine: Engine;
  readonly #permits: Permits;
  readonly #onProgress: (progress: Progress) => void;
  readonly #batch: string;
  readonly #finished = new Map<number, Finished>();
  readonly #traces = new Map<number, Trace>();
  readonly #waits = new Waits(() => this.#tell());
  readonly #endsAt: number;
  #failed = 0;

  constructor(plan: Plan, name: string, engine: Engine, onProgress: (progress: Progress) => void) {
    this.#plan = plan;
    this.#batch = name;
    this.#engine = engine;
    this.#onProgress = onProgress;
    this.#endsAt = performance.now() + plan.call.deadline_ms;
    const { concurrency, per_host: perHost, min_interval_ms: minIntervalMs } = plan.call;
    this.#permits = callPermits({ concurrency, perHost, minIntervalMs }, engine.limits);
    for (const { i, id, url, error } of plan.invalid) {
      const known = { ...(id === undefined ? {} : { id }), ...(url === undefined ? {} : { url }) };
      this.#add({ record: { i, ...known, outcome: 'invalid', error } });
    }
  }

  /** One lane an origin, so that a busy one does not hold up the others; each acquires, then spawns. */
  async runAll(signal: AbortSignal): Promise<void> {
    const lanes = new Map<string, PlannedRequest[]>();
    for (const planned of this.#plan.requests) {
      const { origin } = planned.request.url;
      const lane = lanes.get(origin);
      if (lane) lane.push(planned);
      else lanes.set(origin, [planned]);
    }
    await taskGroup(
      (group) => {
        if (this.#failed > 0 && this.#plan.call.on_error === 'cancel') throw new FirstFailure();
        for (const [origin, requests] of lanes) void group.spawn(() => this.#lane(origin, requests, group));
      },
      { signal },
    );
  }

  async #lane(origin: string, requests: readonly PlannedRequest[], group: TaskGroup): Promise<void> {
    for (const planned of requests) {
      const hold = await this.#admitted(planned, origin, group.signal);
      if (!hold) continue;
      const give = (): void => hold.give();
      try {
        // Given back only after the group has heard of a failure, which otherwise would let one more in.
        void group.spawn(() => this.#perform(planned, hold, group.signal)).then(give, give);
      } catch (error) {
        give(); // the group has begun to shut down since the permit was granted
        throw error;
      }
    }
  }

  /** The permit for a first attempt; undefined if the request is not to be sent, which is its outcome then. */
  async #admitted(planned: PlannedRequest, origin: string, signal: AbortSignal): Promise<Hold | undefined> {
    try {
      return new Hold(this.#permits, origin, await this.#permits.acquire(origin, signal, this.#waits.patience(this.#endsAt)));
    } catch (error) {
      if (signal.aborted || !(error instanceof HttpFailure)) throw error;
      this.#finish({ record: failed(planned, error, newTrace(planned, this.origins)) });
      return undefined;
    }
  }

  async #perform(planned: PlannedRequest, hold: Hold, signal: AbortSignal): Promise<void> {
    const { call } = this.#plan;
    const trace = newTrace(planned, this.origins);
    this.#traces.set(planned.i, trace);
    const finished = await perform(planned, {
      engine: this.#engine,
      call,
      batch: this.#batch,
      hold,
      trace,
      signal,
      endsAt: this.#endsAt,
      onWait: (ms, why) => this.#waits.add(new URL(trace.url).origin, ms, why),
    });
    this.#traces.delete(planned.i);
    this.#finish(finished);
  }

  #finish(finished: Finished): void {
    this.#add(finished);
    this.#tell();
    if (finished.record.outcome !== undefined && this.#plan.call.on_error === 'cancel') throw new FirstFailure();
  }

  /** Connections that nobody uses are closed too: whoever ends a call early wants its sockets gone. */
  closeIdle(): void {
    for (const origin of this.origins) this.#engine.connections.closeIdle(origin);
  }

  /** One record per request, in input order; what was not finished is told by how the call ended. */
  all(ended: 'finished' | 'deadline' | 'cancel'): Finished[] {
    for (const planned of this.#plan.requests) {
      if (this.#finished.has(planned.i)) continue;
      const why = ended === 'deadline' ? { deadlineMs: this.#plan.call.deadline_ms } : 'cancel';
      this.#add({ record: unfinished(planned, this.#traces.get(planned.i), why) });
    }
    this.#tell();
    return [...this.#finished.values()].toSorted((a, b) => a.record.i - b.record.i);
  }

  #add(finished: Finished): void {
    this.#finished.set(finished.record.i, finished);
    if (finished.record.outcome !== undefined) this.#failed++;
  }

  #tell(): void {
    this.#onProgress({ done: this.#finished.size, total: this.#plan.total, failed: this.#failed, waits: this.#waits.origins });
  }
}
