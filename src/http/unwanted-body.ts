/** An unwanted body is read this far, and this long, to keep its connection; then the connection is closed. */
const MAX_BYTES = 16 * 1024;
const MAX_MS = 500;
/** What refuses a request may say for how long in its body, which is kept as far as it is read. */
const TELLING = new Set([403, 429]);

/** The body of an answer that is not wanted, while it is read all the same. */
export class UnwantedBody {
  /** Whether it may say something that matters. */
  readonly isTelling: boolean;
  readonly #timer: NodeJS.Timeout;

  /** @param onLate called when it has taken too long */
  constructor(status: number, onLate: () => void) {
    this.isTelling = TELLING.has(status);
    this.#timer = setTimeout(onLate, MAX_MS);
  }

  /** Whether a body of so many bytes, announced or read, is too long to be read. */
  static isTooLong(bytes: number): boolean {
    return bytes > MAX_BYTES;
  }

  /** It is over. */
  end(): void {
    clearTimeout(this.#timer);
  }
}
