/** A body in fewer chunks than this is kept as it comes. */
const FEW_CHUNKS = 8;
/** Chunks smaller than this are copied together: each Buffer takes a hundred bytes beside its own, and more to collect. */
const SMALL_BYTES = 16 * 1024;
const BLOCK_BYTES = 64 * 1024;

/** The chunks of a body as they arrive, in memory of about their own size however small they are. */
export class BodyChunks {
  #chunks: Buffer[] = [];
  /** Chunks that are copied together, and how much of it is filled. */
  #block: Buffer | undefined;
  #filled = 0;

  add(chunk: Buffer): void {
    if (this.#chunks.length < FEW_CHUNKS || chunk.length >= SMALL_BYTES) {
      this.#seal();
      this.#chunks.push(chunk);
      return;
    }
    if (this.#block && this.#filled + chunk.length > BLOCK_BYTES) this.#seal();
    this.#block ??= Buffer.allocUnsafeSlow(BLOCK_BYTES);
    chunk.copy(this.#block, this.#filled);
    this.#filled += chunk.length;
  }

  /** All of them as one, which lets go of them. */
  take(): Buffer {
    this.#seal();
    const [only, ...others] = this.#chunks;
    const whole = only && others.length === 0 ? only : Buffer.concat(this.#chunks);
    this.#chunks = [];
    return whole;
  }

  /** Lets go of them. */
  clear(): void {
    this.#chunks = [];
    this.#block = undefined;
    this.#filled = 0;
  }

  #seal(): void {
    if (!this.#block) return;
    this.#chunks.push(this.#block.subarray(0, this.#filled));
    this.#block = undefined;
    this.#filled = 0;
  }
}
