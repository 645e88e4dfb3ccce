import { existsSync, mkdtempSync, openSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { lstat, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { makeDirectory } from '../make-directory.ts';

/** A file whose time of change says when its process was last alive, and how often that is renewed, in milliseconds. */
const HEARTBEAT = 'alive';
const HEARTBEAT_MS = 60_000;
/** A process that has not been heard of for so long, in milliseconds, is dead: ten beats. */
const STALE_MS = 600_000;

/**
 * Files in a directory that only this user can read and that goes away with the process. It is made with the first file,
 * and again should it be gone: systems remove from their temporary directory what nobody has used for days.
 */
export class PrivateDirectory {
  readonly #parent: string;
  #made: string | undefined;
  #heartbeat: NodeJS.Timeout | undefined;

  /** @param parent the directory in which it is made */
  constructor(parent: string) {
    this.#parent = parent;
  }

  /** @throws what the file system says */
  async write(file: string, content: Buffer): Promise<void> {
    try {
      await writeFile(this.pathOf(file), content, { mode: 0o600 });
    } catch (error) {
      if (!this.#isGone()) throw error;
      await writeFile(this.pathOf(file), content, { mode: 0o600 });
    }
  }

  /**
   * Opens a new file to write and read, at once, and takes its name away, so that it is gone when it is closed.
   * @returns its descriptor
   * @throws what the file system says
   */
  openNow(file: string): number {
    const open = (): number => openSync(this.pathOf(file), 'wx+', 0o600);
    let descriptor: number;
    try {
      descriptor = open();
    } catch (error) {
      if (!this.#isGone()) throw error;
      descriptor = open();
    }
    // Where an open file cannot be removed it goes with the directory.
    void this.drop(file).catch(() => undefined);
    return descriptor;
  }

  async drop(file: string): Promise<void> {
    await rm(this.pathOf(file), { force: true });
  }

  /**
   * The path of a file in it, whether there is one or not.
   * @throws if the directory cannot be made
   */
  pathOf(file: string): string {
    this.#made ??= this.#make();
    return join(this.#made, file);
  }

  /** Removes it with all that is in it, at once: it has to do when the process ends. */
  readonly remove = (): void => {
    process.off('exit', this.remove);
    clearInterval(this.#heartbeat);
    try {
      if (this.#made !== undefined) rmSync(this.#made, { recursive: true, force: true });
    } catch {
      // The process ends, and a throw would only change how; the next one tries again, see removeLeftOvers.
    }
  };

  /** Whether there is none any more; then the next file makes one. */
  #isGone(): boolean {
    if (this.#made === undefined || existsSync(this.#made)) return false;
    this.#made = undefined;
    return true;
  }

  #make(): string {
    makeDirectory(this.#parent);
    const made = mkdtempSync(join(this.#parent, prefix(process.pid))); // 0700
    writeFileSync(join(made, HEARTBEAT), '', { mode: 0o600 });
    clearInterval(this.#heartbeat);
    this.#heartbeat = setInterval(() => {
      // A directory that is gone is made again with the next file.
      utimes(join(made, HEARTBEAT), new Date(), new Date()).catch(() => undefined);
    }, HEARTBEAT_MS).unref();
    process.off('exit', this.remove).once('exit', this.remove);
    return made;
  }
}

/** Host and namespace are part of the name: in a directory that containers share, another's process ids say nothing. */
function prefix(pid: number | string, namespace: string = pidNamespace()): string {
  return `fetch-many-${hostname().replaceAll(/[^a-z0-9]/gi, '')}-${namespace}-${pid}-`;
}

/** The number of the namespace in which process ids of this process mean something; 0 where there are none. */
function pidNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0';
  }
}

/** Removes what processes of this user on this host have left behind when they were killed. */
export async function removeLeftOvers(parent: string): Promise<void> {
  const pattern = new RegExp(`^${prefix('(\\d+)', '(\\d+)')}`);
  const names = await readdir(parent).catch(() => []);
  for (const name of names) {
    const [, namespace, pid] = pattern.exec(name) ?? [];
    if (!pid) continue;
    const path = join(parent, name);
    const isDead = namespace === pidNamespace() ? !isAlive(Number(pid)) : await isSilent(path);
    if (!isDead) continue;
    const { uid } = await lstat(path).catch(() => ({ uid: -1 }));
    if (process.getuid === undefined || uid === process.getuid()) await rm(path, { recursive: true, force: true });
  }
}

/** Whether the process of a directory, whose id means nothing here, has not been heard of for long. */
async function isSilent(path: string): Promise<boolean> {
  const last = await lstat(join(path, HEARTBEAT)).catch(() => lstat(path).catch(() => undefined));
  return last !== undefined && Date.now() - last.mtimeMs > STALE_MS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
