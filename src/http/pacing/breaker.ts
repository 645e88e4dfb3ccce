/** Requests in a row that fail to reach an origin before the rest is not sent. */
export const TRIPS_AT = 20;
/** Milliseconds until one request may try whether it is back. */
const OPEN_MS = 15_000;

/**
 * A circuit breaker: after 20 failures to reach an origin in a row nothing is sent to it for 15 s; then one request tries,
 * and decides. Any answer closes it, whatever its status.
 */
export class Breaker {
  #failures = 0;
  #openUntil = 0;
  #trying = false;

  /** Whether the next request is one that tries, at the earliest when {@link openMs} is 0. */
  get isTripped(): boolean {
    return this.#failures >= TRIPS_AT;
  }

  /** Milliseconds for which nothing is to be sent; 0 if something may be. */
  openMs(now: number): number {
    if (!this.isTripped) return 0;
    return Math.max(this.#openUntil - now, this.#trying ? 1 : 0);
  }

  /**
   * A request is to be sent.
   * @returns whether it is the one that tries: then {@link tried} must follow, whatever becomes of it
   */
  starts(): boolean {
    return (this.#trying = this.isTripped);
  }

  /** The one that tried is over; if it has neither reached the origin nor failed to, another one may try. */
  tried(): void {
    this.#trying = false;
  }

  reached(): void {
    this.#failures = 0;
  }

  /** @returns whether nothing is sent from now on */
  failed(now: number): boolean {
    if (++this.#failures < TRIPS_AT) return false;
    this.#openUntil = now + OPEN_MS;
    return true;
  }
}
