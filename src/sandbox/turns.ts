import { LinkedQueue, type QueueLink } from '../concurrency/linked-queue.ts';

/** Something that waits for its turn on behalf of an owner. */
export interface Waiting<T> extends QueueLink<T> {
  readonly owner: object;
}

/**
 * A queue that takes turns by owner: one owner's ten jobs do not hold up another's one. First come, first served among the
 * jobs of one owner. Whoever gives up leaves in O(1).
 */
export class Turns<T extends Waiting<T>> {
  readonly #byOwner = new Map<object, LinkedQueue<T>>();

  get isEmpty(): boolean {
    return this.#byOwner.size === 0;
  }

  push(waiting: T): void {
    let queue = this.#byOwner.get(waiting.owner);
    if (!queue) this.#byOwner.set(waiting.owner, (queue = new LinkedQueue()));
    queue.push(waiting);
  }

  /** Takes the next one out. */
  next(): T | undefined {
    for (const [owner, queue] of this.#byOwner) {
      const waiting = queue.head;
      this.#byOwner.delete(owner);
      if (!waiting) continue;
      queue.remove(waiting);
      // To the end of the line of owners.
      if (queue.size > 0) this.#byOwner.set(owner, queue);
      return waiting;
    }
    return undefined;
  }

  /** Takes one out that does not want its turn any more; it must be waiting. */
  remove(waiting: T): void {
    const queue = this.#byOwner.get(waiting.owner);
    queue?.remove(waiting);
    if (queue?.size === 0) this.#byOwner.delete(waiting.owner);
  }
}
