import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a directory for this user alone, and those above it that are not there.
 *
 * Not by `recursive` of `mkdir`: that goes round for ever, and does not hear a signal, where the system says of a name that
 * there is none although what is above it is there, as /proc and some network folders do.
 * @throws what the file system says
 */
export function makeDirectory(path: string): void {
  try {
    make(path);
  } catch (error) {
    const above = dirname(path);
    if (codeOf(error) !== 'ENOENT' || above === path) throw error;
    makeDirectory(above);
    make(path);
  }
}

/** One that is there is as good; one behind a link, too. */
function make(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
