import type { WaitLimit } from '../../http/pacing/gate-waiter.ts';

/** Origins that a call waits for, before a request or between two attempts. */
export class OriginWaits {
  /** Until when, on the clock of `performance.now()`, and why. */
  readonly origins = new Map<string, { readonly until: number; readonly why: string }>();
  readonly #tell: () => void;

  /** @param tell called when there is news */
  constructor(tell: () => void) {
    this.#tell = tell;
  }

  add(origin: string, ms: number, why: string): void {
    this.origins.set(origin, { until: performance.now() + ms, why });
    this.#tell();
  }

  /** How long a request that has not begun can wait for its origin: until the call ends. */
  waitLimit(endsAt: number): WaitLimit {
    return {
      leftMs: () => endsAt - performance.now(),
      limit: 'deadline_ms',
      onWait: (origin, ms, why) => this.add(origin, ms, why),
    };
  }
}
