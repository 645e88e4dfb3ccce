import type { Release } from '../../concurrency/semaphore.ts';
import type { Permits } from './host-limits.ts';
import type { Pacing } from './pacing.ts';
import type { Asked } from './quota-names.ts';
import type { WaitLimit } from './gate-waiter.ts';

/**
 * What one request holds: a permit for the origin it asks, which changes over redirects, and none while it waits. A permit
 * is good for one request on the wire; for a further one it is asked for again.
 */
export class RequestPermit {
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

  /** Holds a permit for `origin`, giving back the one it holds first. @param asked what it is for */
  async acquire(origin: string, signal: AbortSignal, waitLimit?: WaitLimit, asked?: Asked): Promise<void> {
    if (this.#release && this.#origin === origin && !this.#isUsed) return;
    this.release();
    this.#release = await this.#permits.acquire(origin, signal, waitLimit, asked);
    this.#origin = origin;
    this.#isUsed = false;
  }

  get pacing(): Pacing {
    return this.#permits.pacing;
  }

  /** Uses the permit for one request to `origin`; false if one has to be taken first. */
  tryReuse(origin: string, asked?: Asked): boolean {
    if (!this.#release || this.#origin !== origin) return false;
    if (this.#isUsed) return this.#permits.again(origin, asked);
    return (this.#isUsed = true);
  }

  release(): void {
    this.#release?.();
    this.#release = undefined;
  }
}
