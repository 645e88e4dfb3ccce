import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { pause, type Api } from '../../support/api.ts';
import type { Connected } from '../../support/client.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';
import { failDisk } from '../../result/support/disk.ts';

/** Together half as much again as is kept in memory of bodies that are on their way. */
const COUNT = 6;
const MIB = 2 ** 20;
/** Where it can be seen which files a process has open. */
const HAS_PROC = process.platform === 'linux';

const storeDir = mkdtempSync(join(tmpdir(), 'fetch-many-large-'));
const server = sharedServer('--max-per-host', String(COUNT), '--store-dir', storeDir);

afterAll(() => rmSync(storeDir, { recursive: true, force: true }));

interface Large {
  readonly id: number;
  readonly filler: string;
  readonly digest: string;
}

/** About 4 MB whose first key says which it is, and whose last holds a digest of what is between. */
const LARGE: readonly Large[] = Array.from({ length: COUNT }, (_, id) => {
  const filler = `${id} `.repeat((4 * MIB) / `${id} `.length);
  return { id, filler, digest: createHash('md5').update(filler).digest('hex') };
});
const BODIES = LARGE.map((large) => Buffer.from(JSON.stringify(large)));
const GZIPPED = BODIES.map((body, id) => (isGzipped(id) ? gzipSync(body, { level: 1 }) : body));
const EXPECTED = LARGE.map(({ id, filler, digest }) => ({ id, digest, length: filler.length }));
const SELECT = { select: '{id: id, digest: digest, length: length(filler)}' };

/** Every third body is sent as gzip. */
function isGzipped(id: number): boolean {
  return id % 3 === 2;
}

interface LargeApi extends Api {
  /** Sends the end of every body: until then all are on their way. */
  release(): void;
}

/** Serves body number 5 at /5. None ends before it is released; /5?alone does at once. */
async function serveLarge(): Promise<LargeApi> {
  const ends: (() => void)[] = [];
  const api = await serve((_, response, { pathname, searchParams }) => {
    const id = Number(pathname.slice(1));
    const sent = GZIPPED[id] ?? Buffer.alloc(0);
    response.writeHead(200, {
      'content-type': 'application/json',
      ...(isGzipped(id) ? { 'content-encoding': 'gzip' } : {}),
    });
    response.write(sent.subarray(0, -1));
    if (searchParams.has('alone')) response.end(sent.subarray(-1));
    else ends.push(() => response.end(sent.subarray(-1)));
  });
  return Object.assign(api, {
    release: () => {
      for (const end of ends) end();
    },
  });
}

/** JSON that gzip makes so many bytes of, and more than its filler besides. */
function largeGzip(bytes: number, filler = 0): Buffer {
  return gzipSync(JSON.stringify([{ id: 1 }, randomBytes(bytes).toString('hex'), 'x'.repeat(filler)]), { level: 1 });
}

function callOf(base_url: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const requests = Array.from({ length: COUNT }, (_, i) => `/${i}`);
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

/** Waits until some of them have found no room in memory. */
async function expectOverflow(api: Api): Promise<void> {
  await expect.poll(() => api.asked.length, { timeout: 20_000 }).toBe(COUNT);
  await expect.poll(() => !HAS_PROC || overflowFiles(server.connected) > 0, { timeout: 20_000, interval: 5 }).toBe(true);
}

async function expectNoneLeft(): Promise<void> {
  await expect.poll(() => (HAS_PROC ? overflowFiles(server.connected) : 0)).toBe(0);
}

describe(`${COUNT} answers of 4 MB at once`, () => {
  test('each is right, plain or gzip, and a ping is answered meanwhile', { timeout: 120_000 }, async () => {
    const api = await serveLarge();
    const running = server.run(callOf(api.url, SELECT));
    await expectOverflow(api);
    api.release();
    for (let i = 0; i < 5; i++) {
      await server.connected.client.ping({ timeout: 5_000 });
      await pause(50);
    }
    const { results, summary } = await running;
    expect(summary).toMatchObject({ total: COUNT, ok: COUNT });
    expect(results.map(({ body }) => body)).toEqual(EXPECTED);
    await expectNoneLeft();
  });

  test.runIf(HAS_PROC).each([
    ['a cancel', {}],
    ['a deadline', { deadline_ms: 1_000 }],
  ])('no file is left after %s, and the next call has all the memory', { timeout: 120_000 }, async (ending, more) => {
    const api = await serveLarge();
    const cancel = new AbortController();
    const call = server.call(callOf(api.url, { ...SELECT, ...more }), { signal: cancel.signal });
    await expectOverflow(api);
    if (ending === 'a cancel') {
      api.release(); // while they come back
      cancel.abort();
    }
    await Promise.allSettled([call]);
    await expectNoneLeft();
    const { summary } = await server.run(callOf(api.url, { ...SELECT, requests: ['/1?alone', '/2?alone', '/3?alone'] }));
    expect(summary).toMatchObject({ ok: 3 });
  });

  test('one that is to be asked again keeps none of the memory while it waits', { timeout: 60_000 }, async () => {
    const asked: string[] = [];
    // What is refused and the room for what a gzip may hold, 10 MiB, are more than there is.
    const [refusal, answer] = [largeGzip(100_000, 8_000_000), largeGzip(100_000)];
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

  // The last two: the server has no disk from then on.
  test('where the disk takes nothing each is right all the same', { timeout: 120_000 }, async () => {
    failDisk(storeDir);
    const api = await serveLarge();
    const running = server.run(callOf(api.url, SELECT));
    await expect.poll(() => api.asked.length, { timeout: 20_000 }).toBe(COUNT);
    api.release();
    expect((await running).results.map(({ body }) => body)).toEqual(EXPECTED);
  });

  test('nor is a call spoilt of which a body is cut: what is shown says that the rest could not be kept', async () => {
    const { url } = await serve((_, response) => void response.end('x'.repeat(100_000)));
    expect(await server.run({ requests: [url], max_tokens: 500 })).toMatchObject({
      summary: { ok: 1 },
      results: [{ status: 200, truncated: { of: 100_000 } }],
      notes: [expect.stringContaining('could not be kept'), expect.stringMatching(/^the body of i 0 could not be kept/)],
    });
    // One for what is on its way, one for what is kept.
    const told = /^(fetch-many warn: --store-dir: bodies cannot be kept: .*\n){2}$/;
    await expect.poll(() => server.connected.stderr(), { interval: 5 }).toMatch(told);
  });
});
