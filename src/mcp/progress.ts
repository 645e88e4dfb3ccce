import { setTimeout as sleep } from 'node:timers/promises';

/** Progress as the protocol's notification wants it. */
export interface ProgressReport {
  readonly progress: number;
  readonly total: number;
  readonly message: string;
}

/** With one at the end that does not wait its turn, never more than five within a second. */
const MIN_INTERVAL_MS = 250;
/** What a report adds to the value that only has news, such as whom it is waiting for: the value must increase. */
const NEWS = 1e-6;
/**
 * A client of the SDK that reads a report and the result at one go handles the result first, and forgets the report:
 * the last one gets this much of a start.
 */
const BEFORE_RESULT_MS = 15;

/**
 * Thins progress out: at most five reports a second, the value always increasing, as the protocol demands, and one at
 * the end.
 */
export class ProgressReporter {
  readonly #send: (report: ProgressReport) => Promise<void>;
  #sent: Promise<void> = Promise.resolve();
  #last = -1;
  #lastAt = -Infinity;
  #next: (() => ProgressReport) | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param send must not reject */
  constructor(send: (report: ProgressReport) => Promise<void>) {
    this.#send = send;
  }

  /** Takes the newest state; it is sent when its time has come, unless a newer one has replaced it. */
  update(progress: number, total: number, message: () => string): void {
    if (this.#last >= total) return;
    this.#next = () => ({ progress: Math.max(progress, this.#last + NEWS), total, message: message() });
    const wait = this.#lastAt + MIN_INTERVAL_MS - performance.now();
    if (wait <= 0 || progress === total) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), wait);
  }

  /** Sends what has not been sent yet, and waits until the result may follow. */
  async finish(): Promise<void> {
    this.#flush();
    await this.#sent;
    const wait = this.#lastAt + BEFORE_RESULT_MS - performance.now();
    if (wait > 0) await sleep(wait); // Node warns on stderr of a time that is negative
  }

  /** Sends nothing more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#next = undefined;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#next) return;
    const report = this.#next();
    this.#next = undefined;
    this.#last = report.progress;
    this.#lastAt = performance.now();
    this.#sent = this.#send(report);
  }
}
