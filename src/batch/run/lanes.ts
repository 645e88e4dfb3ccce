import type { Release, TaskGroup } from '../../concurrency/index.ts';
import { HttpFailure } from '../../http/errors.ts';
import { Hold } from '../../http/pacing/hold.ts';
import type { Permits } from '../../http/pacing/host-limits.ts';
import type { Patience } from '../../http/pacing/waiter.ts';

/** Something that is to be done under a permit for an origin. */
export interface Job {
  readonly origin: string;
  run(hold: Hold, signal: AbortSignal): Promise<void>;
  /** There will be no permit for it. */
  refused(error: unknown): Promise<void>;
}

interface Lane {
  readonly waiting: Job[];
  next: number;
}

/** Jobs on their way into a group: a lane an origin, so that a busy one holds up no other; each acquires, then spawns. */
export class Lanes {
  readonly #group: TaskGroup;
  readonly #permits: Permits;
  readonly #patience: () => Patience;
  readonly #lanes = new Map<string, Lane>();

  /** @param patience of each job that has not begun */
  constructor(group: TaskGroup, permits: Permits, patience: () => Patience) {
    this.#group = group;
    this.#permits = permits;
    this.#patience = patience;
  }

  add(jobs: readonly Job[]): void {
    const idle = new Map<string, Lane>();
    for (const job of jobs) {
      let lane = this.#lanes.get(job.origin);
      if (!lane) {
        this.#lanes.set(job.origin, (lane = { waiting: [], next: 0 }));
        idle.set(job.origin, lane);
      }
      lane.waiting.push(job);
    }
    for (const [origin, lane] of idle) void this.#group.spawn(() => this.#run(origin, lane));
  }

  async #run(origin: string, lane: Lane): Promise<void> {
    for (let job = lane.waiting[0]; job; job = lane.waiting[lane.next]) {
      lane.next++;
      const release = await this.#permit(origin, job);
      if (!release) continue;
      const hold = new Hold(this.#permits, origin, release);
      const running = job;
      const give = (): void => hold.give();
      try {
        // Given back only after the group has heard of a failure, which otherwise would let one more in.
        void this.#group.spawn(() => running.run(hold, this.#group.signal)).then(give, give);
      } catch (error) {
        give(); // the group has begun to shut down since the permit was granted
        throw error;
      }
    }
    this.#lanes.delete(origin);
  }

  async #permit(origin: string, job: Job): Promise<Release | undefined> {
    try {
      return await this.#permits.acquire(origin, this.#group.signal, this.#patience());
    } catch (error) {
      if (this.#group.signal.aborted) throw this.#group.signal.reason;
      if (!(error instanceof HttpFailure)) throw error;
      void this.#group.spawn(() => job.refused(error));
      return undefined;
    }
  }
}
