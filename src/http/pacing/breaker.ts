import { listen, unlisten, type AbortListener } from '../../concurrency/abort-listeners.ts';
import { RequestFailure } from '../../request-failure.ts';

/** Requests in a row that fail to reach an origin before the rest is not sent. */
export const TRIPS_AT = 20;
/** Milliseconds until one request may try whether it is back. */
const OPEN_MS = 15_000;

/**
 * A circuit breaker: after 20 failures to reach an origin in a row nothing is sent to it for 15 s; then one request tries,
 * while the others wait, and decides. Any answer closes it, whatever its status.
 */
export class Breaker {
  #failures = 0;
  #openUntil = 0;
  /** Ends the trial that is under way. */
  #endTrial: (() => void) | undefined;
  readonly #waiting = new Set<() => void>();

  /** Whether the next request is one that tries, at the earliest when {@link openMs} is 0. */
  get isTripped(): boolean {
    return this.#failures >= TRIPS_AT;
  }

  /** Milliseconds for which nothing is to be sent; 0 if something may be. */
  openMs(now: number): number {
    return this.isTripped ? Math.max(0, this.#openUntil - now) : 0;
  }

  /** Whether one request tries now, so that no other is to be sent. */
  get isTrying(): boolean {
    return this.#endTrial !== undefined;
  }

  /**
   * Waits until none tries any more; then it has to be asked again.
   * @returns undefined if none does
   * @throws the reason of `signal`
   */
  untilTried(signal: AbortSignal): Promise<void> | undefined {
    if (!this.isTrying) return undefined;
    return new Promise((resolve, reject) => {
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is the caller's value
      if (signal.aborted) return reject(signal.reason);
      const goOn = (): void => {
        unlisten(signal, waiter);
        resolve();
      };
      const waiter: AbortListener = {
        onAbort: () => {
          this.#waiting.delete(goOn);
          reject(signal.reason);
        },
      };
      listen(signal, waiter);
      this.#waiting.add(goOn);
    });
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
   * @returns what must be called when it is over, if it is the one that tries: if it has neither reached the origin nor
   * failed to, another one may try
   */
  starts(): (() => void) | undefined {
    if (!this.isTripped) return undefined;
    const end = (): void => {
      if (this.#endTrial !== end) return;
      this.#endTrial = undefined;
      const waiting = [...this.#waiting];
      this.#waiting.clear();
      for (const goOn of waiting) goOn();
    };
    return (this.#endTrial = end);
  }

  reached(): void {
    this.#failures = 0;
    this.#endTrial?.();
  }

  /** @returns whether nothing is sent from now on */
  failed(now: number): boolean {
    if (++this.#failures < TRIPS_AT) return false;
    this.#openUntil = now + OPEN_MS;
    return true;
  }
}
