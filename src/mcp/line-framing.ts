import { Transform, type TransformCallback } from 'node:stream';

const NEWLINE = 0x0a;

/**
 * Splits what comes on stdin into lines: one chunk a line, as text, without its end (LF or CR LF) and without a byte order
 * mark. In time that is proportional to the bytes, however small the pieces are in which they come. What follows the last
 * line's end is no message.
 * @param maxBytes of a line; one that is longer ends the stream with an error
 */
export class LineFraming extends Transform {
  readonly #maxBytes: number;
  #pieces: Buffer[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    super({ readableObjectMode: true });
    this.#maxBytes = maxBytes;
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      this.#pieces.push(chunk.subarray(start, end));
      this.push(lineOf(this.#pieces));
      this.#pieces = [];
      this.#bytes = 0;
      start = end + 1;
    }
    if (start < chunk.length) this.#pieces.push(chunk.subarray(start));
    this.#bytes += chunk.length - start;
    done(this.#bytes > this.#maxBytes ? new RangeError(`a message is longer than ${this.#maxBytes} bytes`) : null);
  }
}

function lineOf(pieces: readonly Buffer[]): string {
  const [only] = pieces;
  const whole = pieces.length === 1 && only ? only : Buffer.concat(pieces);
  return whole
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .replace(/\r$/, '');
}
