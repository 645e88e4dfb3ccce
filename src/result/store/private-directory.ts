import { existsSync, rmSync } from 'node:fs';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/**
 * Files in a directory that only this user can read and that goes away with the process. It is made with the first file,
 * and again should it be gone: systems remove from their temporary directory what nobody has used for days.
 */
export class OwnDirectory {
  readonly #parent: string;
  #path: Promise<string> | undefined;
  #made: string | undefined;

  /** @param parent the directory in which it is made */
  constructor(parent: string) {
    this.#parent = parent;
  }

  async write(file: string, content: Buffer): Promise<void> {
    try {
      await writeFile(await this.#pathOf(file), content, { mode: 0o600 });
    } catch (error) {
      if (this.#made === undefined || existsSync(this.#made)) throw error;
      this.#path = undefined;
      await writeFile(await this.#pathOf(file), content, { mode: 0o600 });
    }
  }

  async read(file: string): Promise<Buffer> {
    return await readFile(await this.#pathOf(file));
  }

  async drop(file: string): Promise<void> {
    await rm(await this.#pathOf(file), { force: true });
  }

  /** Removes it with all that is in it, at once: it has to do when the process ends. */
  readonly remove = (): void => {
    process.off('exit', this.remove);
    try {
      if (this.#made !== undefined) rmSync(this.#made, { recursive: true, force: true });
    } catch {
      // The process ends, and a throw would only change how; the next one tries again, see removeLeftOvers.
    }
  };

  async #pathOf(file: string): Promise<string> {
    this.#path ??= this.#make();
    try {
      return join(await this.#path, file);
    } catch (error) {
      this.#path = undefined; // the next file may find room for it
      throw error;
    }
  }

  async #make(): Promise<string> {
    await mkdir(this.#parent, { recursive: true, mode: 0o700 });
    this.#made = await mkdtemp(join(this.#parent, ownPrefix(process.pid))); // 0700
    process.off('exit', this.remove).once('exit', this.remove);
    return this.#made;
  }
}

/** The host is part of the name: in a directory shared by containers another's process ids say nothing. */
function ownPrefix(pid: number | string): string {
  return `fetch-many-${hostname().replaceAll(/[^a-z0-9]/gi, '')}-${pid}-`;
}

/** Removes what processes of this user on this host have left behind when they were killed. */
export async function removeLeftOvers(parent: string): Promise<void> {
  const pattern = new RegExp(`^${ownPrefix('(\\d+)')}`);
  const names = await readdir(parent).catch(() => []);
  for (const name of names) {
    const pid = Number(pattern.exec(name)?.[1]);
    if (!pid || isAlive(pid)) continue;
    const path = join(parent, name);
    const { uid } = await lstat(path).catch(() => ({ uid: -1 }));
    if (process.getuid === undefined || uid === process.getuid()) await rm(path, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
