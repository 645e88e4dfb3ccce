import { follow } from '../../concurrency/follow.ts';
import { Line } from '../../concurrency/line.ts';
import { HttpFailure } from '../errors.ts';
import { Waiter, type Patience } from './waiter.ts';

/** A timer may fire this much early, in milliseconds. */
const EARLY_MS = 1;

/**
 * The gate to one origin: lets requests start one after the other, so far apart, first come, first served, and none while
 * it is closed. Whoever waits at it holds no permit; a waiter whose signal is aborted leaves at once, in O(1).
 */
export class Gate {
  readonly #origin: string;
  readonly #intervalMs: (now: number) => number;
  readonly #slackMs: number;
  readonly #line = new Line<Waiter>();
  #timer: NodeJS.Timeout | undefined;
  #closedUntil = -Infinity;
  #why = '';
  /** When the last one started, on the schedule. */
  #started = -Infinity;
  /** When the last one was let go to get its permits. */
  #called = -Infinity;
  #heldUp = -Infinity;

  /**
   * @param intervalMs milliseconds between two starts; 0 for as many as come
   * @param slackMs by how much one that came late does not put off the next: timers are late, and would add up
   */
  constructor(origin: string, intervalMs: (now: number) => number, slackMs = 0) {
    this.#origin = origin;
    this.#intervalMs = intervalMs;
    this.#slackMs = slackMs;
  }

  get waiting(): number {
    return this.#line.size;
  }

  /** Whether it has been closed before. */
  get hasClosed(): boolean {
    return this.#closedUntil > -Infinity;
  }

  /** Milliseconds for which it is closed to all. */
  closedMs(now: number): number {
    return Math.max(0, this.#closedUntil - now);
  }

  /** Whether somebody had to wait within the last second. */
  isBusy(now: number): boolean {
    return now - this.#heldUp < 1_000;
  }

  /** Whether a request may start now. Who has waited goes before who has just come. */
  admits(now: number, hasWaited: boolean): boolean {
    if (this.#closedUntil > now) return false;
    return (hasWaited || this.#line.size === 0) && this.#started + this.#intervalMs(now) - EARLY_MS <= now;
  }

  /** A request starts, which it {@link admits}. */
  start(now: number): void {
    this.#started = Math.max(this.#started + this.#intervalMs(now), now - this.#slackMs);
  }

  /** The next request starts so much later. */
  putOff(ms: number, now: number): void {
    this.#started = Math.max(this.#started, now) + ms;
  }

  /**
   * Closes it, unless it is closed for longer already. Who cannot wait that long is sent away at once.
   * @param jitterMs the first request starts so much after it opens: others wait for the same moment
   */
  close(until: number, why: string, jitterMs: number, now: number): void {
    if (until <= this.#closedUntil) return;
    this.#closedUntil = until;
    this.#why = why;
    this.#started = Math.max(this.#started, until + jitterMs - this.#intervalMs(until));
    for (let waiter = this.#line.head, next = waiter?.next; waiter; waiter = next, next = waiter?.next) {
      const refusal = this.#refusal(waiter.patience, now);
      if (refusal) waiter.leave(refusal);
      else waiter.patience?.onWait?.(this.#origin, until - now, why);
    }
  }

  /**
   * Waits until it is one's turn to get the permits; the gate has to be asked again when one has them.
   * @param again whether it is not the first time: then it is one's turn next
   * @throws {HttpFailure} `timeout`/`rate_limit` if it stays closed for longer than `patience` has left
   * @throws the reason of `signal`
   */
  async turn(signal: AbortSignal, patience: Patience | undefined, again: boolean): Promise<void> {
    if (signal.aborted) throw signal.reason;
    const now = performance.now();
    const refusal = this.#refusal(patience, now);
    if (refusal) throw refusal;
    this.#heldUp = now;
    const closedMs = this.closedMs(now);
    if (closedMs > 0) patience?.onWait?.(this.#origin, closedMs, this.#why);
    await new Promise<void>((resolve, reject) => {
      const waiter = new Waiter({ resolve, reject, signal, patience, leave: (left) => this.#left(left) });
      if (again) this.#line.unshift(waiter);
      else this.#line.push(waiter);
      follow(signal, waiter);
      this.#arm(now);
    });
    if (signal.aborted) throw signal.reason;
  }

  #opensAt(now: number): number {
    return Math.max(this.#closedUntil, Math.max(this.#started, this.#called) + this.#intervalMs(now));
  }

  #arm(now: number): void {
    if (this.#timer || this.#line.size === 0) return;
    this.#timer = setTimeout(() => this.#open(), Math.max(0, Math.min(this.#opensAt(now) - now, 2 ** 31 - 1)));
  }

  #open(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (let head = this.#line.head; head && this.#opensAt(now) - EARLY_MS <= now; head = this.#line.head) {
      this.#called = Math.max(this.#opensAt(now), now - this.#slackMs);
      this.#heldUp = now;
      head.go();
    }
    this.#arm(now);
  }

  #left(waiter: Waiter): void {
    this.#line.remove(waiter);
    if (this.#line.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #refusal(patience: Patience | undefined, now: number): HttpFailure | undefined {
    const closedMs = this.closedMs(now);
    if (!patience || closedMs === 0 || closedMs < patience.leftMs()) return undefined;
    const seconds = Math.ceil(closedMs / 1_000);
    const than = patience.limit === 'deadline_ms' ? "this call's deadline" : "this request's timeout";
    return new HttpFailure({
      outcome: 'timeout',
      kind: 'rate_limit',
      message: `not sent: ${new URL(this.#origin).host} asks to wait ${seconds} s (${this.#why}), longer than ${than}; ` +
        `call again in ${seconds} s, or raise ${patience.limit}`,
    });
  }
}
