import type { RequestNode } from './request-node.ts';

/** How many requests are known, and how many of them have ended. Those that an earlier call has done do not count. */
export class NodeCounts {
  #known = 0;
  #done = 0;
  #failed = 0;

  get known(): number {
    return this.#known;
  }

  get ended(): { readonly done: number; readonly failed: number } {
    return { done: this.#done, failed: this.#failed };
  }

  add({ isReused }: RequestNode): void {
    if (isReused !== true) this.#known++;
  }

  end({ isReused, pending }: RequestNode): void {
    if (isReused === true) return;
    this.#done++;
    if (pending?.record.outcome !== undefined) this.#failed++;
  }
}
