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
  /** How long was waited beside that, for one request after the other to start, in milliseconds. */
  pacedMs: number;
  pacedUntil: number;
  /** How many requests a second may start; 0 if nobody had to wait for that. */
  perSecond: number;
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
    const wait = this.#of(origin, now);
    const until = now + ms;
    wait.totalMs += Math.max(0, until - Math.max(now, wait.until));
    wait.until = Math.max(wait.until, until);
    wait.why = why;
    wait.reasons.add(why);
    this.#tell();
  }

  /** A request has waited for its turn. @param since when it began to, on the clock of `performance.now()` */
  #paced(origin: string, since: number, perSecond: number): void {
    const now = performance.now();
    const wait = this.#of(origin, since);
    wait.pacedMs += Math.max(0, now - Math.max(since, wait.until, wait.pacedUntil));
    wait.pacedUntil = now;
    if (perSecond < Infinity) wait.perSecond = perSecond;
  }

  #of(origin: string, now: number): OriginWait {
    let wait = this.#waits.get(origin);
    if (!wait) {
      const none = { why: '', totalMs: 0, reasons: new Set<string>(), pacedMs: 0, perSecond: 0 };
      this.#waits.set(origin, (wait = { ...none, until: now, pacedUntil: now }));
    }
    return wait;
  }

  /**
   * What the call has waited for, a note an origin: `api.example.com: waited 12 s (429); asked about 4.6 times a second,
   * not to be refused, which took 8 s`.
   */
  notes(): string[] {
    const now = performance.now();
    return [...this.#waits].flatMap(([origin, { until, totalMs, reasons, pacedMs, perSecond }]) => {
      const waitedMs = totalMs - Math.max(0, until - now);
      const waited = `waited ${seconds(waitedMs)} s (${[...reasons].slice(0, MAX_REASONS).join('; ')})`;
      const often = perSecond < 10 ? perSecond.toFixed(1).replace('.0', '') : Math.round(perSecond);
      const paced = `asked about ${often} times a second, not to be refused, which took ${seconds(pacedMs)} s`;
      const isPaced = pacedMs >= MIN_TOLD_MS && perSecond > 0;
      const told = [...(waitedMs < MIN_TOLD_MS ? [] : [waited]), ...(isPaced ? [paced] : [])];
      return told.length > 0 ? [`${new URL(origin).host}: ${told.join('; ')}`] : [];
    });
  }

  /** How long a request that has not begun can wait for its origin: until the call ends. */
  waitLimit(endsAt: number, onStepAside: () => void): WaitLimit {
    return {
      leftMs: () => endsAt - performance.now(),
      limit: 'deadline_ms',
      onWait: (origin, ms, why) => this.add(origin, ms, why),
      onPaced: (origin, since, perSecond) => this.#paced(origin, since, perSecond),
      onStepAside,
    };
  }
}

function seconds(ms: number): number {
  return Math.round(ms / 1_000);
}
