import type { PrivateDirectory } from './private-directory.ts';

/** Up to this size a file costs more than what is in it: a thousand of them take longer than their requests. */
const SMALL_BYTES = 64 * 1024;

/** A file of many bodies. */
interface Pack {
  readonly file: string;
  readonly bytes: number;
  /** Bodies in it that have not been dropped. */
  live: number;
}

interface PackPlace {
  readonly pack: Pack;
  readonly offset: number;
  readonly length: number;
}

/** A small body: in memory, or a part of a file of the directory. */
export type PackedBody = { readonly bytes: Buffer } | { readonly file: string; readonly offset: number; readonly length: number };

/** Small bodies: in memory until there are enough of them for a file. One change at a time; reading at any time. */
export class PackFiles {
  readonly #maxBytes: number;
  readonly #directory: PrivateDirectory;
  readonly #inMemory = new Map<string, Buffer>();
  readonly #onDisk = new Map<string, PackPlace>();
  #memoryBytes = 0;

  /** @param maxBytes in memory, and so of a file */
  constructor(maxBytes: number, directory: PrivateDirectory) {
    this.#maxBytes = maxBytes;
    this.#directory = directory;
  }

  /** Takes a small body into memory. @returns whether there is room for it */
  tryAdd(key: string, content: Buffer): boolean {
    if (!this.#isSmall(content) || this.#memoryBytes + content.length > this.#maxBytes) return false;
    this.#inMemory.set(key, Buffer.from(content)); // a copy: what came may be a little of a large piece
    this.#memoryBytes += content.length;
    return true;
  }

  /**
   * Writes the bodies in memory to a file if a small one has no room beside them.
   * @param key of that one: it names the file
   * @throws if the disk does not take them
   */
  async makeRoom(content: Buffer, key: string): Promise<void> {
    if (!this.#isSmall(content) || this.#memoryBytes + content.length <= this.#maxBytes) return;
    const bodies = [...this.#inMemory];
    const pack = { file: `pack-${key}`, bytes: this.#memoryBytes, live: bodies.length };
    await this.#directory.write(pack.file, Buffer.concat(bodies.map(([, body]) => body)));
    let offset = 0;
    for (const [each, { length }] of bodies) {
      this.#onDisk.set(each, { pack, offset, length });
      this.#inMemory.delete(each);
      offset += length;
    }
    this.#memoryBytes -= offset;
  }

  /** @returns undefined if it is not here */
  find(key: string): PackedBody | undefined {
    const place = this.#onDisk.get(key);
    if (place) return { file: place.pack.file, offset: place.offset, length: place.length };
    const bytes = this.#inMemory.get(key);
    return bytes && { bytes };
  }

  /**
   * @returns bytes that are free now: a file goes with the last body in it. At once where none goes; undefined if it is
   *   not here
   */
  drop(key: string): number | Promise<number> | undefined {
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
    return this.#directory.drop(pack.file).then(() => pack.bytes);
  }

  clear(): void {
    this.#inMemory.clear();
    this.#onDisk.clear();
    this.#memoryBytes = 0;
  }

  #isSmall(content: Buffer): boolean {
    return content.length <= Math.min(SMALL_BYTES, this.#maxBytes);
  }
}
