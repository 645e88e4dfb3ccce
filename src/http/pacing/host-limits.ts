import { Semaphore, type Release } from '../../concurrency/semaphore.ts';
import type { Patience } from './waiter.ts';
import { Pacing } from './pacing.ts';

/** Gives the right to have one request in flight to an origin. */
export interface Permits {
  /**
   * @param patience how long it makes sense to wait for an origin that is closed; default for ever
   * @throws {HttpFailure} if the request is not to be sent: the origin is closed for too long, or cannot be reached
   * @throws the reason of `signal`
   */
  acquire(origin: string, signal: AbortSignal, patience?: Patience): Promise<Release>;
  /** How often each origin may be asked; to be told what becomes of every request. */
  readonly pacing: Pacing;
  /** Whether whoever holds a permit for `origin` may send a further request under it at once. */
  again(origin: string): boolean;
}

/** One semaphore per key, made when first wanted and forgotten when nobody holds or wants a permit of it. */
export class KeyedSemaphore {
  readonly #permits: (key: string) => number;
  readonly #semaphores = new Map<string, Semaphore>();

  /** @param permits of each key, a positive integer */
  constructor(permits: number | ((key: string) => number)) {
    this.#permits = typeof permits === 'number' ? () => permits : permits;
  }

  /** Changes the permits of a key that is in use. */
  resize(key: string, permits: number): void {
    this.#semaphores.get(key)?.resize(permits);
  }

  async acquire(key: string, signal: AbortSignal): Promise<Release> {
    let semaphore = this.#semaphores.get(key);
    if (!semaphore) this.#semaphores.set(key, (semaphore = new Semaphore(this.#permits(key))));
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

/** The limits shared by all calls of the process: per origin, and in all; and how often each origin may be asked. */
export class HostLimits implements Permits {
  readonly pacing: Pacing;
  readonly #perOrigin: KeyedSemaphore;
  readonly #total: Semaphore;

  constructor(limits: { readonly perOrigin: number; readonly total: number }) {
    const perOrigin = new KeyedSemaphore((origin) => this.pacing.limit(origin));
    this.pacing = new Pacing({ perOrigin: limits.perOrigin, onLimit: (origin, permits) => perOrigin.resize(origin, permits) });
    this.#perOrigin = perOrigin;
    this.#total = new Semaphore(limits.total);
  }

  /** Only the permits: whoever asks for them has had its turn. */
  acquire(origin: string, signal: AbortSignal): Promise<Release> {
    return acquireAll([(on) => this.#perOrigin.acquire(origin, on), (on) => this.#total.acquire(on)], signal);
  }

  again(): boolean {
    return true;
  }
}

/**
 * What one request holds: a permit for the origin it asks, which changes over redirects, and none while it waits. A permit
 * is good for one request on the wire; for a further one it is asked for again.
 */
export class Hold {
  #isUsed = false;
  #origin: string | undefined;
  #release: Release | undefined;
  readonly #permits: Permits;

  /** @param release of the permit for `origin` that has been acquired already */
  constructor(permits: Permits, origin: string, release: Release) {
    this.#permits = permits;
    this.#origin = origin;
    this.#release = release;
  }

  /** Holds a permit for `origin`, giving back the one it holds first. */
  async take(origin: string, signal: AbortSignal, patience?: Patience): Promise<void> {
    if (this.#release && this.#origin === origin && !this.#isUsed) return;
    this.give();
    this.#release = await this.#permits.acquire(origin, signal, patience);
    this.#origin = origin;
    this.#isUsed = false;
  }

  get pacing(): Pacing {
    return this.#permits.pacing;
  }

  /** Uses the permit for one request to `origin`; false if one has to be taken first. */
  use(origin: string): boolean {
    if (!this.#release || this.#origin !== origin) return false;
    if (this.#isUsed) return this.#permits.again(origin);
    return (this.#isUsed = true);
  }

  give(): void {
    this.#release?.();
    this.#release = undefined;
  }
}
