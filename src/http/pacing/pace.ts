import { Gate } from './gate.ts';
import { LearnedRate } from './learned-rate.ts';

/** After it was closed an origin is asked at most so often for a while, in milliseconds: all have waited for that moment. */
const REOPENING_MS = 1_000;
const REOPENING_INTERVAL_MS = 50;
/** Refusals in a row without a word of how long: 0.5 s, 1 s, 2 s ... 30 s. */
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 30_000;
/** A quota that is used up for longer says nothing of how fast it may be used. */
const QUOTA_MS = 60_000;
/** Timers are this late, in milliseconds. */
const SLACK_MS = 20;

/** How often an origin, or a part of it, may be asked: its gate, and the rate that its refusals have taught. */
export class Pace {
  readonly gate: Gate;
  readonly rate = new LearnedRate();
  readonly #random: () => number;
  #reopenedUntil = -Infinity;
  /** Refusals of requests that were sent before it was heard of the last one say nothing new. */
  #refusedAt = -Infinity;
  #refusalsInARow = 0;

  /** @param part which part of the origin, in words. Default: all of it */
  constructor(origin: string, random: () => number, part?: string) {
    this.#random = random;
    this.gate = new Gate(origin, (now) => this.#intervalMs(now), SLACK_MS, part);
  }

  /** Whether it has given no cause yet to hold anybody up; needs no look at the clock. */
  get isFree(): boolean {
    return this.rate.perSecond === undefined && !this.gate.hasClosed;
  }

  /** Whether nothing is lost if it is forgotten. */
  isCalm(now: number): boolean {
    const isOpen = this.gate.waiting === 0 && this.gate.openMs(now) > REOPENING_MS;
    return isOpen && this.rate.intervalMs(now) === 0;
  }

  /** A request was answered with whatever but a refusal. */
  accepted(now: number): void {
    this.#refusalsInARow = 0;
    this.rate.answered(now, this.gate.isBusy(now));
  }

  /**
   * A request was refused because of how often was asked.
   * @param waitMs for how long, if it says so
   * @param perSecond how many it says that it allows
   * @param startedAt when the request was sent, on the clock of `performance.now()`
   */
  refused(waitMs: number | undefined, perSecond: number | undefined, startedAt: number, now: number): void {
    if (waitMs !== undefined && waitMs > QUOTA_MS) return;
    if (startedAt > this.#refusedAt) {
      this.#refusedAt = now;
      this.#refusalsInARow++;
      this.rate.refused(now, perSecond);
    }
    // What was refused was sent all the same: it takes the place of one that is to come.
    this.gate.putOff(this.rate.intervalMs(now), now);
    if (waitMs || this.#refusalsInARow < 2) return;
    this.close(Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#refusalsInARow - 2)), '429', now);
  }

  /** @param isInferred whether the server has not said that all that is asked here is meant. Default: no */
  close(ms: number, why: string, now: number, isInferred = false): void {
    this.#reopenedUntil = Math.max(this.#reopenedUntil, now + ms + REOPENING_MS);
    this.gate.close({ until: now + ms, why, jitterMs: this.#random() * Math.min(ms / 10, 1_000), isInferred }, now);
  }

  /** Opens the gate on the word of an answer, as {@link Gate.reopen} says. */
  reopen(startedAt: number, isNamed: boolean, now: number): void {
    this.gate.reopen(startedAt, isNamed, now);
    if (this.gate.closedMs(now) === 0) this.#reopenedUntil = Math.min(this.#reopenedUntil, now + REOPENING_MS);
  }

  #intervalMs(now: number): number {
    const ms = this.rate.intervalMs(now);
    return now < this.#reopenedUntil ? Math.max(ms, REOPENING_INTERVAL_MS) : ms;
  }
}
