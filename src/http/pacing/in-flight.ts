import type { AdaptiveLimit } from './adaptive-limit.ts';

/** A request takes longer than usual when it takes so many times as long as others have lately, and at least so long. */
const TIMES_USUAL = 8;
const MIN_HANGING_MS = 1_000;
/** The same while none has been answered yet. */
const UNKNOWN_HANGING_MS = 2_000;
/** What the latest answer counts in what is usual. */
const WEIGHT = 0.2;

/** One request on the wire. */
export interface Flight {
  /** On the clock of `performance.now()`. */
  readonly startedAt: number;
}

/**
 * The requests to one origin that are on the wire. Of an origin that is sent fewer at a time than usual, those that hang
 * do not count: else the one that is never answered would hold up all others until it is given up.
 */
export class InFlight {
  readonly #flights = new Set<Flight>();
  readonly #limit: AdaptiveLimit;
  readonly #onChange: () => void;
  #usualMs: number | undefined;
  #hanging = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param onChange told when more or fewer may be sent at a time */
  constructor(limit: AdaptiveLimit, onChange: () => void) {
    this.#limit = limit;
    this.#onChange = onChange;
  }

  get size(): number {
    return this.#flights.size;
  }

  /** How many may be in flight: as many as the limit says beside those that hang, and never more than if all were well. */
  get permits(): number {
    return Math.min(this.#limit.most, this.#limit.value + this.#hanging);
  }

  start(startedAt: number): Flight {
    const flight = { startedAt };
    this.#flights.add(flight);
    if (!this.#limit.isFull) this.look(startedAt);
    return flight;
  }

  /** @param isAnswered whether by an answer, which tells how long one takes */
  end(flight: Flight, isAnswered: boolean, now: number): void {
    this.#flights.delete(flight);
    const ms = now - flight.startedAt;
    if (isAnswered) this.#usualMs = this.#usualMs === undefined ? ms : this.#usualMs + WEIGHT * (ms - this.#usualMs);
    if (this.#hanging > 0 || !this.#limit.isFull) this.look(now);
  }

  /** Looks which of them hang, now and when the next one will. */
  look(now: number): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const before = this.#hanging;
    this.#hanging = 0;
    if (!this.#limit.isFull) {
      const hangingMs = this.#usualMs === undefined ? UNKNOWN_HANGING_MS : Math.max(MIN_HANGING_MS, TIMES_USUAL * this.#usualMs);
      let next = Infinity;
      for (const { startedAt } of this.#flights) {
        if (now - startedAt >= hangingMs) this.#hanging++;
        else next = Math.min(next, startedAt + hangingMs - now);
      }
      if (next < Infinity) {
        this.#timer = setTimeout(() => this.look(performance.now()), Math.ceil(next)).unref();
      }
    }
    if (this.#hanging !== before) this.#onChange();
  }
}
