import type { WaitLimit } from '../../http/pacing/gate-waiter.ts';

/** A wait that is shorter is not worth a word in the result, in milliseconds. */
const MIN_TOLD_MS = 1_000;
/** Reasons that are named for one origin. */
const MAX_REASONS = 3;

interface OriginWait {
  /** When the last wait ends, on the clock of `performance.now()`. */
  until: number;
  /** What it is for. */
  why: string;
  /** How long all waits are together, in milliseconds; those at the same time count once. */
  totalMs: number;
  readonly reasons: Set<string>;
}

/** Origins that a call waits for, before a request or between two attempts. */
export class OriginWaits {
  readonly #waits = new Map<string, OriginWait>();
  readonly #tell: () => void;

  /** @param tell called when there is news */
  constructor(tell: () => void) {
    this.#tell = tell;
  }

  get origins(): ReadonlyMap<string, Pick<OriginWait, 'until' | 'why'>> {
    return this.#waits;
  }

  add(origin: string, ms: number, why: string): void {
    const now = performance.now();
    let wait = this.#waits.get(origin);
    if (!wait) this.#waits.set(origin, (wait = { until: now, why, totalMs: 0, reasons: new Set() }));
    const until = now + ms;
    wait.totalMs += Math.max(0, until - Math.max(now, wait.until));
    wait.until = Math.max(wait.until, until);
    wait.why = why;
    wait.reasons.add(why);
    this.#tell();
  }

  /** What the call has waited for, a note an origin: `api.example.com: waited 12 s (429)`. */
  notes(): string[] {
    const now = performance.now();
    return [...this.#waits].flatMap(([origin, { until, totalMs, reasons }]) => {
      const waitedMs = totalMs - Math.max(0, until - now);
      if (waitedMs < MIN_TOLD_MS) return [];
      return `${new URL(origin).host}: waited ${Math.round(waitedMs / 1_000)} s (${[...reasons].slice(0, MAX_REASONS).join('; ')})`;
    });
  }

  /** How long a request that has not begun can wait for its origin: until the call ends. */
  waitLimit(endsAt: number, onStepAside: () => void): WaitLimit {
    return {
      leftMs: () => endsAt - performance.now(),
      limit: 'deadline_ms',
      onWait: (origin, ms, why) => this.add(origin, ms, why),
      onStepAside,
    };
  }
}
