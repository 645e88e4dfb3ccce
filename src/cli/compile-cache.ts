import { lstatSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { makeDirectory } from '../result/make-directory.ts';

/**
 * Has Node keep the compiled code of what is loaded from now on, for the next start: since Node 22.8, where it saves a tenth
 * of a start's processor time. The code is kept in a directory of the user's caches that nobody else can write, as what lies
 * there is run. Where there is none, all is compiled as ever; so it is with NODE_DISABLE_COMPILE_CACHE, Node's own variable.
 * @param env the environment
 */
export function useCompileCache(env: NodeJS.ProcessEnv): void {
  // Node has seen these before.
  if (env['NODE_COMPILE_CACHE'] !== undefined || env['NODE_DISABLE_COMPILE_CACHE'] !== undefined) return;
  const nodeModule: object = process.getBuiltinModule('node:module');
  if (!('enableCompileCache' in nodeModule) || typeof nodeModule.enableCompileCache !== 'function') return;
  const directory = privateDirectory(env);
  if (directory !== undefined) nodeModule.enableCompileCache(directory);
}

/** @returns undefined if there is none that only this user can write */
function privateDirectory(env: NodeJS.ProcessEnv): string | undefined {
  try {
    const path = join(cachesOf(env), 'fetch-many');
    makeDirectory(path);
    const found = lstatSync(path);
    // Windows has no modes; there the directories of a user are the user's own.
    const isOurs = process.getuid === undefined || (found.uid === process.getuid() && (found.mode & 0o077) === 0);
    return isOurs && found.isDirectory() ? path : undefined;
  } catch {
    return undefined; // a home that cannot be written, or none
  }
}

/** Where a user's programs keep what they can make again. */
function cachesOf(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  const caches = env['XDG_CACHE_HOME'] ?? '';
  // The XDG Base Directory Specification has one that is not absolute ignored.
  return isAbsolute(caches) ? caches : join(homedir(), '.cache');
}
