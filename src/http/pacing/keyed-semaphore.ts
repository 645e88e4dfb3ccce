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
