import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { connect } from '../../support/client.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

/** If their bytes were held it would be 260 MiB. 1,000 come to the same peak; `npm run bench -- scale` measures that. */
const COUNT = 100;
const MIB = 2 ** 20;
const STORE_BYTES = 64 * MIB;
const MOST_RSS = 230 * MIB;

const storeDir = mkdtempSync(join(tmpdir(), 'fetch-many-memory-'));
const server = sharedServer('--max-per-host', '16', '--store-dir', storeDir, '--store-bytes', '64MiB');

afterAll(() => rmSync(storeDir, { recursive: true, force: true }));

/** A JSON array of 1 MB. */
const BODY = Buffer.from(
  JSON.stringify(
    Array.from({ length: 7_400 }, (_, id) => {
      const text = 'some words that say little, '.repeat(2);
      return { id, title: `The title of number ${id}`, tags: ['one', 'two'], price: id / 4, text };
    }),
  ),
);

/** The most memory that a process ever had, in bytes. */
function peakRss(pid: number): number {
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024;
}

/** Bytes of all files below a directory. */
function diskUse(directory: string): number {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  const files = names.map((name) => statSync(join(directory, name))).filter((file) => file.isFile());
  return files.reduce((sum, { size }) => sum + size, 0);
}

describe.runIf(existsSync('/proc/self/status'))(`${COUNT} bodies in one call`, () => {
  test('of 1 MB take neither the memory nor the disk of all', { timeout: 120_000 }, async () => {
    expect(BODY.length).toBeGreaterThan(0.95 * MIB);
    const { url } = await serve((_, response) => {
      // What may be used again takes room, too.
      response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'max-age=600' }).end(BODY);
    });
    const { results, summary } = await server.run({
      base_url: url,
      requests: Array.from({ length: COUNT }, (_, i) => `/${i}`),
      concurrency: 16,
      per_host: 16,
      deadline_ms: 110_000,
    });
    expect(summary).toMatchObject({ total: COUNT, ok: COUNT });
    expect(results.map(({ i }) => i)).toEqual(Array.from({ length: COUNT }, (_, i) => i));
    expect(peakRss(server.connected.pid) / MIB).toBeLessThanOrEqual(MOST_RSS / MIB);
    const used = diskUse(storeDir);
    expect(used).toBeLessThanOrEqual(STORE_BYTES);
    expect(used).toBeGreaterThan(STORE_BYTES / 2);
  });

  test('nor do as many long texts, of which only the beginning is shown', { timeout: 120_000 }, async () => {
    const other = await connect('--allow', '127.0.0.1', '--store-dir', storeDir, '--store-bytes', '64MiB');
    onTestFinished(() => other.close());
    const text = Buffer.alloc(2 * MIB, 'some words that say little\n');
    const { url } = await serve((_, response) => void response.writeHead(200, { 'content-type': 'text/plain' }).end(text));
    const answer = await other.fetchMany({
      base_url: url,
      requests: Array.from({ length: COUNT }, (_, i) => `/${i}`),
      concurrency: 4,
      deadline_ms: 110_000,
    });
    expect(answer.value?.summary).toMatchObject({ total: COUNT, ok: COUNT });
    expect(peakRss(other.pid) / MIB).toBeLessThanOrEqual(MOST_RSS / MIB);
  });
});
