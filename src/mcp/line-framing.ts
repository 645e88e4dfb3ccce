import { Transform, type TransformCallback } from 'node:stream';

const NEWLINE = 0x0a;
const MARK = Buffer.from('\ufeff');

/**
 * Passes on whole lines. The SDK joins what it has with each piece that comes, so that a line of 60 MB in pieces of
 * 64 KB takes half a minute, in which nothing else is answered; here it takes as long as it is.
 * @param maxBytes of a line; one that is longer ends the stream with an error
 */
export class LineFraming extends Transform {
  readonly #maxBytes: number;
  #pieces: Buffer[] = [];
  #bytes = 0;
  #isFirst = true;

  constructor(maxBytes: number) {
    super();
    this.#maxBytes = maxBytes;
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      this.#pass([...this.#pieces, chunk.subarray(0, end)]);
      this.#pieces = [];
      this.#bytes = 0;
    }
    if (end < chunk.length) this.#pieces.push(chunk.subarray(end));
    this.#bytes += chunk.length - end;
    done(this.#bytes > this.#maxBytes ? new RangeError(`a message is longer than ${this.#maxBytes} bytes`) : null);
  }

  /** A byte order mark before the first message is no part of it. */
  #pass(pieces: readonly Buffer[]): void {
    const whole = Buffer.concat(pieces);
    const isMarked = this.#isFirst && whole.subarray(0, MARK.length).equals(MARK);
    this.#isFirst = false;
    this.push(isMarked ? whole.subarray(MARK.length) : whole);
  }
}
