import type { Redactor } from '../../http/secrets/redact.ts';

/** Takes secrets out of what is saved, piece by piece, and knows whether there were any. */
export class Redaction {
  readonly #redactor: Redactor;
  #end = Buffer.alloc(0);
  #found = false;

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /** Whether something was taken out, now or where the body came in. */
  get found(): boolean {
    return this.#found;
  }

  /** A piece that is whole in itself, such as a line. */
  text(piece: Uint8Array): Buffer {
    const bytes = asBuffer(piece);
    const redacted = this.#redactor.bytes(bytes);
    this.#found ||= redacted !== bytes || this.#redactor.hasLabel(redacted);
    return redacted;
  }

  /** A piece of a body as it is in the store, from which secrets were taken when it came: only looked at. */
  look(piece: Buffer): Buffer {
    const { maxLabelBytes } = this.#redactor;
    if (this.#found || maxLabelBytes === 0) return piece;
    const joined = Buffer.concat([this.#end, piece]);
    this.#found = this.#redactor.hasLabel(joined);
    this.#end = Buffer.from(joined.subarray(-maxLabelBytes));
    return piece;
  }
}

/** What a note says of it. */
export const REDACTED = 'secrets of the operator were taken out of what was saved: [redacted:...] stands in their place';

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
