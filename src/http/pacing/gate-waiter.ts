import { unlisten, type AbortListener } from '../../concurrency/abort-listeners.ts';
import type { QueueLink } from '../../concurrency/linked-queue.ts';
import { CALL } from '../../limits.ts';
import { RequestFailure } from '../../request-failure.ts';

/** How long somebody can wait, and who wants to know. */
export interface WaitLimit {
  /** Milliseconds until waiting is pointless. */
  leftMs(): number;
  /** Which argument says so. */
  readonly limit: 'timeout_ms' | 'deadline_ms';
  /** Told when a closed origin has to be waited for. */
  onWait?(origin: string, ms: number, why: string): void;
  /**
   * Told after a wait for one's turn.
   * @param since when it began, on the clock of `performance.now()`
   * @param perSecond how often the origin is asked
   */
  onPaced?(origin: string, since: number, perSecond: number): void;
  /** Told before a wait for what is only a part of an origin: whoever comes after need not wait behind this one. */
  onStepAside?(): void;
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
  readonly signal: AbortSignal;
  readonly waitLimit: WaitLimit | undefined;
  leave(waiter: Waiter): void;
}

/** Somebody in line at a gate: leaves it once, let go, sent away or aborted. */
export class Waiter implements AbortListener, QueueLink<Waiter> {
  prev: Waiter | undefined;
  next: Waiter | undefined;
  readonly #waiting: Waiting;

  constructor(waiting: Waiting) {
    this.#waiting = waiting;
  }

  get waitLimit(): WaitLimit | undefined {
    return this.#waiting.waitLimit;
  }

  go(): void {
    this.#done();
    this.#waiting.resolve();
  }

  leave(reason: unknown): void {
    this.#done();
    this.#waiting.reject(reason);
  }

  onAbort(): void {
    this.leave(this.#waiting.signal.reason);
  }

  #done(): void {
    this.#waiting.leave(this);
    unlisten(this.#waiting.signal, this);
  }
}

/** What somebody would have had to wait for. */
export interface LongWait {
  readonly origin: string;
  /** Which part of it, in words. Default: all of it. */
  readonly part: string | undefined;
  readonly why: string;
  /** For how long it is closed, in milliseconds. */
  readonly closedMs: number;
  /** How long until it may be asked again, if only to try. */
  readonly soonestMs: number;
}

/** The failure of a request that is not sent, since it would have to wait for longer than `limit` allows. */
export function cannotWait(limit: WaitLimit['limit'], { origin, part, why, closedMs, soonestMs }: LongWait): RequestFailure {
  const toTry = soonestMs < closedMs ? ', when one request tries whether it still does' : '';
  const than = limit === 'deadline_ms' ? "this call's deadline" : "this request's timeout";
  const orRaise = soonestMs < CALL.deadlineMs.max ? `, or raise ${limit}` : '';
  return new RequestFailure({
    outcome: 'timeout',
    kind: 'rate_limit',
    message:
      `not sent: ${new URL(origin).host} asks to wait ${seconds(closedMs)} s${part ? ` for ${part}` : ''} (${why}), ` +
      `longer than ${than}; call again in ${seconds(soonestMs)} s${toTry}${orRaise}`,
  });
}

function seconds(ms: number): number {
  return Math.ceil(ms / 1_000);
}
