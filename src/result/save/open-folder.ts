import { constants, existsSync } from 'node:fs';
import { lstat, mkdir, open, readlink, realpath, type FileHandle } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { nameProblem } from './name-rules.ts';
import { SaveError } from './save-error.ts';

/** A folder below the directory, open: whatever its name leads to by now, what is done by its paths is done in it. */
export interface OpenFolder {
  /** Its real path when it was opened. */
  readonly real: string;
  /** The path of a file in it, good as long as the folder is open. */
  at(name: string): string;
  /** @throws {SaveError} if it has been moved, or another one is in its place */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Whether a path may begin with the number of an open folder: then nothing can be swapped on the way. */
export const HAS_DESCRIPTOR_PATHS = process.platform === 'linux' && existsSync('/proc/self/fd');

/** On Windows the first two are undefined, which counts as 0 here: links are looked for instead. */
const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants;
/** Links inside the directory that are followed on one way. */
const MAX_LINKS = 8;

/** How a folder is opened. */
export interface OpenOptions {
  /** Told of each folder that had to be made, the outer ones first; without it none is made. */
  readonly onMade?: ((parts: readonly string[]) => void) | undefined;
  readonly hasDescriptorPaths: boolean;
}

/**
 * Opens a folder below a directory, step by step: no step follows a link by itself. A link is read, and followed from the
 * directory on if it stays inside.
 * @param root the real path of the directory
 * @returns undefined if it is not there, and is not to be made
 * @throws {SaveError} if a part of the path is a file, or leads out of the directory
 * @throws what the file system says
 */
export async function openFolder(
  root: string,
  parts: readonly string[],
  options: OpenOptions,
  links = 0,
): Promise<OpenFolder | undefined> {
  let folder = await openAt(root, options);
  for (const [depth, part] of parts.entries()) {
    const walked = [...parts.slice(0, depth), part];
    let next: OpenFolder | undefined;
    try {
      next = await step(root, folder, part, walked, options);
      if (next === undefined && (await isLink(folder.at(part)))) {
        if (links === MAX_LINKS) throw new SaveError(`${shown(walked)} leads from link to link`);
        const inside = await partsInside(root, folder.at(part), walked);
        return await openFolder(root, [...inside, ...parts.slice(depth + 1)], options, links + 1);
      }
    } finally {
      await folder.close();
    }
    if (!next) return undefined;
    folder = next;
  }
  return folder;
}

/** @returns undefined if it is not there and not to be made, or is a link */
async function step(
  root: string,
  folder: OpenFolder,
  part: string,
  walked: readonly string[],
  options: OpenOptions,
): Promise<OpenFolder | undefined> {
  const path = folder.at(part);
  const found = await lstat(path).catch(nothing);
  if (!found) {
    if (!options.onMade) return undefined;
    await folder.check();
    await mkdir(path, { mode: 0o700 }).then(
      () => options.onMade?.(walked),
      (error: unknown) => (codeOf(error) === 'EEXIST' ? undefined : Promise.reject(error)),
    );
  } else if (found.isSymbolicLink()) return undefined;
  else if (!found.isDirectory()) throw new SaveError(`${shown(walked)} is a file, not a folder`);
  const next = await openAt(path, options).catch((error: unknown) => {
    // Swapped for a link a moment ago.
    if (codeOf(error) === 'ELOOP' || codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  });
  try {
    if (next) partsOf(root, next.real, walked);
  } catch (error) {
    await next?.close();
    throw error;
  }
  return next;
}

async function openAt(path: string, { hasDescriptorPaths }: OpenOptions): Promise<OpenFolder> {
  if (!hasDescriptorPaths) return folderByPath(await realpath(path));
  const handle: FileHandle = await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  const place = `/proc/self/fd/${handle.fd}`;
  const real = await readlink(place);
  return {
    real,
    at: (name) => `${place}/${name}`,
    check: async () => refuseMoved(real, await readlink(place)),
    close: () => handle.close(),
  };
}

/**
 * Where no path begins with an open folder, its name is looked at before and after whatever is done in it: whoever can swap
 * folders for links in the microseconds between has the files in the wrong place, until that is seen.
 */
function folderByPath(real: string): OpenFolder {
  return {
    real,
    at: (name) => join(real, name),
    check: async () => refuseMoved(real, await realpath(real).catch(() => undefined)),
    close: () => Promise.resolve(),
  };
}

/** @throws {SaveError} if a folder is not where it was */
function refuseMoved(from: string, to: string | undefined): void {
  if (to !== from) throw new SaveError(`the folder ${from} has been moved or replaced meanwhile`);
}

async function isLink(path: string): Promise<boolean> {
  return (await lstat(path).catch(nothing))?.isSymbolicLink() ?? false;
}

/** The parts of the way to where a link leads, from the directory on. */
async function partsInside(root: string, path: string, walked: readonly string[]): Promise<string[]> {
  const target = await realpath(path).catch((error: unknown) => {
    throw new SaveError(`${shown(walked)} is a link that leads nowhere`, { cause: error });
  });
  return partsOf(root, target, walked);
}

function partsOf(root: string, target: string, walked: readonly string[]): string[] {
  const way = relative(root, target);
  const parts = way === '' ? [] : way.split(sep);
  const isOutside = isAbsolute(way) || parts[0] === '..';
  if (isOutside) throw new SaveError(`${shown(walked)} is a link that leads out of the directory`);
  const problem = parts.map(nameProblem).find((each) => each !== undefined);
  if (problem !== undefined) throw new SaveError(`${shown(walked)} is a link to ${JSON.stringify(way)}: ${problem}`);
  return parts;
}

function nothing(error: unknown): undefined {
  if (codeOf(error) === 'ENOENT') return undefined;
  throw error;
}

/** The code of an error of the file system; undefined of others. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

function shown(parts: readonly string[]): string {
  return JSON.stringify(parts.join('/'));
}
