import type { Clock } from './clock.ts';
import { MissingBody, type BodyText } from './records.ts';
import { inMiB, type Limits } from './limits.ts';

const SELECT_FIRST = 'give the requests a select first';

/** The bodies that a program may read. Its time stands still while one is read and parsed. */
export class Bodies {
  readonly #clock: Clock;
  readonly #limits: Limits;
  #all: readonly BodyText[] = [];
  #bytes = 0;
  #problem: string | undefined;

  constructor(clock: Clock, limits: Limits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Takes others in place of all, of which nothing has been read. */
  reset(all: readonly BodyText[]): void {
    this.#all = all;
    this.#bytes = 0;
    this.#problem = undefined;
  }

  /** Why the program must not have an answer, even if it has caught the error that said so. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Hands one over to be parsed; empty if that would be too much, which `close` says then. */
  readonly open = (body: number): Buffer => {
    this.#clock.pause();
    const bytes = this.#read(body);
    this.#bytes += bytes?.length ?? 0;
    const { bodyBytes } = this.#limits;
    if (this.#bytes > bodyBytes) {
      this.#problem = `the bodies that it reads have more than ${inMiB(bodyBytes)}: ${SELECT_FIRST}`;
    }
    return bytes && this.#problem === undefined ? bytes : Buffer.from('null');
  };

  #read(body: number): Buffer | undefined {
    try {
      return this.#all[body]?.();
    } catch (error) {
      if (!(error instanceof MissingBody)) throw error;
      this.#problem = error.message;
      return undefined;
    }
  }

  readonly close = (): string | undefined => {
    this.#clock.resume();
    const { parseMs } = this.#limits;
    if (this.#clock.parsedMs > parseMs) {
      this.#problem ??= `parsing the bodies that it reads took longer than ${parseMs / 1_000} s: ${SELECT_FIRST}`;
    }
    return this.#problem;
  };
}
