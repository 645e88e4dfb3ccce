import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from '../support/client.ts';

const CLI = fileURLToPath(new URL('dist/cli.js', ROOT));
const HAS_CACHE = 'enableCompileCache' in process.getBuiltinModule('node:module');

let caches: string;
let directory: string;

beforeEach(() => {
  caches = mkdtempSync(join(tmpdir(), 'fetch-many-caches-'));
  directory = join(caches, 'fetch-many');
});

afterEach(() => rmSync(caches, { recursive: true, force: true }));

/** Starts the bin as a user does, with this directory for what can be made again. */
function start(more: NodeJS.ProcessEnv = {}): {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
} {
  const { NODE_DISABLE_COMPILE_CACHE: _, ...env } = process.env;
  const where = { XDG_CACHE_HOME: caches, LOCALAPPDATA: caches };
  const { stdout, stderr, status } = spawnSync(process.execPath, [CLI, '--version'], {
    env: { ...env, ...where, ...more },
    encoding: 'utf8',
  });
  return { stdout, stderr, status };
}

function filesOf(path: string): string[] {
  return existsSync(path) ? readdirSync(path, { recursive: true, encoding: 'utf8' }).toSorted() : [];
}

/** What is said with no cache at all. */
const PLAIN = { stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string, stderr: '', status: 0 };

/** On macOS caches lie in the home, which the system does not take from the environment. */
describe.skipIf(process.platform === 'darwin')('the compile cache', () => {
  test('is made where there is one, and used again', () => {
    expect(start()).toEqual(PLAIN);
    expect(existsSync(directory)).toBe(HAS_CACHE);
    const kept = filesOf(directory);
    expect(kept.length > 1).toBe(HAS_CACHE);
    expect(start()).toEqual(PLAIN);
    expect(filesOf(directory)).toEqual(kept);
  });

  test.runIf(HAS_CACHE && process.platform !== 'win32')('nobody else can read it', () => {
    start();
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  test.runIf(HAS_CACHE && process.platform !== 'win32').each([
    ['others can write it', (path: string) => (mkdirSync(path), chmodSync(path, 0o777))],
    ['its group can read it', (path: string) => (mkdirSync(path), chmodSync(path, 0o750))],
    ['it is a link', (path: string) => (mkdirSync(`${path}-other`, { mode: 0o700 }), symlinkSync(`${path}-other`, path))],
    ['it is a file', (path: string) => writeFileSync(path, '')],
  ])('is not used where %s', (_, make) => {
    make(directory);
    expect(start()).toEqual(PLAIN);
    expect(statSync(directory).isDirectory() ? readdirSync(directory) : []).toEqual([]);
  });

  test.runIf(HAS_CACHE && process.platform === 'linux')('is in the home where the directory for caches is not absolute', () => {
    expect(start({ XDG_CACHE_HOME: 'here', HOME: caches })).toEqual(PLAIN);
    expect(filesOf(join(caches, '.cache', 'fetch-many')).length).toBeGreaterThan(1);
    expect(existsSync('here')).toBe(false);
  });

  test('is not used where there is no place for it, or the user wants none', () => {
    writeFileSync(join(caches, 'file'), '');
    const nowhere = join(caches, 'file', 'below');
    expect(start({ XDG_CACHE_HOME: nowhere, LOCALAPPDATA: nowhere })).toEqual(PLAIN);
    expect(start({ NODE_DISABLE_COMPILE_CACHE: '1' })).toEqual(PLAIN);
    expect(readdirSync(caches)).toEqual(['file']);
  });
});
