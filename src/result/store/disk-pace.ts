/** Milliseconds over which the time for writing is added up. */
const WINDOW_MS = 1_000;
/** Only what takes longer in all is slow: a busy machine holds up any write for a moment. */
const MIN_SPENT_MS = 100;
/** Bytes in a millisecond: a disk that takes fewer is slow. */
const MIN_RATE = 20_000;
/** Milliseconds for which a slow disk is not waited for. */
const AVOID_MS = 1_000;

/** How quick a disk is, judged by the writes for which the event loop has waited. */
export class DiskPace {
  #since = 0;
  #spentMs = 0;
  #bytes = 0;
  #slowUntil = 0;

  /** @param now on the clock of `performance.now()` */
  isQuick(now: number): boolean {
    return now >= this.#slowUntil;
  }

  /** A write has taken from `started` to `now`. */
  wrote(bytes: number, started: number, now: number): void {
    if (started - this.#since > WINDOW_MS) {
      this.#since = started;
      this.#spentMs = 0;
      this.#bytes = 0;
    }
    this.#spentMs += now - started;
    this.#bytes += bytes;
    if (this.#spentMs > MIN_SPENT_MS && this.#bytes < this.#spentMs * MIN_RATE) this.#slowUntil = now + AVOID_MS;
  }
}
