/** While something is closed on a guess, one request in this many milliseconds tries whether the guess is right. */
const PROBE_MS = 60_000;

/** A reason to close something. */
export interface Closing {
  /** Until when, on the clock of `performance.now()`. */
  readonly until: number;
  /** What the server said: `429`. */
  readonly why: string;
  /** The first request starts so much after it opens: others wait for the same moment. Default 0. */
  readonly jitterMs?: number;
  /** Whether the server has not said that everything behind it is meant. Then one request a minute tries. Default: no. */
  readonly isInferred?: boolean;
}

/** Until when something is closed, and on whose word. Times are on the clock of `performance.now()`. */
export class Closure {
  #until = -Infinity;
  /** Until when the server itself has closed it: before that nobody tries. */
  #namedUntil = -Infinity;
  #probeAt = Infinity;
  #since = -Infinity;
  #why = '';

  get until(): number {
    return this.#until;
  }

  get why(): string {
    return this.#why;
  }

  /** When the next request may start: to try, or because it is open again. */
  get nextStart(): number {
    return Math.min(this.#until, Math.max(this.#namedUntil, this.#probeAt));
  }

  /** @returns whether it is closed for longer now */
  close({ until, why, isInferred = false }: Closing, now: number): boolean {
    if (!isInferred) this.#namedUntil = Math.max(this.#namedUntil, until);
    if (until <= this.#until) return false;
    this.#until = until;
    this.#since = now;
    this.#why = why;
    if (isInferred) this.#probeAt = now + PROBE_MS;
    return true;
  }

  /** A request starts although it is closed: to try. */
  probe(now: number): void {
    this.#probeAt = now + PROBE_MS;
  }

  /**
   * An answer says that it need not be closed any more.
   * @param startedAt when its request started: one that had started before says nothing of it
   * @param isNamed whether the server has said so of what it has closed itself; else only what was inferred opens
   * @returns whether it opens
   */
  reopen(startedAt: number, isNamed: boolean, now: number): boolean {
    if (this.#until <= now || startedAt <= this.#since || (!isNamed && this.#namedUntil > now)) return false;
    this.#until = this.#namedUntil = now;
    this.#probeAt = Infinity;
    return true;
  }
}
