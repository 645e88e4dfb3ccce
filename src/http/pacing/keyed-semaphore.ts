import { Semaphore, type Release } from '../../concurrency/semaphore.ts';

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

  /** @returns undefined if no permit is free */
  tryAcquire(key: string): Release | undefined {
    const semaphore = this.#of(key);
    const release = semaphore.tryAcquire();
    return release && this.#forgetting(key, semaphore, release);
  }

  async acquire(key: string, signal: AbortSignal): Promise<Release> {
    const semaphore = this.#of(key);
    try {
      return this.#forgetting(key, semaphore, await semaphore.acquire(signal));
    } catch (error) {
      this.#forget(key, semaphore);
      throw error;
    }
  }

  #of(key: string): Semaphore {
    let semaphore = this.#semaphores.get(key);
    if (!semaphore) this.#semaphores.set(key, (semaphore = new Semaphore(this.#permits(key))));
    return semaphore;
  }

  #forgetting(key: string, semaphore: Semaphore, release: Release): Release {
    return () => {
      release();
      this.#forget(key, semaphore);
    };
  }

  #forget(key: string, semaphore: Semaphore): void {
    const isIdle = semaphore.free === semaphore.permits;
    if (isIdle && this.#semaphores.get(key) === semaphore) this.#semaphores.delete(key);
  }
}
