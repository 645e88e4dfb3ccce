import { close, read, writev } from 'node:fs';
import { promisify } from 'node:util';

const readAt = promisify(read);
const writeAt = promisify(writev);

/** Chunks that are written together. */
const MAX_CHUNKS = 64;

interface Listener {
  /** Told of bytes that are no longer in memory. */
  readonly onWritten: (bytes: number) => void;
  readonly onFailure: (error: unknown) => void;
}

/**
 * A body that is written as it comes, by other threads; a response cannot be paused, so what comes meanwhile waits in memory.
 * The file has no name any more, so that it is gone with its descriptor.
 */
export class OverflowFile {
  readonly #open: () => number;
  readonly #listener: Listener;
  #descriptor: number | undefined;
  /** Reads and writes under way: a descriptor that is closed meanwhile may be another file's by then. */
  #busy = 0;
  /** Behind what is written. */
  #chunks: Buffer[] = [];
  #written = 0;
  #writing: Promise<void> | undefined;
  #isFailed = false;
  #isDropped = false;

  /** @param open gives the descriptor of a file that has no name any more */
  constructor(open: () => number, listener: Listener) {
    this.#open = open;
    this.#listener = listener;
  }

  /** Writes more behind what was added before; where the disk does not take it, it stays in memory. */
  add(chunk: Buffer): void {
    if (this.#isDropped) return;
    this.#chunks.push(chunk);
    if (this.#isFailed || this.#writing) return;
    try {
      this.#descriptor ??= this.#open();
      this.#writing = this.#write(this.#descriptor);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Waits until what was added is written, or the disk has not taken it. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  /**
   * Reads all that was added, into `whole`.
   * @throws what the file system says
   * @throws {Error} if the file has been cut
   */
  async read(whole: Buffer): Promise<void> {
    await this.#writing;
    for (let at = 0; at < this.#written;) {
      if (this.#descriptor === undefined) throw new Error('the file is closed');
      this.#busy++;
      const { bytesRead } = await readAt(this.#descriptor, whole, at, this.#written - at, at).finally(() => this.#done());
      if (bytesRead === 0) throw new Error('the file has been cut');
      at += bytesRead;
    }
    let at = this.#written;
    for (const chunk of this.#chunks) at += chunk.copy(whole, at);
  }

  /** Lets go of it; nothing of it is left on disk. */
  drop(): void {
    this.#isDropped = true;
    this.#chunks = [];
    this.#close();
  }

  async #write(descriptor: number): Promise<void> {
    this.#busy++;
    try {
      while (this.#chunks.length > 0) {
        const { bytesWritten } = await writeAt(descriptor, this.#chunks.slice(0, MAX_CHUNKS), this.#written);
        if (!this.#isDropped) this.#passed(bytesWritten);
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#writing = undefined;
    this.#done();
  }

  /** So many bytes have been written. */
  #passed(bytes: number): void {
    this.#written += bytes;
    let left = bytes;
    let count = 0;
    for (const { length } of this.#chunks) {
      if (length > left) break;
      left -= length;
      count++;
    }
    this.#chunks.splice(0, count);
    if (left > 0 && this.#chunks[0]) this.#chunks[0] = this.#chunks[0].subarray(left);
    this.#listener.onWritten(bytes);
  }

  #fail(error: unknown): void {
    this.#isFailed = true;
    if (!this.#isDropped) this.#listener.onFailure(error);
  }

  #done(): void {
    this.#busy--;
    if (this.#isDropped) this.#close();
  }

  #close(): void {
    if (this.#descriptor === undefined || this.#busy > 0) return;
    // Nobody can do anything about a file without a name that cannot be closed.
    close(this.#descriptor, () => undefined);
    this.#descriptor = undefined;
  }
}
