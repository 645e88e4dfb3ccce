import { listen } from '../../concurrency/abort-listeners.ts';
import { LinkedQueue } from '../../concurrency/linked-queue.ts';
import { RequestFailure } from '../../request-failure.ts';
import { Waiter, type WaitLimit } from './gate-waiter.ts';

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
  readonly #queue = new LinkedQueue<Waiter>();
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
    return this.#queue.size;
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
    return (hasWaited || this.#queue.size === 0) && this.#started + this.#intervalMs(now) - EARLY_MS <= now;
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
    for (let waiter = this.#queue.head, next = waiter?.next; waiter; waiter = next, next = waiter?.next) {
      const refusal = this.#refusal(waiter.waitLimit, now);
      if (refusal) waiter.leave(refusal);
      else waiter.waitLimit?.onWait?.(this.#origin, until - now, why);
    }
  }

  /**
   * Waits until it is one's turn to get the permits; the gate has to be asked again when one has them.
   * @param again whether it is not the first time: then it is one's turn next
   * @throws {HttpFailure} `timeout`/`rate_limit` if it stays closed for longer than `patience` has left
   * @throws the reason of `signal`
   */
  async turn(signal: AbortSignal, waitLimit: WaitLimit | undefined, again: boolean): Promise<void> {
    if (signal.aborted) throw signal.reason;
    const now = performance.now();
    const refusal = this.#refusal(waitLimit, now);
    if (refusal) throw refusal;
    this.#heldUp = now;
    const closedMs = this.closedMs(now);
    if (closedMs > 0) waitLimit?.onWait?.(this.#origin, closedMs, this.#why);
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
    return Math.max(this.#closedUntil, Math.max(this.#started, this.#called) + this.#intervalMs(now));
  }

  #arm(now: number): void {
    if (this.#timer || this.#queue.size === 0) return;
    this.#timer = setTimeout(() => this.#open(), Math.max(0, Math.min(this.#opensAt(now) - now, 2 ** 31 - 1)));
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

  #refusal(waitLimit: WaitLimit | undefined, now: number): RequestFailure | undefined {
    const closedMs = this.closedMs(now);
    if (!waitLimit || closedMs === 0 || closedMs < waitLimit.leftMs()) return undefined;
    const seconds = Math.ceil(closedMs / 1_000);
    const than = waitLimit.limit === 'deadline_ms' ? "this call's deadline" : "this request's timeout";
    return new RequestFailure({
      outcome: 'timeout',
      kind: 'rate_limit',
      message:
        `not sent: ${new URL(this.#origin).host} asks to wait ${seconds} s (${this.#why}), longer than ${than}; ` +
        `call again in ${seconds} s, or raise ${waitLimit.limit}`,
    });
  }
}
