import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder for a config file and the secrets it refers to; removed after the tests of the file. */
export interface ConfigFolder {
  readonly path: string;
  /** Writes a file, JSON unless it is text, and gives its path. */
  write(name: string, content: unknown): string;
}

export function configFolder(): ConfigFolder {
  const path = mkdtempSync(join(tmpdir(), 'fetch-many-config-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    write(name, content) {
      const file = join(path, name);
      writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
      return file;
    },
  };
}
