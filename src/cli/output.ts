import type { Writable } from 'node:stream';

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
