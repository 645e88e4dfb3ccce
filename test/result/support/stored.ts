import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

/** Gives each test of a file a directory in which stores make theirs, removed after it. */
export function eachInADirectory(use: (path: string) => void): void {
  let path = '';
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'fetch-many-store-'));
    use(path);
  });
  afterEach(() => rmSync(path, { recursive: true, force: true }));
}
