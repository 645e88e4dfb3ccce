import { readSource, type BodySource } from './read-source.ts';
import { PackFiles } from './pack-files.ts';
import { PrivateDirectory } from './private-directory.ts';

export interface BodyStoreOptions {
  /** The directory in which the store makes one of its own. */
  readonly parent: string;
  /** Bytes it may hold; the oldest bodies are dropped first. With 0 it holds none. */
  readonly maxBytes: number;
  /** Bytes of small bodies that are kept in memory, until together they make a file; none by default. */
  readonly memoryBytes?: number;
  /** Called with the reason when the disk takes no body; once, until it has taken one again. */
  readonly onFailure?: (error: unknown) => void;
}

/** Bytes of bodies without room in the store that may be in memory until their calls end, of all calls together. */
const MAX_RESERVED = 64 * 2 ** 20;

interface StoreEntry {
  readonly bytes: number;
  /** Whoever is still at work with it: then it is not dropped. */
  readonly owner: object | undefined;
}

/**
 * Bodies by key, on disk, in a directory that only this user can read and that goes away with the process. Small ones
 * share files, and are in memory before. A key is used once.
 */
export class BodyStore {
  readonly maxBytes: number;
  readonly #options: BodyStoreOptions;
  readonly #directory: PrivateDirectory;
  readonly #packs: PackFiles;
  readonly #entries = new Map<string, StoreEntry>();
  readonly #atWork = new Set<object>();
  readonly #reserved = new Map<object, number>();
  #bytes = 0;
  #serial = 0;
  #isClosed = false;
  #isFailing = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: BodyStoreOptions) {
    this.#options = options;
    this.maxBytes = options.maxBytes;
    this.#directory = new PrivateDirectory(options.parent);
    this.#packs = new PackFiles(options.memoryBytes ?? 0, this.#directory);
  }

  /** Keeps what is put on behalf of `owner` until it is {@link release released}. */
  hold(owner: object): void {
    this.#atWork.add(owner);
  }

  release(owner: object): void {
    this.#atWork.delete(owner);
    this.#reserved.delete(owner);
  }

  /**
   * Counts a body that finds no room here as held in memory by `owner`, until that is {@link release released}.
   * @returns whether it may be
   */
  reserve(bytes: number, owner: object): boolean {
    const all = [...this.#reserved.values()].reduce((sum, each) => sum + each, bytes);
    if (all > MAX_RESERVED) return false;
    this.#reserved.set(owner, (this.#reserved.get(owner) ?? 0) + bytes);
    return true;
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  /** Drops all that was put on behalf of `owner`. */
  discard(owner: object): void {
    void this.drop([...this.#entries].flatMap(([key, entry]) => (entry.owner === owner ? key : [])));
  }

  /**
   * Stores a body.
   * @param owner on whose behalf
   * @returns its key; undefined if there is no room for it, or the disk does not take it. At once where nothing has to be
   *   written or dropped for it
   */
  put(content: Buffer, owner?: object): string | undefined | Promise<string | undefined> {
    if (content.length > this.maxBytes || this.#isClosed) return undefined;
    const key = String(++this.#serial);
    const fits = this.#bytes + content.length <= this.maxBytes;
    if (fits && this.#packs.tryAdd(key, content)) return this.#enter(key, content.length, owner);
    // One at a time: only what has been written can be dropped to make room.
    const stored = this.#last.then(() => this.#write(key, content, owner));
    this.#last = stored;
    return stored;
  }

  /** @returns undefined if it has been dropped, or cannot be read any more */
  async source(key: string): Promise<BodySource | undefined> {
    const { bytes } = this.#entries.get(key) ?? {};
    if (bytes === undefined) return undefined;
    const place = this.#packs.find(key) ?? { file: key, offset: 0, length: bytes };
    if ('bytes' in place) return place;
    try {
      return { ...place, file: this.#directory.pathOf(place.file) };
    } catch {
      return undefined; // the directory is gone, and cannot be made again
    }
  }

  /** @returns undefined if it has been dropped, or cannot be read any more */
  async get(key: string): Promise<Buffer | undefined> {
    const source = await this.source(key);
    return source && (await readSource(source).catch(() => undefined));
  }

  /** Drops bodies, as far as they are there. */
  drop(keys: string | readonly string[]): Promise<void> {
    const dropped = this.#last.then(() => this.#dropAll([keys].flat()));
    this.#last = dropped;
    return dropped;
  }

  async #dropAll(keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#drop(key);
  }

  /** What the disk does not let go of counts on. @returns at once where no file goes with it; never rejects */
  #drop(key: string): Promise<void> | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    const free = (bytes: number): void => void (this.#bytes -= bytes);
    const freed = this.#packs.drop(key) ?? this.#directory.drop(key).then(() => entry.bytes);
    if (typeof freed !== 'number') return freed.then(free, (error: unknown) => this.#failed(error));
    free(freed);
    return undefined;
  }

  #failed(error: unknown): void {
    if (!this.#isFailing) this.#options.onFailure?.(error);
    this.#isFailing = true;
  }

  /** Takes nothing more, and removes everything as soon as what is being written is. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#last;
    this.#directory.remove();
    this.#entries.clear();
    this.#packs.clear();
  }

  #enter(key: string, bytes: number, owner: object | undefined): string {
    this.#isFailing = false;
    this.#bytes += bytes;
    this.#entries.set(key, { bytes, owner });
    return key;
  }

  async #write(key: string, content: Buffer, owner: object | undefined): Promise<string | undefined> {
    if (this.#isClosed) return undefined;
    try {
      await this.#makeRoom(content.length);
      if (this.#bytes + content.length > this.maxBytes) return undefined;
      await this.#packs.makeRoom(content, key);
      if (!this.#packs.tryAdd(key, content)) await this.#directory.write(key, content);
    } catch (error) {
      this.#failed(error);
      return undefined;
    }
    return this.#enter(key, content.length, owner);
  }

  async #makeRoom(bytes: number): Promise<void> {
    for (const [oldest, { owner }] of this.#entries) {
      if (this.#bytes + bytes <= this.maxBytes) return;
      if (owner === undefined || !this.#atWork.has(owner)) await this.#drop(oldest);
    }
  }
}
