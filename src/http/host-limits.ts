import { Semaphore, type Release } from '../concurrency/semaphore.ts';

/** Gives the right to have one request in flight to an origin. */
export interface Permits {
  /** @throws the reason of `signal` */
  acquire(origin: string, signal: AbortSignal): Promise<Release>;
}

/** One semaphore per key, made when first wanted and forgotten when nobody holds or wants a permit of it. */
export class KeyedSemaphore {
  readonly #permits: number;
  readonly #semaphores = new Map<string, Semaphore>();

  /** @param permits of each key, a positive integer */
  constructor(permits: number) {
    this.#permits = permits;
  }

  async acquire(key: string, signal: AbortSignal): Promise<Release> {
    let semaphore = this.#semaphores.get(key);
    if (!semaphore) this.#semaphores.set(key, (semaphore = new Semaphore(this.#permits)));
    const forget = (): void => {
      const idle = semaphore.free === semaphore.permits;
      if (idle && this.#semaphores.get(key) === semaphore) this.#semaphores.delete(key);
    };
    try {
      const release = await semaphore.acquire(signal);
      return () => {
        release();
        forget();
      };
    } catch (error) {
      forget();
      throw error;
    }
  }
}

/** Takes one permit after the other, always in the same order; what was taken is given back if a later one fails. */
export async function acquireAll(
  acquires: readonly ((signal: AbortSignal) => Promise<Release>)[],
  signal: AbortSignal,
): Promise<Release> {
  const held: Release[] = [];
  const releaseAll = (): void => {
    while (held.length > 0) held.pop()?.();
  };
  try {
    for (const acquire of acquires) held.push(await acquire(signal));
  } catch (error) {
    releaseAll();
    throw error;
  }
  return releaseAll;
}

/** The limits shared by all calls of the process: per origin, and in all. */
export class HostLimits implements Permits {
  readonly #perOrigin: KeyedSemaphore;
  readonly #total: Semaphore;

  constructor(limits: { readonly perOrigin: number; readonly total: number }) {
    this.#perOrigin = new KeyedSemaphore(limits.perOrigin);
    this.#total = new Semaphore(limits.total);
  }

  acquire(origin: string, signal: AbortSignal): Promise<Release> {
    return acquireAll([(on) => this.#perOrigin.acquire(origin, on), (on) => this.#total.acquire(on)], signal);
  }
}

/** What one request holds: a permit for the origin it asks, which changes over redirects, and none while it waits. */
export class Hold {
  #origin: string | undefined;
  #release: Release | undefined;
  readonly #permits: Permits;

  /** @param release of the permit for `origin` that has been acquired already */
  constructor(permits: Permits, origin: string, release: Release) {
    this.#permits = permits;
    this.#origin = origin;
    this.#release = release;
  }

  /** Holds a permit for `origin`, giving back one for another origin first. */
  async take(origin: string, signal: AbortSignal): Promise<void> {
    if (this.#release && this.#origin === origin) return;
    this.give();
    this.#release = await this.#permits.acquire(origin, signal);
    this.#origin = origin;
  }

  has(origin: string): boolean {
    return this.#release !== undefined && this.#origin === origin;
  }

  give(): void {
    this.#release?.();
    this.#release = undefined;
  }
}
