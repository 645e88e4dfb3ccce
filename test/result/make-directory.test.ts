import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDirectory } from '../../src/result/make-directory.ts';

const root = mkdtempSync(join(tmpdir(), 'fetch-many-make-'));
afterAll(() => rmSync(root, { recursive: true }));

describe('a directory', () => {
  beforeAll(() => {
    writeFileSync(join(root, 'file'), '');
    symlinkSync(root, join(root, 'link'));
    symlinkSync(join(root, 'nowhere'), join(root, 'dangling'));
  });

  test.each(['a/b/c', 'a/b', 'a/b/d/', 'link/e', 'link', '.'])('%s is there afterwards', (name) => {
    const path = join(root, name);
    makeDirectory(path);
    makeDirectory(path);
    expect(statSync(path).isDirectory()).toBe(true);
  });

  test('is for this user alone, and so are those above it', () => {
    makeDirectory(join(root, 'own', 'too'));
    expect(['own', 'own/too'].map((name) => statSync(join(root, name)).mode & 0o777)).toEqual([0o700, 0o700]);
  });

  test.each([
    ['file', 'EEXIST'],
    ['file/below', 'ENOTDIR'],
    ['dangling', 'EEXIST'],
    ['dangling/below', 'EEXIST'],
  ])('%s is refused: %s', (name, code) => {
    expect(() => makeDirectory(join(root, name))).toThrow(expect.objectContaining({ code }));
  });
});

test.runIf(process.platform === 'linux')('where the system makes none, that is said, not tried for ever', () => {
  expect(() => makeDirectory('/proc/nope/store')).toThrow(expect.objectContaining({ code: 'ENOENT' }));
});
