import type { OwnDirectory } from './private-directory.ts';

/** Up to this size a file costs more than what is in it: a thousand of them take longer than their requests. */
const SMALL_BYTES = 4 * 1024;

/** A file of many bodies. */
interface Pack {
  readonly file: string;
  readonly bytes: number;
  /** Bodies in it that have not been dropped. */
  live: number;
}

interface Place {
  readonly pack: Pack;
  readonly offset: number;
  readonly length: number;
}

/** Small bodies: in memory until there are enough of them for a file. One change at a time; reading at any time. */
export class Packs {
  readonly #maxBytes: number;
  readonly #directory: OwnDirectory;
  readonly #inMemory = new Map<string, Buffer>();
  readonly #onDisk = new Map<string, Place>();
  #memoryBytes = 0;

  /** @param maxBytes in memory, and so of a file */
  constructor(maxBytes: number, directory: OwnDirectory) {
    this.#maxBytes = maxBytes;
    this.#directory = directory;
  }

  /**
   * @returns whether it has been taken: it is small
   * @throws if the disk does not take those before it
   */
  async put(key: string, content: Buffer): Promise<boolean> {
    if (content.length > Math.min(SMALL_BYTES, this.#maxBytes)) return false;
    if (this.#memoryBytes + content.length > this.#maxBytes) await this.#pack(`pack-${key}`);
    this.#inMemory.set(key, Buffer.from(content)); // a copy: what came may be a little of a large piece
    this.#memoryBytes += content.length;
    return true;
  }

  /** @returns undefined if it is not here */
  async get(key: string): Promise<Buffer | undefined> {
    const place = this.#onDisk.get(key);
    if (!place) return this.#inMemory.get(key);
    const { pack, offset, length } = place;
    const content = (await this.#directory.read(pack.file)).subarray(offset, offset + length);
    if (content.length < length) throw new Error(`${pack.file} has been cut`);
    return content;
  }

  /** @returns bytes that are free now: a file goes with the last body in it. Undefined if it is not here */
  async drop(key: string): Promise<number | undefined> {
    const content = this.#inMemory.get(key);
    if (content) {
      this.#inMemory.delete(key);
      this.#memoryBytes -= content.length;
      return content.length;
    }
    const pack = this.#onDisk.get(key)?.pack;
    if (!pack) return undefined;
    this.#onDisk.delete(key);
    if (--pack.live > 0) return 0;
    await this.#directory.drop(pack.file);
    return pack.bytes;
  }

  clear(): void {
    this.#inMemory.clear();
    this.#onDisk.clear();
    this.#memoryBytes = 0;
  }

  async #pack(file: string): Promise<void> {
    const bodies = [...this.#inMemory];
    const pack = { file, bytes: this.#memoryBytes, live: bodies.length };
    await this.#directory.write(file, Buffer.concat(bodies.map(([, content]) => content)));
    let offset = 0;
    for (const [key, { length }] of bodies) {
      this.#onDisk.set(key, { pack, offset, length });
      offset += length;
    }
    this.#inMemory.clear();
    this.#memoryBytes = 0;
  }
}
