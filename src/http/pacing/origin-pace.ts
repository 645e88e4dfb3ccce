import { RequestFailure } from '../../request-failure.ts';
import { retryAfterMs } from '../retry-after.ts';
import { AdaptiveLimit } from './adaptive-limit.ts';
import { Breaker } from './breaker.ts';
import type { Gate } from './gate.ts';
import { InFlight } from './in-flight.ts';
import { Pace } from './pace.ts';
import type { Asked } from './quota-names.ts';
import { readRateLimits, type RateLimits } from './rate-limit-headers.ts';
import { Scopes } from './scopes.ts';
import { readThrottle, type Throttle } from './throttle.ts';
import type { Refusing } from './throttle-body.ts';

/** Connection failures: nobody answered. */
const UNREACHED = new Set(['dns', 'connect', 'tls', 'connection_lost', 'proxy']);
/** Nobody is kept waiting for longer on the word of one answer. */
const MAX_CLOSED_MS = 86_400_000;

/** What is known of one origin, and what follows from it for whoever wants to ask it. */
export class OriginPace {
  readonly limit: AdaptiveLimit;
  readonly inFlight: InFlight;
  readonly breaker = new Breaker();
  readonly #origin: string;
  readonly #whole: Pace;
  readonly #scopes: Scopes;
  /** Troubles of requests that were sent before it was heard of the last one say nothing new. */
  #troubledAt = -Infinity;

  /**
   * @param most requests in flight to it while it is well
   * @param onPermits told when it is because of requests that hang that more or fewer may be in flight
   */
  constructor(origin: string, most: number, random: () => number, onPermits: () => void = () => undefined) {
    this.#origin = origin;
    this.limit = new AdaptiveLimit(most);
    this.inFlight = new InFlight(this.limit, onPermits);
    this.#whole = new Pace(origin, random);
    this.#scopes = new Scopes(origin, random);
  }

  /** The gate that all requests to it pass. */
  get gate(): Gate {
    return this.#whole.gate;
  }

  /** How often it may be asked in all, as far as its refusals have taught. */
  get rate(): Pace['rate'] {
    return this.#whole.rate;
  }

  /** Whether it has given no cause yet to hold anybody up; needs no look at the clock. */
  get isFree(): boolean {
    return this.#whole.isFree && this.#scopes.areFree && !this.breaker.isTripped;
  }

  /** Whether somebody waits for its turn. */
  get isWaitedFor(): boolean {
    return this.#whole.gate.waiting > 0 || this.#scopes.areWaitedFor;
  }

  /** The gates that a request has to pass, those of the narrower parts first. */
  gates(asked: Asked | undefined, now: number): Gate[] {
    return [...this.#scopes.of(asked, now).map(({ gate }) => gate), this.#whole.gate];
  }

  /** @throws {RequestFailure} `network`/`connect` while so many in a row have failed to reach it that nothing is sent */
  mustBeReachable(now: number): void {
    const refusal = this.breaker.refusal(this.#origin, now);
    if (refusal) throw refusal;
  }

  /**
   * A request starts, which all its {@link gates} admit.
   * @returns what must be called when it is over, if anything
   */
  start(gates: readonly Gate[], now: number): (() => void) | undefined {
    for (const gate of gates) gate.start(now);
    return this.breaker.starts();
  }

  /**
   * A request was answered.
   * @param startedAt when it was sent, on the clock of `performance.now()`
   * @param asked what it asked for. Default: nothing that would tell it from others
   */
  answered(response: Refusing, startedAt: number, now: number, asked?: Asked): void {
    this.breaker.reached();
    const { status } = response;
    const limits = readRateLimits(response);
    const throttle = readThrottle(response);
    const facts = { status, startedAt, now, asked };
    const names = limits.quotas.flatMap(({ name }) => name ?? []);
    if (asked && names.length > 0) this.#scopes.learn(asked, names);
    if (throttle) this.#refused(throttle, limits, facts);
    else this.#accepted(response, limits, facts);
    if (status === 503) this.#troubled(startedAt, now);
    else if (status < 500 && !throttle) this.limit.succeeded();
  }

  /** @param isDialling whether it had no connection yet when it failed */
  failed(error: unknown, isDialling: boolean, startedAt: number, now: number): void {
    const isFailure = error instanceof RequestFailure;
    const unreached = isFailure ? UNREACHED.has(error.kind ?? '') : isDialling;
    if (unreached) {
      this.breaker.failed(now);
      this.#troubled(startedAt, now);
    } else if (isFailure && error.outcome !== 'blocked' && error.outcome !== 'invalid') {
      this.breaker.reached();
    }
  }

  /** Whether another request may be sent under a permit that is held already. */
  admitsAnother(gates: readonly Gate[], now: number): boolean {
    return !this.breaker.isTripped && gates.every((gate) => gate.admits(now, false));
  }

  /** Whether nothing is lost if it is forgotten. */
  isCalm(now: number): boolean {
    return this.#whole.isCalm(now) && this.#scopes.areCalm(now) && !this.breaker.isTripped && this.limit.isFull;
  }

  #accepted(response: Refusing, { quotas }: RateLimits, facts: AnswerFacts): void {
    const { status, startedAt, now, asked } = facts;
    this.#whole.accepted(now);
    for (const scope of this.#scopes.of(asked, now)) scope.accepted(now);
    for (const { name, isLeft, resetMs, isOfRequests } of quotas) {
      if (!isOfRequests || !asked) continue;
      if (isLeft) this.#scopes.known(name, asked)?.reopen(startedAt, true, now);
      else if (resetMs) this.#scopes.quota(name, asked, now).close(Math.min(MAX_CLOSED_MS, resetMs), 'rate limit', now);
    }
    const waitMs = status === 503 ? retryAfterMs(response) : undefined;
    if (waitMs) this.#unavailable(Math.min(MAX_CLOSED_MS, waitMs), facts);
    else if (status < 500) this.#whole.reopen(startedAt, false, now);
  }

  /** A 503 closes its path; when a second path says the same, it is taken to be the origin that is down. */
  #unavailable(waitMs: number, { now, asked }: AnswerFacts): void {
    if (asked) this.#scopes.path(asked, now).close(waitMs, '503', now);
    if (!asked || this.#scopes.isOtherPathClosed(asked, now)) this.#whole.close(waitMs, '503', now, asked !== undefined);
  }

  /**
   * Closes what a refusal names: the quotas that are used up. Without a name it is the origin, of which only the first
   * segment of the path is sure to be meant.
   */
  #refused({ waitMs, by, isGlobal }: Throttle, { quotas, perSecond }: RateLimits, facts: AnswerFacts): void {
    const { status, startedAt, now, asked } = facts;
    const used = quotas.filter(({ isLeft }) => !isLeft);
    const names = [...new Set((used.length > 0 ? used : quotas).map(({ name }) => name))];
    const isOfQuota = asked !== undefined && !isGlobal && (by === 'quota' || names.some(Boolean));
    const paces = isOfQuota
      ? (names.length > 0 ? names : [undefined]).map((name) => this.#scopes.quota(name, asked, now))
      : [this.#whole];
    for (const pace of paces) pace.refused(waitMs, perSecond, startedAt, now);
    if (waitMs) {
      const ms = Math.min(MAX_CLOSED_MS, waitMs);
      const isGuess = !isOfQuota && !isGlobal && asked !== undefined;
      for (const pace of paces) pace.close(ms, String(status), now, isGuess);
      if (isGuess) this.#scopes.quota(undefined, asked, now).close(ms, String(status), now);
    }
    if (!isOfQuota) this.#troubled(startedAt, now);
  }

  #troubled(startedAt: number, now: number): void {
    if (startedAt <= this.#troubledAt) return;
    this.#troubledAt = now;
    this.limit.troubled(now);
  }
}

/** Whose answer it is. */
interface AnswerFacts {
  readonly status: number;
  readonly startedAt: number;
  readonly now: number;
  readonly asked: Asked | undefined;
}
