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
    return this.#of(key).tryAcquire();
  }

  acquire(key: string, signal: AbortSignal): Promise<Release> {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is the caller's value
    return signal.aborted ? Promise.reject(signal.reason) : this.#of(key).acquire(signal);
  }

  #of(key: string): Semaphore {
    let semaphore = this.#semaphores.get(key);
    if (!semaphore) {
      semaphore = new Semaphore(this.#permits(key), () => this.#semaphores.delete(key));
      this.#semaphores.set(key, semaphore);
    }
    return semaphore;
  }
}
