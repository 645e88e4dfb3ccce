import { unlisten, type AbortListener } from '../../concurrency/abort-listeners.ts';
import type { QueueLink } from '../../concurrency/linked-queue.ts';

/** How long somebody can wait, and who wants to know. */
export interface WaitLimit {
  /** Milliseconds until waiting is pointless. */
  leftMs(): number;
  /** Which argument says so. */
  readonly limit: 'timeout_ms' | 'deadline_ms';
  /** Told when a closed origin has to be waited for. */
  onWait?(origin: string, ms: number, why: string): void;
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
  readonly signal: AbortSignal;
  readonly waitLimit: WaitLimit | undefined;
  leave(waiter: Waiter): void;
}

/** Somebody in line at a gate: leaves it once, let go, sent away or aborted. */
export class Waiter implements AbortListener, QueueLink<Waiter> {
  prev: Waiter | undefined;
  next: Waiter | undefined;
  readonly #waiting: Waiting;

  constructor(waiting: Waiting) {
    this.#waiting = waiting;
  }

  get waitLimit(): WaitLimit | undefined {
    return this.#waiting.waitLimit;
  }

  go(): void {
    this.#done();
    this.#waiting.resolve();
  }

  leave(reason: unknown): void {
    this.#done();
    this.#waiting.reject(reason);
  }

  onAbort(): void {
    this.leave(this.#waiting.signal.reason);
  }

  #done(): void {
    this.#waiting.leave(this);
    unlisten(this.#waiting.signal, this);
  }
}
