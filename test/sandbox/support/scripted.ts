import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';

/** The entry of a sandbox process that does what a job's `args.does` says, as JavaScript; `value` is its answer. */
const ENTRY = `
process.on('disconnect', () => process.exit(0));
process.on('message', async ({ id, args }) => {
  process.send({ id, started: true });
  await new Promise((resolve) => setImmediate(resolve));
  try {
    const value = await eval('(async () => {' + args.does + '})()');
    process.send({ id, value, rss: 0 });
  } catch (error) {
    process.send({ id, error: error.message });
  }
});`;

/** A sandbox whose jobs are scripts; closed after the test. */
export function scriptedSandbox(entry = ENTRY): { readonly run: ScriptedRun; readonly sandbox: Sandbox } {
  const directory = mkdtempSync(join(tmpdir(), 'fetch-many-sandbox-'));
  const path = join(directory, 'entry.mjs');
  writeFileSync(path, entry);
  const sandbox = new Sandbox(pathToFileURL(path));
  onTestFinished(async () => {
    await sandbox.close();
    rmSync(directory, { recursive: true });
  });
  const run: ScriptedRun = (does, { owner = {}, limitMs = 10_000, signal = new AbortController().signal } = {}) => {
    // The type of a job says nothing of a script's.
    return sandbox.run('read', { does } as never, { owner, limitMs, signal });
  };
  return { run, sandbox };
}

export type ScriptedRun = (
  does: string,
  options?: { readonly owner?: object; readonly limitMs?: number; readonly signal?: AbortSignal },
) => Promise<unknown>;
