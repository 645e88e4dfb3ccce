import { unfollow, type Follower } from '../../concurrency/follow.ts';
import type { InLine } from '../../concurrency/line.ts';

/** How long somebody can wait, and who wants to know. */
export interface Patience {
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
  readonly patience: Patience | undefined;
  leave(waiter: Waiter): void;
}

/** Somebody in line at a gate: leaves it once, let go, sent away or aborted. */
export class Waiter implements Follower, InLine<Waiter> {
  prev: Waiter | undefined;
  next: Waiter | undefined;
  readonly #waiting: Waiting;

  constructor(waiting: Waiting) {
    this.#waiting = waiting;
  }

  get patience(): Patience | undefined {
    return this.#waiting.patience;
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
    unfollow(this.#waiting.signal, this);
  }
}
