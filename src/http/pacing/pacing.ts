import type { Release } from '../../concurrency/semaphore.ts';
import type { Gate } from './gate.ts';
import type { WaitLimit } from './gate-waiter.ts';
import type { Flight } from './in-flight.ts';
import { OriginPace } from './origin-pace.ts';
import type { Asked } from './quota-names.ts';
import type { Refusing } from './throttle-body.ts';

/** Origins that are remembered; beyond it those about which nothing is known are forgotten. */
const REMEMBERED = 2_000;

export interface PacingOptions {
  /** Requests in flight to an origin that is well. */
  readonly perOrigin: number;
  /** Told when an origin is to be asked more or less at a time. */
  onLimit?(origin: string, permits: number): void;
  /** 0 to 1. Default `Math.random`. */
  readonly random?: () => number;
}

/**
 * How often each origin may be asked, learned from its answers and shared by all calls of the process. An origin that never
 * complains is never held up.
 */
export class Pacing {
  readonly #origins = new Map<string, OriginPace>();
  readonly #options: PacingOptions;

  constructor(options: PacingOptions) {
    this.#options = options;
  }

  /** Whether an origin has given no cause yet to hold anybody up. */
  isFree(origin: string): boolean {
    return this.#of(origin).isFree;
  }

  /**
   * Gets permits for one request, to be sent at once. While it waits for its turn it holds none.
   * @param permits gets them
   * @param own a further gate, of the caller
   * @param asked what it asks for. Default: nothing that would tell it from others to this origin
   * @throws {RequestFailure} if the request is not to be sent: the origin is closed for too long, or cannot be reached
   * @throws the reason of `signal`
   */
  async acquire(
    origin: string,
    signal: AbortSignal,
    waitLimit: WaitLimit | undefined,
    permits: () => Promise<Release>,
    own: Gate | undefined,
    asked?: Asked,
  ): Promise<Release> {
    const pace = this.#of(origin);
    const waitedAt = new Set<Gate>();
    for (;;) {
      await pace.breaker.untilTried(signal);
      pace.mustBeReachable(performance.now());
      for (const gate of this.#gates(pace, asked, own)) {
        if (gate.admits(performance.now(), waitedAt.has(gate))) continue;
        const since = performance.now();
        try {
          await gate.turn(signal, waitLimit, waitedAt.has(gate));
        } finally {
          if (gate !== own) waitLimit?.onPaced?.(origin, since, gate.perSecond(performance.now()));
        }
        waitedAt.add(gate);
      }
      const release = await permits();
      try {
        const now = performance.now();
        pace.mustBeReachable(now);
        const gates = this.#gates(pace, asked, own);
        if (!pace.breaker.isTrying && gates.every((gate) => gate.admits(now, true)))
          return started(pace.start(gates, now), release);
      } catch (error) {
        release();
        throw error;
      }
      release();
    }
  }

  /** Whether a further request may be sent to an origin at once, under the permits that are held already. */
  again(origin: string, own: Gate | undefined, asked?: Asked): boolean {
    const pace = this.#of(origin);
    if (pace.isFree && !own) return true;
    const [gates, now] = [this.#gates(pace, asked, own), performance.now()];
    if (!pace.admitsAnother(gates, now)) return false;
    pace.start(gates, now);
    return true;
  }

  /** Milliseconds for which an origin is closed to a request. */
  closedMs(origin: string, asked?: Asked): number {
    const now = performance.now();
    const gates = this.#origins.get(origin)?.gates(asked, now) ?? [];
    return Math.max(0, ...gates.map((gate) => gate.closedMs(now)));
  }

  /** A request goes out. @returns what {@link ended} is to be told of it */
  sent(origin: string): Flight {
    return this.#of(origin).inFlight.start(performance.now());
  }

  /** A request that was {@link sent} is over. @param isAnswered whether by an answer */
  ended(origin: string, flight: Flight, isAnswered: boolean): void {
    this.#of(origin).inFlight.end(flight, isAnswered, performance.now());
  }

  /** How many requests may be in flight to an origin. */
  limit(origin: string): number {
    return this.#origins.get(origin)?.inFlight.permits ?? this.#options.perOrigin;
  }

  /**
   * @param startedAt when the request was sent, on the clock of `performance.now()`
   * @param asked what it asked for. Default: nothing that would tell it from others to this origin
   */
  answered(origin: string, response: Refusing, startedAt: number, asked?: Asked): void {
    this.#learn(origin, (pace) => pace.answered(response, startedAt, performance.now(), asked));
  }

  /**
   * A request ended without an answer, and not because somebody ended it.
   * @param isDialling whether it had no connection yet
   */
  failed(origin: string, error: unknown, isDialling: boolean, startedAt: number): void {
    this.#learn(origin, (pace) => pace.failed(error, isDialling, startedAt, performance.now()));
  }

  #learn(origin: string, what: (pace: OriginPace) => void): void {
    const pace = this.#of(origin);
    const before = pace.limit.value;
    what(pace);
    if (pace.limit.value === before) return;
    pace.inFlight.look(performance.now());
    this.#options.onLimit?.(origin, pace.inFlight.permits);
  }

  #gates(pace: OriginPace, asked: Asked | undefined, own: Gate | undefined): Gate[] {
    const gates = pace.gates(asked, performance.now());
    return own ? [own, ...gates] : gates;
  }

  #of(origin: string): OriginPace {
    let pace = this.#origins.get(origin);
    if (!pace) {
      this.#forget();
      const { perOrigin, random = Math.random } = this.#options;
      const made = new OriginPace(origin, perOrigin, random, () => this.#options.onLimit?.(origin, made.inFlight.permits));
      this.#origins.set(origin, (pace = made));
    }
    return pace;
  }

  /** Makes room for one more. */
  #forget(): void {
    if (this.#origins.size < REMEMBERED) return;
    const now = performance.now();
    let oldest: string | undefined;
    for (const [origin, pace] of this.#origins) {
      if (pace.isWaitedFor) continue;
      oldest ??= origin;
      if (!pace.isCalm(now)) continue;
      oldest = origin;
      break;
    }
    if (oldest !== undefined) this.#origins.delete(oldest);
  }
}

/** What gives the permits of a request back, and tells that it is over where that matters. */
function started(over: (() => void) | undefined, release: Release): Release {
  if (!over) return release;
  return () => {
    over();
    release();
  };
}
