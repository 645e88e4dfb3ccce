/** Two troubles this close together, in milliseconds, are no accident. */
const TOGETHER_MS = 10_000;

/**
 * How many requests an origin is sent at a time: halved, down to one, when it is in trouble again and again; one more after
 * each as many successes as are sent at a time (AIMD, as TCP does).
 */
export class AdaptiveLimit {
  /** Requests at a time while nothing is held back. */
  readonly most: number;
  #now: number;
  #successes = 0;
  #troubledAt = -Infinity;

  /** @param most requests at a time, a positive integer */
  constructor(most: number) {
    this.most = most;
    this.#now = most;
  }

  get value(): number {
    return this.#now;
  }

  /** Whether nothing is held back. */
  get isFull(): boolean {
    return this.#now === this.most;
  }

  /** Call once per burst: of requests that fail together only the first counts. */
  troubled(now: number): void {
    if (now - this.#troubledAt <= TOGETHER_MS) this.#now = Math.max(1, Math.floor(this.#now / 2));
    this.#troubledAt = now;
    this.#successes = 0;
  }

  succeeded(): void {
    if (this.isFull || ++this.#successes < this.#now) return;
    this.#now++;
    this.#successes = 0;
  }
}
