import type { RequestNode } from './request-node.ts';

/** Requests that have ended. */
export interface EndedCounts {
  readonly done: number;
  /** Those of them that are not ok. */
  readonly failed: number;
  /** Whether one has failed in this call: not in an earlier one whose record is told again, and not for want of another. */
  readonly hasNewFailure: boolean;
}

/** How many requests are known, and how many of them have ended. Those that an earlier call has done do not count. */
export class NodeCounts {
  #known = 0;
  #done = 0;
  #failed = 0;
  #hasNewFailure = false;

  get known(): number {
    return this.#known;
  }

  get ended(): EndedCounts {
    return { done: this.#done, failed: this.#failed, hasNewFailure: this.#hasNewFailure };
  }

  add({ isReused }: RequestNode): void {
    if (isReused !== true) this.#known++;
  }

  end({ isReused, isToldAgain, pending }: RequestNode): void {
    if (isReused === true) return;
    this.#done++;
    const outcome = pending?.record.outcome;
    if (outcome === undefined) return;
    this.#failed++;
    if (isToldAgain !== true && outcome !== 'skipped') this.#hasNewFailure = true;
  }
}
