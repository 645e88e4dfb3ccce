import { Semaphore, type Release } from '../concurrency/index.ts';
import { acquireAll, KeyedSemaphore, type Permits } from '../http/host-limits.ts';

/**
 * The permits of one call: its share of an origin, then its own concurrency, then what all calls share. The share of
 * an origin comes first so that whoever waits for a busy origin holds up nobody who wants another.
 */
export function callPermits(limits: { readonly concurrency: number; readonly perHost: number }, shared: Permits): Permits {
  const perHost = new KeyedSemaphore(Math.min(limits.perHost, limits.concurrency));
  const call = new Semaphore(limits.concurrency);
  return {
    acquire(origin: string, signal: AbortSignal): Promise<Release> {
      return acquireAll(
        [(on) => perHost.acquire(origin, on), (on) => call.acquire(on), (on) => shared.acquire(origin, on)],
        signal,
      );
    },
  };
}
