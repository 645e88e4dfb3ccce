import { listen } from '../../concurrency/abort-listeners.ts';
import { LinkedQueue } from '../../concurrency/linked-queue.ts';
import type { RequestFailure } from '../../request-failure.ts';
import { Closure, type Closing } from './closure.ts';
import { cannotWait, Waiter, type WaitLimit } from './gate-waiter.ts';

/** A timer may fire this much early, in milliseconds. */
const EARLY_MS = 1;
/** Whoever was called to try, and did not come, is followed by the next after this many milliseconds. */
const MISSED_PROBE_MS = 1_000;

/**
 * A gate on the way to one origin, or to a part of it: lets requests start one after the other, so far apart, first come,
 * first served, and none while it is closed. Whoever waits at it holds no permit; a waiter whose signal is aborted leaves
 * at once, in O(1).
 */
export class Gate {
  readonly #origin: string;
  readonly #intervalMs: (now: number) => number;
  readonly #slackMs: number;
  readonly #part: string | undefined;
  readonly #queue = new LinkedQueue<Waiter>();
  readonly #closure = new Closure();
  #timer: NodeJS.Timeout | undefined;
  /** When the last one started, on the schedule. */
  #started = -Infinity;
  /** When the last one was let go to get its permits. */
  #called = -Infinity;
  #heldUp = -Infinity;

  /**
   * @param intervalMs milliseconds between two starts; 0 for as many as come
   * @param slackMs by how much one that came late does not put off the next: timers are late, and would add up
   * @param part which part of the origin it leads to, in words, which may be none. Default: to all of it
   */
  constructor(origin: string, intervalMs: (now: number) => number, slackMs = 0, part?: string) {
    this.#origin = origin;
    this.#intervalMs = intervalMs;
    this.#slackMs = slackMs;
    this.#part = part;
  }

  get waiting(): number {
    return this.#queue.size;
  }

  /** Whether it has been closed before. */
  get hasClosed(): boolean {
    return this.#closure.until > -Infinity;
  }

  /** Milliseconds until the next request may start, as far as it is closed. */
  closedMs(now: number): number {
    return Math.max(0, this.#closure.nextStart - now);
  }

  /** Milliseconds for which it has been open; less than 0 while it is closed. */
  openMs(now: number): number {
    return now - this.#closure.until;
  }

  /** Whether somebody had to wait within the last second. */
  isBusy(now: number): boolean {
    return now - this.#heldUp < 1_000;
  }

  /** Whether a request may start now. Who has waited goes before who has just come. */
  admits(now: number, hasWaited: boolean): boolean {
    if (this.#closure.nextStart > now || (!hasWaited && this.#queue.size > 0)) return false;
    return this.#closure.until > now || this.#started + this.#intervalMs(now) - EARLY_MS <= now;
  }

  /** How many requests may start in a second while it is open. */
  perSecond(now: number): number {
    return 1_000 / this.#intervalMs(now);
  }

  /** A request starts, which it {@link admits}. */
  start(now: number): void {
    if (this.#closure.until > now) this.#closure.probe(now);
    else this.#started = Math.max(this.#started + this.#intervalMs(now), now - this.#slackMs);
  }

  /** The next request starts so much later. */
  putOff(ms: number, now: number): void {
    this.#started = Math.max(this.#started, now) + ms;
  }

  /** Closes it, unless it is closed for longer already. Who cannot wait that long is sent away at once. */
  close(closing: Closing, now: number): void {
    const { until, jitterMs = 0 } = closing;
    if (!this.#closure.close(closing, now)) return;
    this.#started = Math.max(this.#started, until + jitterMs - this.#intervalMs(until));
    for (let waiter = this.#queue.head, next = waiter?.next; waiter; waiter = next, next = waiter?.next) {
      const refusal = this.#refusal(waiter.waitLimit, now);
      if (refusal) waiter.leave(refusal);
      else waiter.waitLimit?.onWait?.(this.#origin, this.closedMs(now), this.#reason());
    }
    this.#rearm(now);
  }

  /** Opens it on the word of an answer, as {@link Closure.reopen} says. */
  reopen(startedAt: number, isNamed: boolean, now: number): void {
    if (!this.#closure.reopen(startedAt, isNamed, now)) return;
    this.#started = now;
    this.#rearm(now);
  }

  /**
   * Waits until it is one's turn to get the permits; the gate has to be asked again when one has them.
   * @param again whether it is not the first time: then it is one's turn next
   * @throws {RequestFailure} `timeout`/`rate_limit` if it stays closed for longer than `waitLimit` has left
   * @throws the reason of `signal`
   */
  async turn(signal: AbortSignal, waitLimit: WaitLimit | undefined, again: boolean): Promise<void> {
    if (signal.aborted) throw signal.reason;
    const now = performance.now();
    const refusal = this.#refusal(waitLimit, now);
    if (refusal) throw refusal;
    // Whoever waits for a part of an origin is in nobody's way who wants another part.
    if (this.#part !== undefined) waitLimit?.onStepAside?.();
    this.#heldUp = now;
    const closedMs = this.closedMs(now);
    if (closedMs > 0) waitLimit?.onWait?.(this.#origin, closedMs, this.#reason());
    await new Promise<void>((resolve, reject) => {
      const waiter = new Waiter({ resolve, reject, signal, waitLimit, leave: (left) => this.#left(left) });
      if (again) this.#queue.unshift(waiter);
      else this.#queue.push(waiter);
      listen(signal, waiter);
      this.#arm(now);
    });
    if (signal.aborted) throw signal.reason;
  }

  #opensAt(now: number): number {
    if (this.#closure.until - EARLY_MS > now) return Math.max(this.#closure.nextStart, this.#called + MISSED_PROBE_MS);
    return Math.max(this.#started, this.#called) + this.#intervalMs(now);
  }

  #arm(now: number): void {
    if (this.#timer || this.#queue.size === 0) return;
    this.#timer = setTimeout(() => this.#open(), Math.max(0, Math.min(this.#opensAt(now) - now, 2 ** 31 - 1)));
  }

  #rearm(now: number): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#arm(now);
  }

  #open(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (let head = this.#queue.head; head && this.#opensAt(now) - EARLY_MS <= now; head = this.#queue.head) {
      this.#called = Math.max(this.#opensAt(now), now - this.#slackMs);
      this.#heldUp = now;
      head.go();
    }
    this.#arm(now);
  }

  #left(waiter: Waiter): void {
    this.#queue.remove(waiter);
    if (this.#queue.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #reason(): string {
    return this.#part ? `${this.#closure.why}, ${this.#part}` : this.#closure.why;
  }

  #refusal(waitLimit: WaitLimit | undefined, now: number): RequestFailure | undefined {
    const soonestMs = this.closedMs(now);
    if (!waitLimit || soonestMs === 0 || soonestMs < waitLimit.leftMs()) return undefined;
    const { until, why } = this.#closure;
    return cannotWait(waitLimit.limit, { origin: this.#origin, part: this.#part, why, closedMs: until - now, soonestMs });
  }
}
