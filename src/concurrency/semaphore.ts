import { follow, unfollow, type Follower } from './follow.ts';

/** Gives the permit back. Calling it again does nothing. */
export type Release = () => void;

/**
 * Counts permits; whoever holds one may go on, the others wait in line.
 *
 * Guarantees: never more holders than permits; strictly first come, first served (a released permit goes to
 * the longest waiter, nobody overtakes); a waiter whose signal is aborted leaves at once, in O(1), and never
 * takes a permit with it.
 *
 * Pitfall: `Promise.race([semaphore.acquire(), timeout])` leaks the permit when the timeout wins. Pass a signal.
 */
export class Semaphore {
  readonly permits: number;
  // Invariant: #free > 0 only while nobody waits, so an arriving caller can never overtake a waiter.
  #free: number;
  #waiting = 0;
  #head: Waiter | undefined;
  #tail: Waiter | undefined;

  /** @throws {RangeError} if `permits` is not a positive integer */
  constructor(permits: number) {
    if (!Number.isSafeInteger(permits) || permits < 1) {
      throw new RangeError(`Expected \`permits\` to be a positive integer, got ${String(permits)}`);
    }
    this.permits = permits;
    this.#free = permits;
  }

  /** Permits nobody holds. */
  get free(): number {
    return this.#free;
  }

  /** Callers in line. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * Waits for a permit.
   * @param signal gives up waiting when aborted; the promise then rejects with the signal's reason
   */
  acquire(signal?: AbortSignal): Promise<Release> {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is the caller's value
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#free > 0) {
      this.#free--;
      return Promise.resolve(this.#permit());
    }
    return this.#wait(signal);
  }

  #wait(signal: AbortSignal | undefined): Promise<Release> {
    const granted = new Promise<Release>((resolve, reject) => {
      const waiter = new Waiter(resolve, reject, signal, (left) => this.#unlink(left));
      this.#link(waiter);
      if (signal) follow(signal, waiter);
    });
    // Granted and aborted in the same turn: the permit goes on to the next in line before anyone sees it.
    return granted.then((release) => {
      if (!signal?.aborted) return release;
      release();
      throw signal.reason;
    });
  }

  #permit(): Release {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#giveBack();
    };
  }

  #giveBack(): void {
    while (this.#head) {
      const waiter = this.#head;
      this.#unlink(waiter);
      if (waiter.signal) unfollow(waiter.signal, waiter);
      // Released by an abort listener that ran before ours: the waiter is as good as gone.
      if (waiter.signal?.aborted) {
        waiter.reject(waiter.signal.reason);
        continue;
      }
      waiter.resolve(this.#permit());
      return;
    }
    this.#free++;
  }

  #link(waiter: Waiter): void {
    waiter.prev = this.#tail;
    if (this.#tail) this.#tail.next = waiter;
    else this.#head = waiter;
    this.#tail = waiter;
    this.#waiting++;
  }

  #unlink(waiter: Waiter): void {
    if (waiter.prev) waiter.prev.next = waiter.next;
    else this.#head = waiter.next;
    if (waiter.next) waiter.next.prev = waiter.prev;
    else this.#tail = waiter.prev;
    this.#waiting--;
  }
}

/** A link in the line: a linked list, because a Set or `Array.shift` turns quadratic at 10,000 waiters. */
class Waiter implements Follower {
  prev: Waiter | undefined;
  next: Waiter | undefined;
  readonly resolve: (release: Release) => void;
  readonly reject: (reason: unknown) => void;
  readonly signal: AbortSignal | undefined;
  readonly #leave: (waiter: Waiter) => void;

  constructor(
    resolve: (release: Release) => void,
    reject: (reason: unknown) => void,
    signal: AbortSignal | undefined,
    leave: (waiter: Waiter) => void,
  ) {
    this.resolve = resolve;
    this.reject = reject;
    this.signal = signal;
    this.#leave = leave;
  }

  onAbort(): void {
    this.#leave(this);
    this.reject(this.signal?.reason);
  }
}
