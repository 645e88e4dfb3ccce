import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, lstat, open, rename, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Leftovers } from './leftovers.ts';
import { codeOf } from './open-folder.ts';
import type { OpenFolders } from './open-folders.ts';
import { SaveError } from './save-error.ts';
import { nameSome } from '../../name-some.ts';

/** A file that is written, and not yet there under its name. */
interface StagedFile {
  readonly folder: readonly string[];
  readonly name: string;
  readonly temporary: string;
}

const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW } = constants;
const NEW_FILE = O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW;
/** File systems without hard links say one of these. */
const NO_LINKS = new Set(['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);
/** Files that an error names. */
const MAX_NAMED = 3;

/**
 * Files that appear together or not at all: each is written under another name beside its place, and gets its own when all
 * are written. What was made is removed if that does
 * not come about, also when the process ends before.
 */
export class StagedFiles {
  readonly #folders: OpenFolders;
  readonly #overwrite: boolean;
  readonly #leftovers: Leftovers;
  readonly #staged: StagedFile[] = [];

  /**
   * @param overwrite whether what is there may be replaced
   * @param leftovers told of what must not outlive the process
   */
  constructor(folders: OpenFolders, overwrite: boolean, leftovers: Leftovers) {
    this.#folders = folders;
    this.#overwrite = overwrite;
    this.#leftovers = leftovers;
  }

  /**
   * Looks at what is there before anything is written.
   * @param paths of the files, checked
   * @throws {SaveError} if one of them is a folder, or is there and may not be replaced
   */
  async checkFree(paths: readonly string[]): Promise<void> {
    const taken: string[] = [];
    for (const path of paths) {
      const { folder, name } = split(path);
      const found = await this.#folders.find(folder);
      const there = found && (await lstat(found.at(name)).catch(() => undefined));
      if (there?.isDirectory()) throw new SaveError(`${JSON.stringify(path)} is a folder`);
      if (there && !this.#overwrite) taken.push(path);
    }
    if (taken.length > 0) throw new SaveError(describeTaken(taken));
  }

  /**
   * Writes a file, of mode 0600, under another name.
   * @returns its bytes
   * @throws what `content` throws, and what the file system says
   */
  async write(path: string, content: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<number> {
    const { folder: parts, name } = split(path);
    const folder = await this.#folders.make(parts);
    await folder.check();
    const temporary = `.fetch-many-${randomBytes(8).toString('hex')}.part`;
    const handle = await open(folder.at(temporary), NEW_FILE, 0o600);
    const staged = { folder: parts, name, temporary };
    this.#staged.push(staged);
    this.#leftovers.add(this.#realPath(staged));
    try {
      await folder.check();
      return await writeAll(handle, content, signal);
    } finally {
      await handle.close();
    }
  }

  /**
   * Gives all files their names.
   * @throws {SaveError} if one is there by now and may not be replaced; what the file system says
   */
  async commit(): Promise<void> {
    const placed: StagedFile[] = [];
    try {
      for (const staged of this.#staged) {
        await this.#place(staged);
        placed.push(staged);
      }
    } catch (error) {
      if (this.#overwrite && placed.length > 0) {
        const done = `${placed.length} of ${this.#staged.length} files had been written by then`;
        throw new SaveError(`${messageOf(error)}; ${done}`, { cause: error, isPartial: true });
      }
      for (const { folder, name } of placed) await this.#remove(folder, name);
      throw error;
    }
    this.#end();
  }

  /** Removes what was written, and the folders that were made for it. */
  async discard(): Promise<void> {
    for (const { folder, temporary } of this.#staged) await this.#remove(folder, temporary);
    await this.#folders.removeMade();
    this.#end();
  }

  async #place({ folder: parts, name, temporary }: StagedFile): Promise<void> {
    const folder = await this.#folders.make(parts);
    await folder.check();
    const [from, to] = [folder.at(temporary), folder.at(name)];
    if (this.#overwrite) return rename(from, to);
    const path = [...parts, name].join('/');
    try {
      await link(from, to).catch(async (error: unknown) => {
        if (!NO_LINKS.has(codeOf(error) ?? '')) throw error;
        // The name is taken first: between that and renaming the file is empty.
        await (await open(to, NEW_FILE, 0o600)).close();
        await rename(from, to).catch(async (failure: unknown) => {
          await unlink(to);
          throw failure;
        });
      });
    } catch (error) {
      throw codeOf(error) === 'EEXIST' ? new SaveError(describeTaken([path]), { cause: error }) : error;
    }
    await unlink(from).catch(() => undefined); // renamed already
  }

  async #remove(parts: readonly string[], name: string): Promise<void> {
    const folder = await this.#folders.find(parts).catch(() => undefined);
    if (folder) await unlink(folder.at(name)).catch(() => undefined); // it may have its name by now
  }

  #end(): void {
    for (const staged of this.#staged.splice(0)) this.#leftovers.delete(this.#realPath(staged));
  }

  #realPath({ folder, temporary }: StagedFile): string {
    return join(this.#folders.root, ...folder, temporary);
  }
}

async function writeAll(handle: FileHandle, content: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<number> {
  let bytes = 0;
  for await (const piece of content) {
    signal.throwIfAborted();
    await handle.writeFile(piece);
    bytes += piece.length;
  }
  signal.throwIfAborted();
  return bytes;
}

function split(path: string): { folder: string[]; name: string } {
  const folder = path.split('/');
  const name = folder.pop() ?? '';
  return { folder, name };
}

function describeTaken(paths: readonly string[]): string {
  const named = nameSome(
    paths.map((path) => JSON.stringify(path)),
    MAX_NAMED,
  );
  const [exist, them] = paths.length === 1 ? ['exists', 'it'] : ['exist', 'them'];
  return `${named} ${exist} already; "overwrite": true replaces ${them}, or choose another name`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
