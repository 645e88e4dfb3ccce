import { RequestFailure } from '../../request-failure.ts';
import type { HttpResponse } from '../message.ts';
import { Breaker, TRIPS_AT } from './breaker.ts';
import { Gate } from './gate.ts';
import { readQuota } from './rate-limit-headers.ts';
import { AdaptiveLimit } from './adaptive-limit.ts';
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
/** Connection failures: nobody answered. */
const UNREACHED = new Set(['dns', 'connect', 'tls', 'connection_lost', 'proxy']);

/** What is known of one origin, and what follows from it for whoever wants to ask it. */
export class OriginPace {
  readonly gate: Gate;
  readonly rate = new LearnedRate();
  readonly limit: AdaptiveLimit;
  readonly #origin: string;
  readonly #breaker = new Breaker();
  readonly #random: () => number;
  #reopenedUntil = -Infinity;
  /** Troubles of requests that were sent before it was heard of the last one say nothing new. */
  #refusedAt = -Infinity;
  #troubledAt = -Infinity;
  #refusalsInARow = 0;

  constructor(origin: string, most: number, random: () => number) {
    this.#origin = origin;
    this.#random = random;
    this.limit = new AdaptiveLimit(most);
    this.gate = new Gate(origin, (now) => this.#intervalMs(now), SLACK_MS);
  }

  /** Whether it has given no cause yet to hold anybody up; needs no look at the clock. */
  get isFree(): boolean {
    return this.rate.perSecond === undefined && !this.gate.hasClosed && !this.#breaker.isTripped;
  }

  /** @throws {HttpFailure} `network`/`connect` while so many in a row have failed to reach it that nothing is sent */
  mustBeReachable(now: number): void {
    const ms = this.#breaker.openMs(now);
    if (ms === 0) return;
    throw new RequestFailure({
      outcome: 'network',
      kind: 'connect',
      message:
        `${TRIPS_AT} requests in a row failed to reach ${new URL(this.#origin).host}; this one was not sent; ` +
        `check that it is up, and call again in ${Math.ceil(ms / 1_000)} s`,
    });
  }

  /**
   * A request starts.
   * @returns what must be called when it is over, if anything
   */
  start(now: number): (() => void) | undefined {
    this.gate.start(now);
    return this.#breaker.starts() ? () => this.#breaker.tried() : undefined;
  }

  /** @param startedAt when the request was sent, on the clock of `performance.now()` */
  answered(response: Pick<HttpResponse, 'status' | 'headers'>, startedAt: number, now: number): void {
    this.#breaker.reached();
    const { status } = response;
    const { closedMs = 0, perSecond } = readQuota(response);
    if (status === 429 || (status === 403 && closedMs > 0)) this.#refused(closedMs, perSecond, startedAt, now);
    else this.#accepted(now);
    if (closedMs > 0) this.#close(closedMs, status < 400 ? 'rate limit' : String(status), now);
    if (status === 429 || status === 503) this.#troubled(startedAt, now);
    else if (status < 500) this.limit.succeeded();
  }

  /** @param isDialling whether it had no connection yet when it failed */
  failed(error: unknown, isDialling: boolean, startedAt: number, now: number): void {
    const isFailure = error instanceof RequestFailure;
    const unreached = isFailure ? UNREACHED.has(error.kind ?? '') : isDialling;
    if (unreached) {
      this.#breaker.failed(now);
      this.#troubled(startedAt, now);
    } else if (isFailure && error.outcome !== 'blocked' && error.outcome !== 'invalid') {
      this.#breaker.reached();
    }
  }

  /** Whether another request may be sent under a permit that is held already. */
  admitsAnother(now: number): boolean {
    return this.#breaker.openMs(now) === 0 && !this.#breaker.isTripped && this.gate.admits(now, false);
  }

  /** Whether nothing is lost if it is forgotten. */
  isCalm(now: number): boolean {
    const isOpen = this.gate.waiting === 0 && this.gate.closedMs(now) === 0;
    return isOpen && !this.#breaker.isTripped && this.rate.perSecond === undefined && this.limit.isFull;
  }

  #accepted(now: number): void {
    this.#refusalsInARow = 0;
    this.rate.answered(now, this.gate.isBusy(now));
  }

  #refused(closedMs: number, perSecond: number | undefined, startedAt: number, now: number): void {
    if (closedMs > QUOTA_MS) return;
    if (startedAt > this.#refusedAt) {
      this.#refusedAt = now;
      this.#refusalsInARow++;
      this.rate.refused(now, perSecond);
    }
    // What was refused was sent all the same: it takes the place of one that is to come.
    this.gate.putOff(this.rate.intervalMs(now), now);
    if (closedMs > 0 || this.#refusalsInARow < 2) return;
    const ms = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#refusalsInARow - 2));
    this.#close(ms, '429', now);
  }

  #close(ms: number, why: string, now: number): void {
    this.#reopenedUntil = Math.max(this.#reopenedUntil, now + ms + REOPENING_MS);
    this.gate.close(now + ms, why, this.#random() * Math.min(ms / 10, 1_000), now);
  }

  #troubled(startedAt: number, now: number): void {
    if (startedAt <= this.#troubledAt) return;
    this.#troubledAt = now;
    this.limit.troubled(now);
  }

  #intervalMs(now: number): number {
    const ms = this.rate.intervalMs(now);
    return now < this.#reopenedUntil ? Math.max(ms, REOPENING_INTERVAL_MS) : ms;
  }
}
