import type { Writable } from 'node:stream';

/** Nobody reads the rest: what ends others then is SIGPIPE. */
const READER_GONE = 141;

/** The exit code where stdout takes no more; stderr is told why, unless its reader is gone. */
export function brokenCode(error: Error, stderr: Pick<Writable, 'write'>): number {
  if ('code' in error && error.code === 'EPIPE') return READER_GONE;
  stderr.write(`fetch-many: the result could not be written: ${error.message}\n`);
  return 1;
}

/** Writes to a stream no faster than it is read. */
export class Output {
  readonly #stream: Writable;
  #last: Promise<void> = Promise.resolve();
  #isBroken = false;

  /** @param onBroken told once if it takes no more, as when its reader is gone; what is written then is lost */
  constructor(stream: Writable, onBroken: (error: Error) => void) {
    this.#stream = stream;
    stream.on('error', (error) => {
      if (!this.#isBroken) onBroken(error);
      this.#isBroken = true;
    });
  }

  /** Settles when it has been handed over; it never rejects. */
  write(text: string): Promise<void> {
    this.#last = new Promise((resolve) => {
      if (this.#isBroken) resolve();
      else this.#stream.write(text, () => resolve());
    });
    return this.#last;
  }

  /** Settles when all has been handed over. */
  flushed(): Promise<void> {
    return this.#last;
  }
}
