import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { StoredBody } from '../../../src/result/store/store.ts';

/** Gives each test of a file a directory in which stores make theirs, removed after it. */
export function eachInADirectory(use: (path: string) => void): void {
  let path = '';
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'fetch-many-store-'));
    use(path);
  });
  afterEach(() => rmSync(path, { recursive: true, force: true }));
}

/** What is known of the body of request `i`. */
export function body(i: number): Omit<StoredBody, 'bytes'> {
  return { ref: `b1/${i}`, kind: 'text', mimeType: 'text/plain', url: `http://127.0.0.1/${i}` };
}
