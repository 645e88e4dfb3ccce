/** What can stand in a {@link LinkedQueue}, in one at a time. The line sets these; nobody else does. */
export interface QueueLink<T> {
  prev: T | undefined;
  next: T | undefined;
}

/** Who waits, in order. A linked list, because a Set or `Array.shift` turns quadratic at 10,000 waiters. */
export class LinkedQueue<T extends QueueLink<T>> {
  #size = 0;
  #head: T | undefined;
  #tail: T | undefined;

  get size(): number {
    return this.#size;
  }

  /** The one that has waited longest. */
  get head(): T | undefined {
    return this.#head;
  }

  /** Joins at the end. */
  push(waiter: T): void {
    waiter.prev = this.#tail;
    if (this.#tail) this.#tail.next = waiter;
    else this.#head = waiter;
    this.#tail = waiter;
    this.#size++;
  }

  /** Joins at the front. */
  unshift(waiter: T): void {
    waiter.next = this.#head;
    if (this.#head) this.#head.prev = waiter;
    else this.#tail = waiter;
    this.#head = waiter;
    this.#size++;
  }

  /** Leaves, wherever it stands, in O(1). It must be in this line. */
  remove(waiter: T): void {
    if (waiter.prev) waiter.prev.next = waiter.next;
    else this.#head = waiter.next;
    if (waiter.next) waiter.next.prev = waiter.prev;
    else this.#tail = waiter.prev;
    waiter.prev = undefined;
    waiter.next = undefined;
    this.#size--;
  }
}
