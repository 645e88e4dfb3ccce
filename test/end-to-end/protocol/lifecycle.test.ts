import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { json, pause, type Api } from '../../support/api.ts';
import { startDoomedClient } from '../../support/doomed-client.ts';
import { childrenOf, isAlive } from '../../support/children.ts';
import {
  fetchManyCall,
  INITIALIZE,
  INITIALIZED,
  parseLine,
  type Exit,
  type ServerProcess,
} from '../../support/server-process.ts';
import { serve, spawned } from '../../support/shared-server.ts';

/** The contract's bounds, and half a second more for a machine that has other things to do. */
const ONE_SECOND = 1_500;
const TWO_SECONDS = 2_500;

const LIST = { jsonrpc: '2.0', id: 2, method: 'tools/list' };

/** Waits for the end, at most so long; gives how long it took. */
async function left(server: ServerProcess, since: number, within: number): Promise<Exit & { took: number }> {
  const tooLate = pause(within + 2_000).then(() => Promise.reject<Exit>(new Error('it is still there')));
  const exit = await Promise.race([server.exit, tooLate]);
  return { ...exit, took: exit.at - since };
}

function onlyWholeLines({ lines, rest }: ServerProcess): boolean {
  for (const line of lines) parseLine(line);
  return rest === '';
}

/** Is read in a process of its own. */
const PAGE = `<!doctype html><title>t</title>${'<p>Some words of it.</p>'.repeat(5_000)}`;

/** A server that has stored a body in a directory, with requests in flight to an API that never answers. */
async function busy(path = '/ok', ...flags: string[]): Promise<{ server: ServerProcess; api: Api; storeDir: string }> {
  const storeDir = mkdtempSync(join(tmpdir(), 'fetch-many-lifecycle-'));
  onTestFinished(() => rmSync(storeDir, { recursive: true }));
  const api = await serve((_, response, { pathname }) => {
    if (pathname === '/ok') json(response, 'x'.repeat(100_000));
    else if (pathname === '/page') response.setHeader('content-type', 'text/html').end(PAGE);
  });
  const server = spawned('--allow', '127.0.0.1', '--store-dir', storeDir, ...flags);
  await server.initialize();
  server.send(fetchManyCall(2, { base_url: api.url, requests: [path, '/1', '/2', '/3', '/4'] }, 2));
  const soon = { timeout: 5_000, interval: 5 }; // before it loads ahead what it will not need
  await expect.poll(() => api.inFlight, soon).toBe(4);
  await expect.poll(() => readdirSync(storeDir), soon).toHaveLength(1);
  return { server, api, storeDir };
}

describe('when stdin ends', () => {
  test('with requests in flight, it leaves within a second, closes its sockets, removes what it stored and leaves no child', async () => {
    const { server, api, storeDir } = await busy('/page');
    const isSeen = process.platform === 'linux';
    const hasOne = (): boolean => childrenOf(server.child.pid).length > 0;
    await expect.poll(hasOne, { timeout: 5_000, interval: 5 }).toBe(isSeen);
    const children = childrenOf(server.child.pid);
    const since = performance.now();
    server.child.stdin.end();
    const { code, took } = await left(server, since, ONE_SECOND);
    expect(code).toBe(0);
    expect(took).toBeLessThan(ONE_SECOND);
    expect(onlyWholeLines(server)).toBe(true);
    expect(server.stderr).toBe('');
    expect(readdirSync(storeDir)).toEqual([]);
    await expect.poll(() => children.filter(isAlive), { timeout: 5_000, interval: 5 }).toEqual([]);
    await expect.poll(() => api.openSockets, { timeout: 3_000 }).toBe(0);
  });

  test('before the handshake, it leaves as well', async () => {
    const server = spawned();
    server.child.stdin.end();
    expect(await left(server, performance.now(), TWO_SECONDS)).toMatchObject({ code: 0, signal: null });
    expect(server.lines).toEqual([]);
  });

  test('right after what was piped in, all of it is answered first', async () => {
    const server = spawned();
    server.send(INITIALIZE, INITIALIZED, LIST, { jsonrpc: '2.0', id: 3, method: 'ping' });
    server.child.stdin.end();
    expect(await left(server, performance.now(), TWO_SECONDS)).toMatchObject({ code: 0, signal: null });
    expect(server.lines.map((line) => parseLine(line)).map(({ id, error }) => ({ id, error }))).toEqual([
      { id: 1 },
      { id: 2 },
      { id: 3 },
    ]);
  });
});

describe('a signal', () => {
  test.each<[string, ...NodeJS.Signals[]]>([
    ['SIGTERM', 'SIGTERM'],
    ['SIGINT with another behind it', 'SIGINT', 'SIGTERM'],
  ])('%s ends it within a second, with requests in flight, and it removes what it stored', async (_, ...signals) => {
    const { server, api, storeDir } = await busy();
    const since = performance.now();
    for (const signal of signals) server.child.kill(signal);
    const { code, took } = await left(server, since, ONE_SECOND);
    expect(code).toBe(0);
    expect(took).toBeLessThan(ONE_SECOND);
    expect(onlyWholeLines(server)).toBe(true);
    expect(server.stderr).toBe('');
    expect(readdirSync(storeDir)).toEqual([]);
    await expect.poll(() => api.openSockets, { timeout: 3_000 }).toBe(0);
  });

  test('in the middle of much output leaves no half line', async () => {
    const server = spawned();
    await server.initialize();
    for (let id = 10; id < 40; id++) server.send({ ...LIST, id });
    await server.answer(20);
    server.child.kill('SIGINT');
    const { took } = await left(server, performance.now(), ONE_SECOND);
    expect(took).toBeLessThan(ONE_SECOND);
    expect(onlyWholeLines(server)).toBe(true);
  });

  test('ends it also while nobody reads what it writes', async () => {
    const server = spawned();
    await server.initialize();
    server.child.stdout.pause();
    for (let id = 10; id < 50; id++) server.send({ ...LIST, id });
    await pause(300);
    const since = performance.now();
    const gone = once(server.child, 'exit'); // its streams are still open
    server.child.kill('SIGTERM');
    await gone;
    expect(performance.now() - since).toBeLessThan(ONE_SECOND);
    server.child.stdout.resume();
  });
});

describe('when nobody reads stdout any more', () => {
  test('it leaves within two seconds, without a word of EPIPE', async () => {
    const { server, api } = await busy();
    server.child.stdout.destroy();
    const since = performance.now();
    server.send({ jsonrpc: '2.0', id: 3, method: 'ping' }); // its answer is what cannot be written
    const { took } = await left(server, since, TWO_SECONDS);
    expect(took).toBeLessThan(TWO_SECONDS);
    expect(server.stderr).not.toMatch(/unhandled|EPIPE|^\s+at /im);
    await expect.poll(() => api.openSockets, { timeout: 3_000 }).toBe(0);
  });

  test('nor stderr, it leaves as quietly', async () => {
    const { server, api } = await busy('/ok', '--log-level', 'debug');
    server.child.stdout.destroy();
    server.child.stderr.destroy();
    const since = performance.now();
    server.send({ jsonrpc: '2.0', id: 3, method: 'ping' });
    const { code, took } = await left(server, since, TWO_SECONDS);
    expect(code).toBe(0);
    expect(took).toBeLessThan(TWO_SECONDS);
    await expect.poll(() => api.openSockets, { timeout: 3_000 }).toBe(0);
  });
});

test('when its client is killed with -9, no orphan is left after two seconds', async () => {
  const api = await serve(() => undefined);
  const call = fetchManyCall(2, { base_url: api.url, requests: ['/1', '/2', '/3'] }, 2);
  const doomed = await startDoomedClient(['--allow', '127.0.0.1'], [INITIALIZE, INITIALIZED, call]);
  onTestFinished(() => doomed.cleanUp());
  const { client, serverPid } = doomed;
  await expect.poll(() => api.inFlight, { timeout: 10_000 }).toBe(3);
  expect(isAlive(serverPid)).toBe(true);
  client.kill('SIGKILL');
  await expect.poll(() => isAlive(serverPid), { timeout: TWO_SECONDS, interval: 20 }).toBe(false);
  await expect.poll(() => api.openSockets, { timeout: 3_000 }).toBe(0);
});
