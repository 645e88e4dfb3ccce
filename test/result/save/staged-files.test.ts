import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { codeOf, HAS_DESCRIPTOR_PATHS } from '../../../src/result/save/open-folder.ts';
import { OpenFolders } from '../../../src/result/save/open-folders.ts';
import { Leftovers } from '../../../src/result/save/leftovers.ts';
import { StagedFiles } from '../../../src/result/save/staged-files.ts';
import { tree } from '../../support/save-result.ts';

const { signal } = new AbortController();

interface Place {
  /** Holds the directory, and what lies beside it. */
  readonly root: string;
  readonly directory: string;
  readonly outside: string;
}

function place(): Place {
  const root = mkdtempSync(join(tmpdir(), 'fetch-many-staged-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const [directory, outside] = [join(root, 'saved'), join(root, 'outside')];
  for (const folder of [directory, outside]) mkdirSync(folder);
  return { root, directory, outside };
}

/** Writes files as a tool does: all, or none. */
async function write(
  directory: string,
  files: Readonly<Record<string, AsyncIterable<Buffer>>>,
  { overwrite = false, byDescriptor = HAS_DESCRIPTOR_PATHS, before = (): void => undefined } = {},
): Promise<void> {
  const folders = await OpenFolders.below(directory, byDescriptor);
  const staged = new StagedFiles(folders, overwrite, new Leftovers());
  try {
    await staged.checkFree(Object.keys(files));
    for (const [path, content] of Object.entries(files)) await staged.write(path, content, signal);
    before();
    await staged.commit();
  } catch (error) {
    await staged.discard();
    throw error;
  } finally {
    await folders.close();
  }
}

/** Pieces of a file; between them something happens. */
async function* pieces(...all: (string | (() => void))[]): AsyncGenerator<Buffer> {
  for (const each of all) {
    await Promise.resolve();
    if (typeof each === 'string') yield Buffer.from(each);
    else each();
  }
}

function nothing(): void {
  // Nothing happens.
}

function fail(): void {
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
}

const WAYS = [...new Set([HAS_DESCRIPTOR_PATHS, false])].map((byDescriptor) => ({ byDescriptor }));

describe.each(WAYS)('with paths that begin with an open folder: $byDescriptor', ({ byDescriptor }) => {
  test('files appear together, when all are written, for nobody else to read', async () => {
    const { directory } = place();
    const look = (): void => {
      expect(Object.keys(tree(directory)).filter((path) => !/\/$|\.fetch-many-\w+\.part$/.test(path))).toEqual([]);
    };
    await write(
      directory,
      { 'a/b/1.txt': pieces('on', look, 'e'), '2.txt': pieces('two', look) },
      { byDescriptor, before: look },
    );
    expect(tree(directory)).toEqual({ 'a/': '', 'a/b/': '', 'a/b/1.txt': 'one', '2.txt': 'two' });
    expect(statSync(join(directory, '2.txt')).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'a')).mode & 0o777).toBe(0o700);
  });

  test('a failure while a later one is written leaves nothing of the first, nor folders', async () => {
    const { root, directory } = place();
    mkdirSync(join(directory, 'kept'));
    const before = tree(root);
    const files = { 'kept/x/1': pieces('1'), 'y/2': pieces('2', fail) };
    await expect(write(directory, files, { byDescriptor })).rejects.toThrow('ENOSPC');
    expect(tree(root)).toEqual(before);
  });

  test('a file that comes into its place meanwhile stays, and no other is written', async () => {
    const { root, directory } = place();
    const come = (): void => writeFileSync(join(directory, '2'), 'mine');
    await expect(write(directory, { 1: pieces('1'), 2: pieces('2', come) }, { byDescriptor })).rejects.toThrow(
      '"2" exists already',
    );
    expect(tree(root)).toEqual({ 'outside/': '', 'saved/': '', 'saved/2': 'mine' });
  });

  test('a link that comes into its place meanwhile is not followed', async () => {
    const { root, directory, outside } = place();
    writeFileSync(join(directory, 'x'), 'old');
    const swap = (): void => {
      unlinkSync(join(directory, 'x'));
      symlinkSync(join(outside, 'x'), join(directory, 'x'));
    };
    await write(directory, { x: pieces('new', swap) }, { byDescriptor, overwrite: true });
    expect(tree(root)).toEqual({ 'outside/': '', 'saved/': '', 'saved/x': 'new' });
  });

  test.each([
    ['while it is written', false, 'inside'],
    ['before it gets its name', true, 'inside'],
    ['while it is written', false, 'outside'],
    ['before it gets its name', true, 'outside'],
  ])('a folder that is swapped for a link %s (%s, moved %s) leads nowhere', async (_, isLate, where) => {
    const { root, directory, outside } = place();
    mkdirSync(join(directory, 'sub'));
    const moved = where === 'inside' ? join(directory, 'moved') : join(outside, 'moved');
    const swap = (): void => {
      renameSync(join(directory, 'sub'), moved);
      symlinkSync(outside, join(directory, 'sub'));
    };
    const files = { 'sub/x': pieces('on', isLate ? nothing : swap, 'e') };
    await expect(write(directory, files, { byDescriptor, before: isLate ? swap : nothing })).rejects.toThrow('moved or replaced');
    const after = Object.keys(tree(root)).filter((path) => byDescriptor || !path.endsWith('.part'));
    expect(after.filter((path) => !path.endsWith('/'))).toEqual(['saved/sub']);
  });

  test.skipIf(!byDescriptor)('one that is swapped a thousand times while files are written never leads out', async () => {
    const { directory, outside } = place();
    const sub = join(directory, 'sub');
    const over = new AbortController();
    const swapping = (async () => {
      for (let n = 0; n < 10_000 && !over.signal.aborted; n++) {
        try {
          rmSync(sub, { recursive: true, force: true });
          if (n % 2 === 0) symlinkSync(outside, sub);
          else mkdirSync(sub);
        } catch (error) {
          if (codeOf(error) !== 'EEXIST' && codeOf(error) !== 'ENOTEMPTY') throw error; // the other side was faster
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    for (let n = 0; n < 100; n++) await write(directory, { [`sub/${n}`]: pieces('x') }, { byDescriptor }).catch(() => undefined);
    over.abort();
    await swapping;
    expect(tree(outside)).toEqual({});
  });

  test('forty folders are more than stay open, and go together all the same', async () => {
    const { directory } = place();
    const names = Array.from({ length: 40 }, (_, n) => `${n}/file`);
    await write(directory, Object.fromEntries(names.map((name) => [name, pieces(name)])), { byDescriptor });
    for (const name of names) expect(readFileSync(join(directory, name), 'utf8')).toBe(name);
    expect(Object.keys(tree(directory))).toHaveLength(80);
  });
});
