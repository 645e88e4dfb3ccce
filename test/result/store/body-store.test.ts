import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readlinkSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { removeLeftOvers } from '../../../src/result/store/private-directory.ts';
import { BodyStore } from '../../../src/result/store/body-store.ts';
import { readSource } from '../../../src/result/store/read-source.ts';
import { evaluable } from '../../support/script.ts';
import { fetchManyCall, type ServerProcess } from '../../support/server-process.ts';
import { serve, spawned } from '../../support/shared-server.ts';
import { failDisk } from '../support/disk.ts';
import { eachInADirectory } from '../support/stored.ts';

const STORE = fileURLToPath(new URL('../../../src/result/store/body-store.ts', import.meta.url));

/** Of process ids, as directories are named after it; there is none but on Linux. */
const NAMESPACE = process.platform === 'linux' ? /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] : '0';

let parent: string;

eachInADirectory((path) => {
  parent = path;
});

/** What is below a directory: directories and files with their modes. */
function modes(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .map((name) => {
      const { mode } = statSync(join(directory, name));
      return (mode & 0o777).toString(8);
    });
}

/** Bytes of each file in a directory. One may be dropped while it is looked at. */
function fileSizes(directory = parent): number[] {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return names.flatMap((name) => {
    const found = statSync(join(directory, name), { throwIfNoEntry: false });
    return found?.isFile() ? [found.size] : [];
  });
}

/** Bytes of all files in a directory. */
function used(directory: string): number {
  return fileSizes(directory).reduce((sum, size) => sum + size, 0);
}

/** Stores a body for which there must be room. */
async function put(store: BodyStore, content: Buffer, owner?: object): Promise<string> {
  const key = await store.put(content, owner);
  if (key === undefined) throw new Error('Expected room for a body');
  return key;
}

/** A server that has stored a body in the directory. */
async function storing(): Promise<ServerProcess> {
  const { url } = await serve((_, response) => void response.end('x'.repeat(100_000)));
  const server = spawned('--allow', '127.0.0.1', '--store-dir', parent);
  await server.initialize();
  server.send(fetchManyCall(2, { requests: [url], max_tokens: 500 }));
  await server.answer(2);
  return server;
}

/** A process with a store that has stored a body in the directory; it exits when it reads something. */
async function storingChild(): Promise<ChildProcessWithoutNullStreams> {
  const script = `import { BodyStore } from ${JSON.stringify(STORE)};
    await new BodyStore({ parent: ${JSON.stringify(parent)}, maxBytes: 10 }).put(Buffer.from('x'));
    process.stdout.write('stored');
    process.stdin.once('data', () => process.exit());`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', evaluable(script)]);
  await once(child.stdout, 'data');
  return child;
}

/** Makes a directory as a store of that name would leave it. */
function leave(name: string): string {
  const path = join(parent, name);
  mkdirSync(path);
  writeFileSync(join(path, 'b1-0'), 'x');
  return path;
}

describe('a stored body', () => {
  test('is read as it was', async () => {
    const store = new BodyStore({ parent, maxBytes: 1_000 });
    const key = await put(store, Buffer.from('one'));
    expect((await store.get(key))?.toString()).toBe('one');
    expect(store.has(key)).toBe(true);
    await store.close();
  });

  test('is in a directory that only this user can read, as the file itself', async () => {
    const store = new BodyStore({ parent, maxBytes: 1_000 });
    expect(readdirSync(parent)).toEqual([]); // nothing before the first body
    await put(store, Buffer.from('one'));
    expect(modes(parent)).toEqual(['700', '600', '600']);
    await store.close();
    expect(readdirSync(parent)).toEqual([]);
  });

  test('is found by another process in the part of a file that the store names', async () => {
    const store = new BodyStore({ parent, maxBytes: 1_000_000, memoryBytes: 2_500 });
    const keys: string[] = [];
    for (let i = 0; i < 5; i++) keys.push(await put(store, Buffer.alloc(1_000 + i, i)));
    keys.push(await put(store, Buffer.alloc(100_000, 5)));
    for (const [i, key] of keys.entries()) {
      const source = await store.source(key);
      const content = source && (await readSource(source));
      expect([content?.length, content?.every((byte) => byte === i)]).toEqual([i === 5 ? 100_000 : 1_000 + i, true]);
    }
    expect(fileSizes().toSorted((a, b) => a - b)).toEqual([0, 2_001, 2_005, 100_000]);
    await store.close();
  });
});

describe('small bodies', () => {
  test('are taken at once and kept in memory, as they were', async () => {
    const store = new BodyStore({ parent, maxBytes: 100_000, memoryBytes: 10_000 });
    const content = Buffer.from('body');
    const keys = Array.from({ length: 100 }, () => store.put(content));
    content.fill(0);
    expect(keys.every((key) => typeof key === 'string')).toBe(true);
    expect(readdirSync(parent)).toEqual([]);
    const key = keys.find((each) => typeof each === 'string') ?? '';
    expect((await store.get(key))?.toString()).toBe('body');
    await store.close();
    expect(await store.get(key)).toBeUndefined();
  });

  test('a file of them goes with the last one in it', async () => {
    const store = new BodyStore({ parent, maxBytes: 6_000, memoryBytes: 2_000 });
    const keys: string[] = [];
    for (let i = 0; i < 12; i++) keys.push(await put(store, Buffer.alloc(1_000, i)));
    expect(used(parent)).toBeLessThanOrEqual(6_000);
    expect(keys.map((key) => store.has(key))).toEqual(Array.from({ length: 12 }, (_, i) => i >= 6));
    for (const key of keys.slice(6)) await store.drop(key);
    expect(used(parent)).toBe(0);
    await store.close();
  });
});

describe('the quota', () => {
  test('drops the oldest first', async () => {
    const store = new BodyStore({ parent, maxBytes: 30 });
    const keys: string[] = [];
    for (let i = 0; i < 5; i++) keys.push(await put(store, Buffer.alloc(10)));
    expect(keys.map((key) => store.has(key))).toEqual([false, false, true, true, true]);
    expect(used(parent)).toBe(30);
    expect(await store.get(keys[0] ?? '')).toBeUndefined();
    await store.close();
  });

  test('holds at every moment, also when many come at once', async () => {
    const store = new BodyStore({ parent, maxBytes: 1_000 });
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, used(parent))), 1);
    const stored = await Promise.all(Array.from({ length: 100 }, async () => store.put(Buffer.alloc(300))));
    clearInterval(watch);
    expect(stored).not.toContain(undefined);
    expect(stored.map((key) => store.has(String(key))).lastIndexOf(false)).toBe(96);
    expect(used(parent)).toBe(900);
    expect(most).toBeLessThanOrEqual(1_000);
    await store.close();
  });

  test('counts what comes while a file is dropped', async () => {
    const store = new BodyStore({ parent, maxBytes: 200, memoryBytes: 60 });
    const dropping = store.drop(await put(store, Buffer.alloc(100)));
    await expect.poll(() => used(parent), { interval: 0 }).toBeLessThanOrEqual(100);
    const kept = store.put(Buffer.alloc(50));
    if (typeof kept !== 'string') throw new Error('Expected it to be in memory at once');
    await dropping;
    await put(store, Buffer.alloc(180));
    expect(store.has(kept)).toBe(false);
    await store.close();
  });

  test('is not emptied for a body that is larger than all of it', async () => {
    const store = new BodyStore({ parent, maxBytes: 30 });
    const first = await put(store, Buffer.alloc(20));
    expect(await store.put(Buffer.alloc(31))).toBeUndefined();
    expect(store.has(first)).toBe(true);
    await put(store, Buffer.alloc(30));
    expect(store.has(first)).toBe(false);
    await store.close();
  });

  test('drops nothing of a call that is in flight: then there is no room', async () => {
    const store = new BodyStore({ parent, maxBytes: 30 });
    const call = {};
    store.hold(call);
    const old = await put(store, Buffer.alloc(10));
    const own = [await put(store, Buffer.alloc(10), call), await put(store, Buffer.alloc(10), call)];
    const next = await put(store, Buffer.alloc(10), call);
    expect([old, ...own, next].map((key) => store.has(key))).toEqual([false, true, true, true]);
    expect(await store.put(Buffer.alloc(10), call)).toBeUndefined();
    store.release(call);
    await put(store, Buffer.alloc(10));
    expect(own.map((key) => store.has(key))).toEqual([false, true]);
    await store.close();
  });

  test('of 0 keeps none', async () => {
    const store = new BodyStore({ parent, maxBytes: 0, memoryBytes: 1_000 });
    expect(await store.put(Buffer.from('x'))).toBeUndefined();
    expect(readdirSync(parent)).toEqual([]);
    await store.close();
  });

  test('what a call that nobody wants any more has stored is dropped', async () => {
    const store = new BodyStore({ parent, maxBytes: 1_000 });
    const call = {};
    store.hold(call);
    const kept = await put(store, Buffer.alloc(10));
    const gone = await put(store, Buffer.alloc(10), call);
    store.discard(call);
    await put(store, Buffer.alloc(1));
    expect([store.has(kept), store.has(gone)]).toEqual([true, false]);
    await store.close();
  });
});

describe('a disk that fails', () => {
  test('keeps nothing, and does no further harm', async () => {
    const store = new BodyStore({ parent, maxBytes: 100 });
    const key = await put(store, Buffer.alloc(50));
    failDisk(parent);
    expect(await store.put(Buffer.alloc(40))).toBeUndefined();
    expect(await store.get(key)).toBeUndefined();
    await store.close();
  });

  test('is told of once, until it works again, and is used again then', async () => {
    const file = join(parent, 'file');
    writeFileSync(file, '');
    const failures: unknown[] = [];
    const store = new BodyStore({ parent: file, maxBytes: 100, onFailure: (error) => failures.push(error) });
    for (let nth = 0; nth < 2; nth++) expect(await store.put(Buffer.alloc(10))).toBeUndefined();
    expect(failures.map(String)).toEqual([expect.stringContaining(file)]);
    rmSync(file);
    await put(store, Buffer.alloc(10));
    failDisk(file);
    expect(await store.put(Buffer.alloc(10))).toBeUndefined();
    expect(failures).toHaveLength(2);
    await store.close();
  });

  test('is not what a system does that removes old files: what comes then is kept in a new directory', async () => {
    const store = new BodyStore({ parent, maxBytes: 100 });
    const lost = await put(store, Buffer.alloc(50));
    rmSync(join(parent, readdirSync(parent)[0] ?? ''), { recursive: true });
    const kept = await put(store, Buffer.alloc(40));
    expect(await store.get(lost)).toBeUndefined();
    expect(await store.get(kept)).toHaveLength(40);
    expect(modes(parent)).toEqual(['700', '600', '600']);
    await store.close();
    expect(readdirSync(parent)).toEqual([]);
  });
});

describe('the end of the process', () => {
  test('removes what was stored', async () => {
    const child = await storingChild();
    expect(fileSizes()).toHaveLength(2);
    child.stdin.write('\n');
    await once(child, 'exit');
    expect(readdirSync(parent)).toEqual([]);
  });
});

describe('left-overs', () => {
  const host = hostname().replaceAll(/[^a-z0-9]/gi, '');

  test('of a process that is gone are removed; of a living one, another host and others they are kept', async () => {
    const child = spawn(process.execPath, ['--version']);
    await once(child, 'exit');
    const dead = leave(`fetch-many-${host}-${NAMESPACE}-${child.pid}-abcdef`);
    const kept = [
      leave(`fetch-many-${host}-${NAMESPACE}-${process.pid}-abcdef`),
      leave(`fetch-many-another-${NAMESPACE}-${child.pid}-abcdef`),
      leave(`somebody-${host}-${NAMESPACE}-${child.pid}-abcdef`),
    ];
    await removeLeftOvers(parent);
    expect(existsSync(dead)).toBe(false);
    for (const path of kept) expect(existsSync(path), path).toBe(true);
  });

  test('of another namespace of process ids are removed when nobody has been heard of there for ten minutes', async () => {
    const paths = ['aaaaaa', 'bbbbbb', 'cccccc'].map((end) => leave(`fetch-many-${host}-17-${process.pid}-${end}`));
    const [silent = '', living = ''] = paths;
    const long = new Date(Date.now() - 3_600_000);
    for (const path of [silent, living]) {
      writeFileSync(join(path, 'alive'), '');
      utimesSync(path, long, long);
    }
    utimesSync(join(silent, 'alive'), long, long);
    await removeLeftOvers(parent);
    expect(paths.map((path) => existsSync(path))).toEqual([false, true, true]);
  });

  test('are looked for where there may be no directory', async () => {
    await expect(removeLeftOvers(join(parent, 'none'))).resolves.toBeUndefined();
  });

  test('of a process that was killed are removed by the next server, whose own are removed by the end of stdin', async () => {
    const killed = await storingChild();
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const [left] = readdirSync(parent);
    expect(left).toBeDefined();
    const next = await storing();
    const [own, ...others] = readdirSync(parent);
    expect([own === left, others]).toEqual([false, []]);
    expect(modes(parent)).toEqual(['700', '600', '600']);
    next.child.stdin.end();
    await next.exit;
    expect(readdirSync(parent)).toEqual([]);
  });
});
