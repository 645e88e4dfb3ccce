import type { Release, TaskGroup } from '../../concurrency/index.ts';
import { RequestFailure } from '../../request-failure.ts';
import { RequestPermit } from '../../http/pacing/request-permit.ts';
import type { Permits } from '../../http/pacing/host-limits.ts';
import type { WaitLimit } from '../../http/pacing/gate-waiter.ts';

/** Something that is to be done under a permit for an origin. */
export interface QueuedRequest {
  readonly origin: string;
  run(permit: RequestPermit, signal: AbortSignal): Promise<void>;
  /** There will be no permit for it. */
  refused(error: unknown): Promise<void>;
}

interface OriginQueue {
  readonly waiting: QueuedRequest[];
  next: number;
}

/** Jobs on their way into a group: a lane an origin, so that a busy one holds up no other; each acquires, then spawns. */
export class OriginQueues {
  readonly #group: TaskGroup;
  readonly #permits: Permits;
  readonly #waitLimit: () => WaitLimit;
  readonly #queues = new Map<string, OriginQueue>();

  /** @param waitLimit of each job that has not begun */
  constructor(group: TaskGroup, permits: Permits, waitLimit: () => WaitLimit) {
    this.#group = group;
    this.#permits = permits;
    this.#waitLimit = waitLimit;
  }

  add(jobs: readonly QueuedRequest[]): void {
    const idleQueues = new Map<string, OriginQueue>();
    for (const job of jobs) {
      let queue = this.#queues.get(job.origin);
      if (!queue) {
        this.#queues.set(job.origin, (queue = { waiting: [], next: 0 }));
        idleQueues.set(job.origin, queue);
      }
      queue.waiting.push(job);
    }
    for (const [origin, queue] of idleQueues) void this.#group.spawn(() => this.#run(origin, queue));
  }

  async #run(origin: string, queue: OriginQueue): Promise<void> {
    for (let job = queue.waiting[0]; job; job = queue.waiting[queue.next]) {
      queue.next++;
      const granted = await this.#permit(origin, job);
      if (!granted) continue;
      const permit = new RequestPermit(this.#permits, origin, granted);
      const running = job;
      const release = (): void => permit.release();
      try {
        // Given back only after the group has heard of a failure, which otherwise would let one more in.
        void this.#group.spawn(() => running.run(permit, this.#group.signal)).then(release, release);
      } catch (error) {
        release(); // the group has begun to shut down since the permit was granted
        throw error;
      }
    }
    this.#queues.delete(origin);
  }

  async #permit(origin: string, job: QueuedRequest): Promise<Release | undefined> {
    try {
      return await this.#permits.acquire(origin, this.#group.signal, this.#waitLimit());
    } catch (error) {
      if (this.#group.signal.aborted) throw this.#group.signal.reason;
      if (!(error instanceof RequestFailure)) throw error;
      void this.#group.spawn(() => job.refused(error));
      return undefined;
    }
  }
}
