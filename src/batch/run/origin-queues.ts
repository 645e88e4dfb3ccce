import type { Release, TaskGroup } from '../../concurrency/index.ts';
import { RequestFailure } from '../../request-failure.ts';
import { RequestPermit } from '../../http/pacing/request-permit.ts';
import type { WaitLimit } from '../../http/pacing/gate-waiter.ts';
import type { Asked } from '../../http/pacing/quota-names.ts';
import type { CallPermits } from './call-permits.ts';

/** Something that is to be done under a permit for an origin. */
export interface QueuedRequest {
  readonly origin: string;
  /** What it asks for first. */
  readonly asked: Asked;
  run(permit: RequestPermit, signal: AbortSignal): Promise<void>;
  /** There will be no permit for it. */
  refused(error: unknown): Promise<void>;
}

interface OriginQueue {
  readonly waiting: QueuedRequest[];
  next: number;
}

/**
 * Requests on their way into a group: a queue for each origin, so that a busy one holds up no other; each acquires its
 * permit, then is spawned. One that waits for a part of its origin only (a quota, a path) steps aside for those behind it.
 */
export class OriginQueues {
  readonly #group: TaskGroup;
  readonly #permits: CallPermits;
  readonly #waitLimit: (onStepAside: () => void) => WaitLimit;
  readonly #queues = new Map<string, OriginQueue>();

  /** @param waitLimit of each request that has not begun; it is to tell when one steps aside */
  constructor(group: TaskGroup, permits: CallPermits, waitLimit: (onStepAside: () => void) => WaitLimit) {
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
      const granted =
        this.#permits.tryAcquire(job.origin) ?? (await this.#permits.acquireUnpaced(job.origin, this.#group.signal));
      if (granted) this.#send(job, granted);
      else await this.#startInTurn(job);
    }
    this.#queues.delete(origin);
  }

  /** Starts a request, or leaves it to start later, if it has stepped aside. */
  async #startInTurn(job: QueuedRequest): Promise<void> {
    let started: Promise<undefined> | undefined;
    const hasSteppedAside = await new Promise<boolean>((resolve, reject) => {
      started = this.#start(job, () => resolve(true));
      started.then(() => resolve(false), reject);
    });
    const later = started;
    if (hasSteppedAside && later) void this.#group.spawn(() => later);
  }

  async #start(job: QueuedRequest, onStepAside: () => void): Promise<undefined> {
    const granted = await this.#permit(job, onStepAside);
    if (granted) this.#send(job, granted);
  }

  #send(job: QueuedRequest, granted: Release): void {
    const permit = new RequestPermit(this.#permits, job.origin, granted);
    const release = (): void => permit.release();
    try {
      // Given back only after the group has heard of a failure, which otherwise would let one more in.
      void this.#group.spawn(() => job.run(permit, this.#group.signal)).then(release, release);
    } catch (error) {
      release(); // the group has begun to shut down since the permit was granted
      throw error;
    }
  }

  async #permit(job: QueuedRequest, onStepAside: () => void): Promise<Release | undefined> {
    try {
      return await this.#permits.acquire(job.origin, this.#group.signal, this.#waitLimit(onStepAside), job.asked);
    } catch (error) {
      if (this.#group.signal.aborted) throw this.#group.signal.reason;
      if (!(error instanceof RequestFailure)) throw error;
      void this.#group.spawn(() => job.refused(error));
      return undefined;
    }
  }
}
