import { RequestFailure } from '../../request-failure.ts';

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

  /** The failure of a request that is not sent, because so many before it have failed; undefined if it may be. */
  refusal(origin: string, now: number): RequestFailure | undefined {
    const ms = this.openMs(now);
    if (ms === 0) return undefined;
    return new RequestFailure({
      outcome: 'network',
      kind: 'connect',
      message:
        `${TRIPS_AT} requests in a row failed to reach ${new URL(origin).host}; this one was not sent; ` +
        `check that it is up, and call again in ${Math.ceil(ms / 1_000)} s`,
    });
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
