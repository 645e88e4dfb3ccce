import { Semaphore, type Release } from '../../concurrency/index.ts';
import { Gate } from '../../http/pacing/gate.ts';
import { acquireAll, forAnyOrigin, tryAcquireAll, type HostLimits, type Permits } from '../../http/pacing/host-limits.ts';
import { KeyedSemaphore } from '../../http/pacing/keyed-semaphore.ts';
import type { WaitLimit } from '../../http/pacing/gate-waiter.ts';
import type { Asked } from '../../http/pacing/quota-names.ts';
import type { Envelope } from '../args/schema.ts';

/** What a call allows itself: requests in flight, those to one origin, milliseconds between two starts to one. */
export type CallLimits = Pick<Envelope, 'concurrency' | 'per_host' | 'min_interval_ms'>;

/**
 * The permits of one call: its share of an origin, then its own concurrency, then what all calls share. The share of
 * an origin comes first so that whoever waits for a busy origin holds up nobody who wants another. Whoever waits for an
 * origin's pace, its own or the call's, holds none of them.
 */
export function callPermits(limits: CallLimits, shared: HostLimits): Permits {
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
  return {
    tryAcquire(origin: string): Release | undefined {
      return minIntervalMs === 0 && pacing.isFree(origin) ? tryAcquireAll(sources, origin) : undefined;
    },
    acquire(origin: string, signal: AbortSignal, waitLimit?: WaitLimit, asked?: Asked): Promise<Release> {
      const permits = (): Promise<Release> => acquireAll(sources, origin, signal);
      return pacing.acquire(origin, signal, waitLimit, permits, gate(origin), asked);
    },
    pacing,
    again: (origin, asked) => pacing.again(origin, gate(origin), asked),
  };
}
