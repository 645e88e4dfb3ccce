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

/** What permits are taken of. */
export interface PermitSource {
  /** @returns undefined if none is free */
  tryAcquire(origin: string): Release | undefined;
  acquire(origin: string, signal: AbortSignal): Promise<Release>;
}

/** The same permits for whatever origin. */
export function forAnyOrigin(semaphore: Semaphore): PermitSource {
  return { tryAcquire: () => semaphore.tryAcquire(), acquire: (_, signal) => semaphore.acquire(signal) };
}

/** Takes a permit of each, if all have a free one. */
export function tryAcquireAll(sources: readonly PermitSource[], origin: string): Release | undefined {
  const held: Release[] = [];
  for (const source of sources) {
    const release = source.tryAcquire(origin);
    if (!release) {
      releaseAll(held);
      return undefined;
    }
    held.push(release);
  }
  return () => releaseAll(held);
}

/** Takes one permit after the other, always in the same order; what was taken is given back if a later one fails. */
export async function acquireAll(sources: readonly PermitSource[], origin: string, signal: AbortSignal): Promise<Release> {
  const held: Release[] = [];
  try {
    for (const source of sources) {
      if (signal.aborted) throw signal.reason;
      held.push(source.tryAcquire(origin) ?? (await source.acquire(origin, signal)));
    }
  } catch (error) {
    releaseAll(held);
    throw error;
  }
  return () => releaseAll(held);
}

/** The last one taken first. */
function releaseAll(held: Release[]): void {
  while (held.length > 0) held.pop()?.();
}

/** The limits shared by all calls of the process: per origin, and in all; and how often each origin may be asked. */
export class HostLimits implements Permits, PermitSource {
  readonly pacing: Pacing;
  readonly #sources: readonly PermitSource[];

  constructor(limits: { readonly perOrigin: number; readonly total: number }) {
    const perOrigin = new KeyedSemaphore((origin) => this.pacing.limit(origin));
    this.pacing = new Pacing({ perOrigin: limits.perOrigin, onLimit: (origin, permits) => perOrigin.resize(origin, permits) });
    this.#sources = [perOrigin, forAnyOrigin(new Semaphore(limits.total))];
  }

  /** As {@link acquire}. */
  tryAcquire(origin: string): Release | undefined {
    return tryAcquireAll(this.#sources, origin);
  }

  /** Only the permits: whoever asks for them has had its turn. */
  acquire(origin: string, signal: AbortSignal): Promise<Release> {
    return acquireAll(this.#sources, origin, signal);
  }

  again(): boolean {
    return true;
  }
}
