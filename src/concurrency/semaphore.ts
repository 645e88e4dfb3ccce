import { listen, unlisten, type AbortListener } from './abort-listeners.ts';
import { LinkedQueue, type QueueLink } from './linked-queue.ts';

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
  #permits: number;
  // Invariant: #free > 0 only while nobody waits, so an arriving caller can never overtake a waiter. Below 0 it counts
  // the permits that are to come back before one is granted again.
  #free: number;
  readonly #line = new LinkedQueue<Waiter>();
  readonly #onIdle: (() => void) | undefined;

  /**
   * @param onIdle told whenever a permit has come back and all are free again
   * @throws {RangeError} if `permits` is not a positive integer
   */
  constructor(permits: number, onIdle?: () => void) {
    this.#permits = checked(permits);
    this.#free = permits;
    this.#onIdle = onIdle;
  }

  /** How many may hold one. */
  get permits(): number {
    return this.#permits;
  }

  /** Permits nobody holds. */
  get free(): number {
    return Math.max(0, this.#free);
  }

  /** Callers in line. */
  get waiting(): number {
    return this.#line.size;
  }

  /**
   * Changes the number of permits. More are granted at once, to the longest waiters; fewer hold as soon as enough have
   * been given back: what is held is not taken away.
   * @throws {RangeError} if `permits` is not a positive integer
   */
  resize(permits: number): void {
    this.#free += checked(permits) - this.#permits;
    this.#permits = permits;
    this.#grant();
  }

  /**
   * Waits for a permit.
   * @param signal gives up waiting when aborted; the promise then rejects with the signal's reason
   */
  acquire(signal?: AbortSignal): Promise<Release> {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is the caller's value
    if (signal?.aborted) return Promise.reject(signal.reason);
    const release = this.tryAcquire();
    return release ? Promise.resolve(release) : this.#wait(signal);
  }

  /** Takes a permit if one is free, which is never while somebody waits. @returns undefined if none is */
  tryAcquire(): Release | undefined {
    if (this.#free <= 0) return undefined;
    this.#free--;
    return this.#permit();
  }

  #wait(signal: AbortSignal | undefined): Promise<Release> {
    const granted = new Promise<Release>((resolve, reject) => {
      const waiter = new Waiter(resolve, reject, signal, this.#line);
      this.#line.push(waiter);
      if (signal) listen(signal, waiter);
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
      this.#free++;
      this.#grant();
      if (this.#free === this.#permits) this.#onIdle?.();
    };
  }

  #grant(): void {
    for (let waiter = this.#line.head; waiter && this.#free > 0; waiter = this.#line.head) {
      this.#line.remove(waiter);
      if (waiter.signal) unlisten(waiter.signal, waiter);
      // Released by an abort listener that ran before ours: the waiter is as good as gone.
      if (waiter.signal?.aborted) {
        waiter.reject(waiter.signal.reason);
        continue;
      }
      this.#free--;
      waiter.resolve(this.#permit());
    }
  }
}

function checked(permits: number): number {
  if (Number.isSafeInteger(permits) && permits >= 1) return permits;
  throw new RangeError(`Expected \`permits\` to be a positive integer, got ${String(permits)}`);
}

class Waiter implements AbortListener, QueueLink<Waiter> {
  prev: Waiter | undefined;
  next: Waiter | undefined;
  readonly resolve: (release: Release) => void;
  readonly reject: (reason: unknown) => void;
  readonly signal: AbortSignal | undefined;
  readonly #line: LinkedQueue<Waiter>;

  constructor(
    resolve: (release: Release) => void,
    reject: (reason: unknown) => void,
    signal: AbortSignal | undefined,
    line: LinkedQueue<Waiter>,
  ) {
    this.resolve = resolve;
    this.reject = reject;
    this.signal = signal;
    this.#line = line;
  }

  onAbort(): void {
    this.#line.remove(this);
    this.reject(this.signal?.reason);
  }
}
