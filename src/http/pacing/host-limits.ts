import { Semaphore, type Release } from '../../concurrency/semaphore.ts';
import { KeyedSemaphore } from './keyed-semaphore.ts';
import { Pacing } from './pacing.ts';
import type { WaitLimit } from './gate-waiter.ts';
import type { Asked } from './quota-names.ts';

/** Gives the right to have one request in flight to an origin. */
export interface Permits {
  /**
   * @param waitLimit how long it makes sense to wait for an origin that is closed; default for ever
   * @param asked what it is for. Default: nothing that would tell it from others to this origin
   * @throws {RequestFailure} if the request is not to be sent: the origin is closed for too long, or cannot be reached
   * @throws the reason of `signal`
   */
  acquire(origin: string, signal: AbortSignal, waitLimit?: WaitLimit, asked?: Asked): Promise<Release>;
  /** How often each origin may be asked; to be told what becomes of every request. */
  readonly pacing: Pacing;
  /** Whether whoever holds a permit for `origin` may send a further request under it at once. */
  again(origin: string, asked?: Asked): boolean;
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
