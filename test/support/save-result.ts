import { lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { saveResultSchema, type SaveResult } from '../../src/tools/save/save-schema.ts';
import type { SharedServer } from './shared-server.ts';

/** A new folder that is removed after the tests of a file. */
export function folderForTests(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fetch-many-save-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Calls `save_result` of a server. */
export interface Saver {
  /** What is saved; fails if the call is refused. */
  readonly save: (args: Record<string, unknown>) => Promise<SaveResult>;
  /** What is said to a call that is refused; fails if it is not. */
  readonly refusal: (args: Record<string, unknown>) => Promise<string>;
}

export function saverOf(server: Pick<SharedServer, 'connected'>): Saver {
  const call = async (args: Record<string, unknown>): Promise<{ value: SaveResult | undefined; text: string }> => {
    const result = await server.connected.client.callTool({ name: 'save_result', arguments: args });
    const [block] = Array.isArray(result.content) ? result.content : [];
    const text = block?.type === 'text' ? block.text : '';
    if (result.isError === true) return { value: undefined, text };
    const value = saveResultSchema.parse(result.structuredContent);
    if (JSON.stringify(JSON.parse(text)) !== JSON.stringify(value)) throw new Error('text and value differ');
    return { value, text };
  };
  return {
    save: async (args) => {
      const { value, text } = await call(args);
      if (!value) throw new Error(`Expected files, got ${text}`);
      return value;
    },
    refusal: async (args) => {
      const { value, text } = await call(args);
      if (value) throw new Error(`Expected an error, got ${text}`);
      return text;
    },
  };
}

/** All that is in a folder: a folder ends with a slash, a link says where it leads, a file what it holds. */
export function tree(folder: string, below = ''): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(join(folder, below)).toSorted()) {
    const path = join(below, name);
    const stats = lstatSync(join(folder, path));
    if (stats.isSymbolicLink()) found[path] = `-> ${readlinkSync(join(folder, path))}`;
    else if (stats.isDirectory()) Object.assign(found, { [`${path}/`]: '' }, tree(folder, path));
    else found[path] = readFileSync(join(folder, path), 'latin1');
  }
  return found;
}
