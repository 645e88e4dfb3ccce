import { OwnDirectory } from './private-directory.ts';
import { Packs } from './pack-files.ts';

/** What is known of a stored body. */
export interface StoredBody {
  /** `b1/5`: the call and the request's index. */
  readonly ref: string;
  /** How its bytes are to be read. JSON and text are UTF-8. */
  readonly kind: 'json' | 'text' | 'binary';
  readonly mimeType: string;
  readonly bytes: number;
  readonly url: string;
}

interface StoreEntry {
  readonly stored: StoredBody;
  readonly file: string;
}

/** There is no such stored body. The message says what a ref is, or that it has been dropped. */
export class UnknownRef extends Error {
  override readonly name = 'UnknownRef';
}

export interface StoreOptions {
  /** The directory in which the store makes one of its own. */
  readonly parent: string;
  /** Bytes it may hold; the oldest bodies are dropped first. */
  readonly maxBytes: number;
  /** Bytes of small bodies that are kept in memory, until together they make a file; none by default. */
  readonly memoryBytes?: number;
  /** Told why the disk does not take a body; once, until it has taken one again. */
  readonly onFailure?: (error: unknown) => void;
}

/** What a ref begins with that is not to be read by. */
const PROVISIONAL = '~';
/** Which dropped refs are still told from refs that never were. */
const MAX_REMEMBERED = 10_000;

/**
 * Bodies on disk, in a directory that only this user can read and that goes away with the process. It is made when the
 * first file comes. Small bodies share files, and are in memory before.
 */
export class Store {
  readonly #options: StoreOptions;
  readonly #directory: OwnDirectory;
  readonly #bodies = new Map<string, StoreEntry>();
  readonly #packs: Packs;
  readonly #dropped = new Set<string>();
  #bytes = 0;
  #serial = 0;
  #isClosed = false;
  #isFailing = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#directory = new OwnDirectory(options.parent);
    this.#packs = new Packs(options.memoryBytes ?? 0, this.#directory);
  }

  /** Bodies that can be read, the oldest first. */
  list(): readonly StoredBody[] {
    return [...this.#bodies.values()].flatMap(({ stored }) => (stored.ref.startsWith(PROVISIONAL) ? [] : [stored]));
  }

  /** A ref for a body whose own is not known yet; {@link rename} gives it that. Nobody can read by it. */
  provisionalRef(): string {
    return `${PROVISIONAL}${++this.#serial}`;
  }

  /** Gives a body another ref, if it is stored (still). */
  rename(from: string, to: string): void {
    const entry = this.#bodies.get(from);
    if (this.#dropped.delete(from)) this.#dropped.add(to);
    if (!entry) return;
    this.#bodies.delete(from);
    this.#bodies.set(to, { ...entry, stored: { ...entry.stored, ref: to } });
  }

  /** @returns whether it has been stored: a body larger than the whole store is not, nor one the disk does not take */
  put(body: Omit<StoredBody, 'bytes'>, content: Buffer): Promise<boolean> {
    if (content.length > this.#options.maxBytes) return Promise.resolve(false);
    // One at a time: only what has been written can be dropped to make room.
    const stored = this.#last.then(() => this.#write({ ...body, bytes: content.length }, content));
    this.#last = stored;
    return stored;
  }

  async #write(body: StoredBody, content: Buffer): Promise<boolean> {
    if (this.#isClosed) return false;
    const file = String(++this.#serial);
    try {
      for (const oldest of this.#bodies.values()) {
        if (this.#bytes + content.length <= this.#options.maxBytes) break;
        await this.#drop(oldest);
      }
      if (!(await this.#packs.put(file, content))) await this.#directory.write(file, content);
    } catch (error) {
      if (!this.#isFailing) this.#options.onFailure?.(error);
      this.#isFailing = true;
      return false;
    }
    this.#isFailing = false;
    this.#bytes += content.length;
    this.#bodies.set(body.ref, { stored: body, file });
    return true;
  }

  /** @throws {UnknownRef} */
  async get(ref: string): Promise<{ readonly stored: StoredBody; readonly content: Buffer }> {
    const entry = this.#bodies.get(ref);
    if (!entry || ref.startsWith(PROVISIONAL)) throw new UnknownRef(this.#why(ref));
    try {
      return { stored: entry.stored, content: (await this.#packs.get(entry.file)) ?? (await this.#directory.read(entry.file)) };
    } catch (cause) {
      throw new UnknownRef(`${ref} has been stored, but cannot be read any more; run the request again`, { cause });
    }
  }

  /** Takes nothing more, and removes everything as soon as what is being written is. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#last;
    this.#directory.remove();
    this.#bodies.clear();
    this.#packs.clear();
  }

  #why(ref: string): string {
    if (this.#dropped.has(ref)) {
      return `${ref} has been dropped to make room for newer results (--store-bytes); run the request again`;
    }
    const newest = this.list()
      .slice(-5)
      .map(({ ref: each }) => each)
      .join(', ');
    const known = newest ? `stored now, the newest last: ${newest}` : 'nothing is stored now';
    const said = ref.length > 50 ? `${ref.slice(0, 49)}…` : ref;
    return `there is no stored result "${said}": only bodies that were cut, or could not be selected from, are kept; ${known}`;
  }

  async #drop({ stored: { ref, bytes }, file }: StoreEntry): Promise<void> {
    this.#bodies.delete(ref);
    if (this.#dropped.size < MAX_REMEMBERED) this.#dropped.add(ref);
    const freed = await this.#packs.drop(file);
    if (freed === undefined) await this.#directory.drop(file);
    this.#bytes -= freed ?? bytes;
  }
}
