import type { Release } from '../../concurrency/semaphore.ts';
import type { HttpResponse } from '../message.ts';
import type { Gate } from './gate.ts';
import { OriginPace } from './origin-pace.ts';
import type { WaitLimit } from './gate-waiter.ts';

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

  /**
   * Gets permits for one request, to be sent at once. While it waits for its turn it holds none.
   * @param permits gets them
   * @param own a further gate, of the caller
   * @throws {HttpFailure} if the request is not to be sent: the origin is closed for too long, or cannot be reached
   * @throws the reason of `signal`
   */
  async acquire(
    origin: string,
    signal: AbortSignal,
    waitLimit: WaitLimit | undefined,
    permits: (signal: AbortSignal) => Promise<Release>,
    own: Gate | undefined,
  ): Promise<Release> {
    const pace = this.#of(origin);
    if (pace.isFree && !own) {
      const release = await permits(signal);
      if (pace.isFree) return release;
      release();
    }
    for (let hasWaited = false; ; hasWaited = true) {
      const before = performance.now();
      pace.mustBeReachable(before);
      if (own && !own.admits(before, hasWaited)) await own.turn(signal, waitLimit, hasWaited);
      if (!pace.gate.admits(performance.now(), hasWaited)) await pace.gate.turn(signal, waitLimit, hasWaited);
      const release = await permits(signal);
      try {
        const now = performance.now();
        pace.mustBeReachable(now);
        if (pace.gate.admits(now, true) && (own?.admits(now, true) ?? true)) return this.#start(pace, own, now, release);
      } catch (error) {
        release();
        throw error;
      }
      release();
    }
  }

  /** Whether a further request may be sent to an origin at once, under the permits that are held already. */
  again(origin: string, own: Gate | undefined): boolean {
    const pace = this.#of(origin);
    if (pace.isFree && !own) return true;
    const now = performance.now();
    if (!pace.admitsAnother(now) || own?.admits(now, false) === false) return false;
    own?.start(now);
    pace.start(now);
    return true;
  }

  /** Milliseconds for which an origin is closed. */
  closedMs(origin: string): number {
    return this.#origins.get(origin)?.gate.closedMs(performance.now()) ?? 0;
  }

  /** How many requests may be in flight to an origin. */
  limit(origin: string): number {
    return this.#origins.get(origin)?.limit.value ?? this.#options.perOrigin;
  }

  /** @param startedAt when the request was sent, on the clock of `performance.now()` */
  answered(origin: string, response: Pick<HttpResponse, 'status' | 'headers'>, startedAt: number): void {
    this.#learn(origin, (pace) => pace.answered(response, startedAt, performance.now()));
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
    if (pace.limit.value !== before) this.#options.onLimit?.(origin, pace.limit.value);
  }

  #start(pace: OriginPace, own: Gate | undefined, now: number, release: Release): Release {
    own?.start(now);
    const over = pace.start(now);
    if (!over) return release;
    return () => {
      over();
      release();
    };
  }

  #of(origin: string): OriginPace {
    let pace = this.#origins.get(origin);
    if (!pace) {
      this.#forget();
      pace = new OriginPace(origin, this.#options.perOrigin, this.#options.random ?? Math.random);
      this.#origins.set(origin, pace);
    }
    return pace;
  }

  /** Makes room for one more. */
  #forget(): void {
    if (this.#origins.size < REMEMBERED) return;
    const now = performance.now();
    let oldest: string | undefined;
    for (const [origin, pace] of this.#origins) {
      if (pace.gate.waiting > 0) continue;
      oldest ??= origin;
      if (!pace.isCalm(now)) continue;
      oldest = origin;
      break;
    }
    if (oldest !== undefined) this.#origins.delete(oldest);
  }
}
