import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { connect, type Connected } from '../../support/client.ts';
import { pause } from '../../support/api.ts';
import { resultOf, serve, sharedServer } from '../../support/shared-server.ts';
import { failDisk } from '../../result/support/disk.ts';

/** Together several times what is kept in memory of bodies that are on their way. */
const COUNT = 12;
const MIB = 2 ** 20;

const storeDir = mkdtempSync(join(tmpdir(), 'fetch-many-large-'));
const server = sharedServer('--max-per-host', String(COUNT), '--store-dir', storeDir);

afterAll(() => rmSync(storeDir, { recursive: true, force: true }));

interface Large {
  readonly id: number;
  readonly filler: string;
  readonly digest: string;
}

/** About 5 MB whose first key says which it is, and whose last holds a digest of what is between. */
const LARGE: readonly Large[] = Array.from({ length: COUNT }, (_, id) => {
  const filler = `${id} `.repeat((5 * MIB) / `${id} `.length);
  return { id, filler, digest: createHash('md5').update(filler).digest('hex') };
});
const BODIES = LARGE.map((large) => Buffer.from(JSON.stringify(large)));
const EXPECTED = LARGE.map(({ id, filler, digest }) => ({ id, digest, length: filler.length }));
const SELECT = { select: '{id: id, digest: digest, length: length(filler)}' };

/** Serves body number 7 at /7. None ends before as many have been asked for as there are: by then all are on their way. */
function serveLarge(): ReturnType<typeof serve> {
  const ends: (() => void)[] = [];
  return serve((_, response, url) => {
    const body = BODIES[Number(url.pathname.slice(1))] ?? Buffer.alloc(0);
    const isGzip = url.searchParams.has('gzip');
    const sent = isGzip ? gzipSync(body, { level: 1 }) : body;
    response.writeHead(200, { 'content-type': 'application/json', ...(isGzip ? { 'content-encoding': 'gzip' } : {}) });
    response.write(sent.subarray(0, -1));
    ends.push(() => response.end(sent.subarray(-1)));
    if (ends.length >= COUNT) for (const end of ends.splice(0)) end();
    else if (url.searchParams.has('alone')) ends.pop()?.();
  });
}

/** JSON of about so many bytes, of which gzip leaves half. */
function largeGzip(length: number): Buffer {
  return gzipSync(JSON.stringify([{ id: 1 }, randomBytes(length / 2).toString('hex')]));
}

function callOf(base_url: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const requests = Array.from({ length: COUNT }, (_, i) => (i % 4 === 3 ? `/${i}?gzip` : `/${i}`));
  return { base_url, requests, concurrency: COUNT, per_host: COUNT, deadline_ms: 110_000, timeout_ms: 100_000, ...more };
}

/** Files without a name that a process has open below the directory. */
function overflowFiles({ pid }: Connected): number {
  return readdirSync(`/proc/${pid}/fd`).filter((fd) => {
    try {
      const path = readlinkSync(`/proc/${pid}/fd/${fd}`);
      return path.startsWith(storeDir) && path.endsWith('(deleted)');
    } catch {
      return false; // closed meanwhile
    }
  }).length;
}

describe(`${COUNT} answers of 5 MB at once`, () => {
  test('each is right, plain or gzip, and a ping is answered meanwhile', { timeout: 120_000 }, async () => {
    const { url } = await serveLarge();
    const running = server.run(callOf(url, SELECT));
    for (let i = 0; i < 5; i++) {
      await pause(100);
      await server.connected.client.ping({ timeout: 5_000 });
    }
    const { results, summary } = await running;
    expect(summary).toMatchObject({ total: COUNT, ok: COUNT });
    for (const [i, { body }] of results.entries()) expect(body).toEqual(EXPECTED[i]);
  });

  test.runIf(process.platform === 'linux')(
    'they wait in files that have no name, of which none is left',
    { timeout: 120_000 },
    async () => {
      const { url } = await serveLarge();
      const running = server.run(callOf(url, SELECT));
      await expect.poll(() => overflowFiles(server.connected), { timeout: 20_000, interval: 5 }).toBeGreaterThan(0);
      await running;
      await expect.poll(() => overflowFiles(server.connected)).toBe(0);
    },
  );

  test.runIf(process.platform === 'linux').each([
    ['a cancel', {}],
    ['a deadline', { deadline_ms: 1_000 }],
  ])('nor after %s, and the next call has all the memory', { timeout: 120_000 }, async (ending, more) => {
    const { url } = await serveLarge();
    const cancel = new AbortController();
    const call = server.call(callOf(url, { ...SELECT, ...more }), { signal: cancel.signal });
    await expect.poll(() => overflowFiles(server.connected), { timeout: 20_000, interval: 5 }).toBeGreaterThan(0);
    if (ending === 'a cancel') cancel.abort();
    await Promise.allSettled([call]);
    await expect.poll(() => overflowFiles(server.connected)).toBe(0);
    const { summary } = await server.run(callOf(url, { ...SELECT, requests: ['/1?alone', '/2?alone', '/3?alone&gzip'] }));
    expect(summary).toMatchObject({ ok: 3 });
  });

  test('where the disk takes nothing each is right all the same', { timeout: 120_000 }, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'fetch-many-large-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const other = await connect('--allow', '127.0.0.1', '--max-per-host', String(COUNT), '--store-dir', directory);
    onTestFinished(() => other.close());
    failDisk(directory);
    const { url } = await serveLarge();
    const { results } = resultOf(await other.fetchMany(callOf(url, SELECT)));
    for (const [i, { body }] of results.entries()) expect(body).toEqual(EXPECTED[i]);
  });

  test('one that is to be asked again keeps none of the memory while it waits', { timeout: 60_000 }, async () => {
    const asked: string[] = [];
    const [refusal, answer] = [largeGzip(9_000_000), largeGzip(8_000_000)];
    const gzip = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const busy = await serve((_, response) => {
      const isFirst = !asked.includes('busy');
      asked.push('busy');
      if (isFirst) response.writeHead(503, { ...gzip, 'retry-after': '2' }).end(refusal);
      else response.end('{}');
    });
    const other = await serve(async (_, response, url) => {
      asked.push(url.pathname);
      if (url.pathname === '/first') await pause(500); // the refusal has come by then
      response.writeHead(200, gzip).end(url.pathname === '/first' ? answer : gzipSync('{}'));
    });
    const { summary } = await server.run({
      requests: [
        `${busy.url}/`,
        { url: `${other.url}/first`, id: 'first', select: '[0]' },
        { url: `${other.url}/{id}`, vars: { id: { from: 'first', select: '[0].id' } } },
      ],
    });
    expect(summary).toMatchObject({ ok: 3 });
    expect(asked).toEqual(['busy', '/first', '/1', 'busy']);
  });
});
