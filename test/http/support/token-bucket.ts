/** A server that takes so many requests a second, and saves up a few: the sum of what it was sent and what it said. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #now: () => number;
  #tokens: number;
  #at: number;
  /** When each request arrived, in milliseconds on the clock it was given, and whether it was refused. */
  readonly arrivals: { readonly at: number; readonly refused: boolean }[] = [];

  constructor(perSecond: number, burst: number, now: () => number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#now = now;
    this.#tokens = burst;
    this.#at = now();
  }

  /** A request arrives: whether it is taken. */
  take(): boolean {
    const now = this.#now();
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#at) * this.#perSecond) / 1_000);
    this.#at = now;
    const taken = this.#tokens >= 1;
    if (taken) this.#tokens--;
    this.arrivals.push({ at: now, refused: !taken });
    return taken;
  }

  /** When it first refused one. */
  get firstRefusal(): number {
    return this.arrivals.find(({ refused }) => refused)?.at ?? Infinity;
  }

  get refusals(): number {
    return this.arrivals.filter(({ refused }) => refused).length;
  }

  /** The most requests that arrived within any `ms` milliseconds that begin after `from`. */
  most(ms: number, from: number): number {
    const times = this.arrivals.map(({ at }) => at).filter((at) => at > from);
    let first = 0;
    let most = 0;
    for (const [last, at] of times.entries()) {
      while ((times[first] ?? at) <= at - ms) first++;
      most = Math.max(most, last - first + 1);
    }
    return most;
  }
}
