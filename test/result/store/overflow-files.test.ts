import { ftruncateSync, readdirSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { OverflowFile } from '../../../src/result/store/overflow-file.ts';
import { OverflowFiles } from '../../../src/result/store/overflow-files.ts';
import { PrivateDirectory } from '../../../src/result/store/private-directory.ts';
import { nextTurn } from '../../support/api.ts';
import { seeded } from '../../support/random.ts';
import { failDisk } from '../support/disk.ts';
import { eachInADirectory } from '../support/stored.ts';

let parent: string;

eachInADirectory((path) => {
  parent = path;
});

/** Paths below the directory. */
function names(): string[] {
  return readdirSync(parent, { recursive: true, encoding: 'utf8' });
}

/** Descriptors of this process that are files below the directory. */
function openFiles(): number {
  return readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(join('/proc/self/fd', fd)).startsWith(parent);
    } catch {
      return false; // the one of this list
    }
  }).length;
}

function chunksOf(seed: number): Buffer[] {
  const random = seeded(seed);
  const chunks = Array.from({ length: random.int(1, 150) }, () => Buffer.alloc(random.int(0, 5_000), random.int(0, 255)));
  return [...chunks, Buffer.from('the end')];
}

async function readAll(file: OverflowFile, length: number): Promise<Buffer> {
  const whole = Buffer.alloc(length);
  await file.read(whole);
  return whole;
}

describe('OverflowFiles', () => {
  test('what was added is read again, however often, whole and in order', async () => {
    const files = new OverflowFiles({ parent });
    onTestFinished(() => files.close());
    for (let seed = 0; seed < 20; seed++) {
      let written = 0;
      const file = files.create((bytes) => {
        written += bytes;
      });
      const chunks = chunksOf(seed);
      for (const [i, chunk] of chunks.entries()) {
        file.add(chunk);
        // Chunks come while others are written.
        if (i % 20 === 0) await nextTurn();
      }
      await file.settled();
      const whole = Buffer.concat(chunks);
      expect(written).toBe(whole.length);
      expect(whole.equals(await readAll(file, whole.length))).toBe(true);
      expect(whole.equals(await readAll(file, whole.length))).toBe(true);
      file.drop();
    }
  });

  test.skipIf(process.platform === 'win32')('only this user can read it, and it has no name', async () => {
    const files = new OverflowFiles({ parent });
    const file = files.create(() => undefined);
    file.add(Buffer.from('private'));
    await file.settled();
    await expect.poll(names).toEqual([expect.stringMatching(/^fetch-many-/), expect.stringMatching(/\/alive$/)]);
    expect(statSync(join(parent, dirname(names()[1] ?? ''))).mode & 0o777).toBe(0o700);
    files.close();
    expect(names()).toEqual([]);
    expect((await readAll(file, 7)).toString()).toBe('private');
    file.drop();
  });

  test.runIf(process.platform === 'linux')('one that is dropped is closed, also while it is written or read', async () => {
    const files = new OverflowFiles({ parent });
    onTestFinished(() => files.close());
    const [written, read, writing] = [
      files.create(() => undefined),
      files.create(() => undefined),
      files.create(() => undefined),
    ];
    for (const file of [written, read, writing]) file.add(Buffer.alloc(1_000_000));
    await Promise.all([written.settled(), read.settled()]);
    writing.add(Buffer.alloc(1_000_000));
    expect(openFiles()).toBe(3);
    const reading = read.read(Buffer.alloc(1_000_000)).catch(() => undefined);
    for (const file of [written, read, writing]) file.drop();
    await reading;
    await expect.poll(openFiles).toBe(0);
    written.add(Buffer.alloc(10));
    expect(openFiles()).toBe(0);
  });

  test('what a disk does not take stays in memory; it is said once, until the disk takes something again', async () => {
    const failures: unknown[] = [];
    const files = new OverflowFiles({ parent, onFailure: (error) => failures.push(error) });
    onTestFinished(() => files.close());
    failDisk(parent);
    const [one, two] = [files.create(() => undefined), files.create(() => undefined)];
    for (const file of [one, two]) {
      file.add(Buffer.from('kept '));
      file.add(Buffer.from('here'));
    }
    expect(failures).toHaveLength(1);
    expect([String(await readAll(one, 9)), String(await readAll(two, 9))]).toEqual(['kept here', 'kept here']);
    rmSync(parent);
    const three = files.create(() => undefined);
    three.add(Buffer.from('on disk'));
    expect(String(await readAll(three, 7))).toBe('on disk');
    failDisk(parent);
    files.create(() => undefined).add(Buffer.from('not'));
    expect(failures).toHaveLength(2);
  });

  test('a directory that is gone is made again', async () => {
    const files = new OverflowFiles({ parent });
    onTestFinished(() => files.close());
    files.create(() => undefined).add(Buffer.from('one'));
    rmSync(parent, { recursive: true });
    const two = files.create(() => undefined);
    two.add(Buffer.from('two'));
    expect(String(await readAll(two, 3))).toBe('two');
  });

  test.runIf(process.platform === 'linux')('a file that has been cut is an error, not a body of zeros', async () => {
    const directory = new PrivateDirectory(parent);
    onTestFinished(directory.remove);
    let descriptor = 0;
    const open = (): number => (descriptor = directory.openNow('1'));
    const file = new OverflowFile(open, { onWritten: () => undefined, onFailure: () => undefined });
    file.add(Buffer.alloc(100, 1));
    await file.settled();
    ftruncateSync(descriptor, 50);
    await expect(file.read(Buffer.alloc(100))).rejects.toThrow('the file has been cut');
    file.drop();
  });
});
