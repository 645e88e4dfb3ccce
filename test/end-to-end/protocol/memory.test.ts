import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { serve, sharedServer } from '../../support/shared-server.ts';

/** A third is JSON, the others are text. 1,000 come to the same peak; `npm run bench -- scale` measures that. */
const COUNT = 100;
const MIB = 2 ** 20;
const STORE_BYTES = 32 * MIB;
/** What they may take beyond what a few take: a third is for those that may be used again. All would be 170 MiB, as read. */
const MOST_GROWTH = 95 * MIB;

const storeDir = mkdtempSync(join(tmpdir(), 'fetch-many-memory-'));
const server = sharedServer('--max-per-host', '16', '--store-dir', storeDir, '--store-bytes', '32MiB');

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
/** As large, in memory with two bytes a character, of which only the beginning is shown. */
const TEXT = Buffer.from(`…${'some words that say little\n'.repeat(MIB / 27)}`);

/** So many requests. */
function all(count: number): string[] {
  return Array.from({ length: count }, (_, i) => (i % 3 === 0 ? `/json/${i}` : `/text/${i}`));
}

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
    expect(Math.min(BODY.length, TEXT.length)).toBeGreaterThan(0.95 * MIB);
    const { url } = await serve((_, response, { pathname }) => {
      const [type, body] = pathname.startsWith('/json') ? ['application/json', BODY] : ['text/plain; charset=utf-8', TEXT];
      // What may be used again takes room, too.
      response.writeHead(200, { 'content-type': type, 'cache-control': 'max-age=600' }).end(body);
    });
    const wide = { base_url: url, concurrency: 8, per_host: 8, deadline_ms: 110_000 };
    await server.run({ ...wide, requests: all(20) });
    const before = peakRss(server.connected.pid);
    const { results, summary } = await server.run({ ...wide, requests: all(COUNT) });
    expect(summary).toMatchObject({ total: COUNT, ok: COUNT });
    expect(results.map(({ i }) => i)).toEqual(Array.from({ length: COUNT }, (_, i) => i));
    expect((peakRss(server.connected.pid) - before) / MIB).toBeLessThanOrEqual(MOST_GROWTH / MIB);
    const used = diskUse(storeDir);
    expect(used).toBeLessThanOrEqual(STORE_BYTES);
    expect(used).toBeGreaterThan(STORE_BYTES / 2);
  });
});
