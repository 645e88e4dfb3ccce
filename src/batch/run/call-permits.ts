import { Semaphore, type Release } from '../../concurrency/index.ts';
import { Gate } from '../../http/pacing/gate.ts';
import { acquireAll, forAnyOrigin, tryAcquireAll, type HostLimits, type Permits } from '../../http/pacing/host-limits.ts';
import { KeyedSemaphore } from '../../http/pacing/keyed-semaphore.ts';
import type { Envelope } from '../args/schema.ts';

/** What a call allows itself: requests in flight, those to one origin, milliseconds between two starts to one. */
export type CallLimits = Pick<Envelope, 'concurrency' | 'per_host' | 'min_interval_ms'>;

/** The permits of one call, which most requests get without a wait for the pace of their origin. */
export interface CallPermits extends Permits {
  /** The same as `acquire` where nothing has to be waited for. @returns undefined if something has */
  tryAcquire(origin: string): Release | undefined;
  /**
   * The same as `acquire` where nothing has to be waited for but permits that others hold.
   * @returns undefined if the pace of the origin has to be waited for too, now or by the time they are given back
   * @throws the reason of `signal`
   */
  acquireUnpaced(origin: string, signal: AbortSignal): Promise<Release | undefined>;
}

/**
 * The permits of one call: its share of an origin, then its own concurrency, then what all calls share. The share of
 * an origin comes first so that whoever waits for a busy origin holds up nobody who wants another. Whoever waits for an
 * origin's pace, its own or the call's, holds none of them.
 */
export function callPermits(limits: CallLimits, shared: HostLimits): CallPermits {
  const { pacing } = shared;
  const { min_interval_ms: minIntervalMs } = limits;
  const sources = [
    new KeyedSemaphore(Math.min(limits.per_host, limits.concurrency)),
    forAnyOrigin(new Semaphore(limits.concurrency)),
    shared,
  ];
  const gates = new Map<string, Gate>();
  const gate = (origin: string): Gate | undefined => {
    if (minIntervalMs === 0) return undefined;
    let own = gates.get(origin);
    if (!own) gates.set(origin, (own = new Gate(origin, () => minIntervalMs)));
    return own;
  };
  const isFree = (origin: string): boolean => minIntervalMs === 0 && pacing.isFree(origin);
  const acquireUnpaced = async (origin: string, signal: AbortSignal): Promise<Release | undefined> => {
    if (!isFree(origin)) return undefined;
    const release = await acquireAll(sources, origin, signal);
    if (isFree(origin)) return release;
    release();
    return undefined;
  };
  return {
    tryAcquire: (origin) => (isFree(origin) ? tryAcquireAll(sources, origin) : undefined),
    acquireUnpaced,
    async acquire(origin, signal, waitLimit, asked) {
      const unpaced = await acquireUnpaced(origin, signal);
      return unpaced ?? pacing.acquire(origin, signal, waitLimit, () => acquireAll(sources, origin, signal), gate(origin), asked);
    },
    pacing,
    again: (origin, asked) => pacing.again(origin, gate(origin), asked),
  };
}
