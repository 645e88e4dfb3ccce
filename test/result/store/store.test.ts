import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { removeLeftOvers } from '../../../src/result/store/private-directory.ts';
import { Store, UnknownRef } from '../../../src/result/store/store.ts';
import { fetchManyCall } from '../../support/server-process.ts';
import { serve, spawned } from '../../support/shared-server.ts';
import { failDisk } from '../support/disk.ts';
import { body, eachInADirectory } from '../support/stored.ts';

const STORE = new URL('../../../src/result/store/store.ts', import.meta.url).href;

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

function filesIn(directory: string): string[] {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => statSync(join(directory, name)).isFile());
}

/** Bytes of all files in a directory. */
function used(directory: string): number {
  return filesIn(directory).reduce(
    (sum, name) => sum + (statSync(join(directory, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
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
    const store = new Store({ parent, maxBytes: 1_000 });
    expect(await store.put(body(1), Buffer.from('one'))).toBe(true);
    const { stored, content } = await store.get('b1/1');
    expect(content.toString()).toBe('one');
    expect(stored).toEqual({ ...body(1), bytes: 3 });
    expect(store.list()).toEqual([stored]);
    await store.close();
  });

  test('is in a directory that only this user can read, as the file itself', async () => {
    const store = new Store({ parent, maxBytes: 1_000 });
    expect(readdirSync(parent)).toEqual([]); // nothing before the first body
    await store.put(body(1), Buffer.from('one'));
    expect(modes(parent)).toEqual(['700', '600']);
    await store.close();
    expect(readdirSync(parent)).toEqual([]);
  });

  test('never escapes the directory, whatever its ref', async () => {
    const store = new Store({ parent, maxBytes: 1_000 });
    await store.put({ ...body(1), ref: '../../escaped' }, Buffer.from('x'));
    expect(filesIn(parent)).toHaveLength(1);
    await expect(store.get('../../../etc/passwd')).rejects.toThrow(UnknownRef);
    await store.close();
  });
});

describe('the quota', () => {
  test('drops the oldest first, and says so when they are asked for', async () => {
    const store = new Store({ parent, maxBytes: 30 });
    for (let i = 0; i < 5; i++) expect(await store.put(body(i), Buffer.alloc(10))).toBe(true);
    expect(store.list().map(({ ref }) => ref)).toEqual(['b1/2', 'b1/3', 'b1/4']);
    expect(used(parent)).toBe(30);
    await expect(store.get('b1/0')).rejects.toThrow(/b1\/0 has been dropped.*--store-bytes/);
    await expect(store.get('b1/9')).rejects.toThrow(/no stored result "b1\/9".*b1\/2, b1\/3, b1\/4/);
    await store.close();
  });

  test('holds at every moment, also when many come at once', async () => {
    const store = new Store({ parent, maxBytes: 1_000 });
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, used(parent))), 1);
    const stored = await Promise.all(Array.from({ length: 100 }, (_, i) => store.put(body(i), Buffer.alloc(300))));
    clearInterval(watch);
    expect(stored).not.toContain(false);
    expect(store.list().map(({ ref }) => ref)).toEqual(['b1/97', 'b1/98', 'b1/99']);
    expect(used(parent)).toBe(900);
    expect(most).toBeLessThanOrEqual(1_000);
    await store.close();
  });

  test('is not emptied for a body that is larger than all of it', async () => {
    const store = new Store({ parent, maxBytes: 30 });
    await store.put(body(1), Buffer.alloc(20));
    expect(await store.put(body(2), Buffer.alloc(31))).toBe(false);
    expect(store.list()).toHaveLength(1);
    expect(await store.put(body(3), Buffer.alloc(30))).toBe(true);
    await store.close();
  });
});

describe('a disk that fails', () => {
  test('keeps nothing, and does no further harm', async () => {
    const store = new Store({ parent, maxBytes: 100 });
    await store.put(body(1), Buffer.alloc(50));
    failDisk(parent);
    expect(await store.put(body(2), Buffer.alloc(40))).toBe(false);
    await expect(store.get('b1/1')).rejects.toThrow(UnknownRef);
    expect(store.list().map(({ ref }) => ref)).toEqual(['b1/1']);
    await store.close();
  });

  test('is told of once, until it works again, and is used again then', async () => {
    const file = join(parent, 'file');
    writeFileSync(file, '');
    const failures: unknown[] = [];
    const store = new Store({ parent: file, maxBytes: 100, onFailure: (error) => failures.push(error) });
    for (const i of [1, 2]) expect(await store.put(body(i), Buffer.alloc(10))).toBe(false);
    expect(failures.map(String)).toEqual([expect.stringContaining(file)]);
    rmSync(file);
    expect(await store.put(body(3), Buffer.alloc(10))).toBe(true);
    failDisk(file);
    expect(await store.put(body(4), Buffer.alloc(10))).toBe(false);
    expect(failures).toHaveLength(2);
    await store.close();
  });

  test('is not what a system does that removes old files: what comes then is kept in a new directory', async () => {
    const store = new Store({ parent, maxBytes: 100 });
    await store.put(body(1), Buffer.alloc(50));
    rmSync(join(parent, readdirSync(parent)[0] ?? ''), { recursive: true });
    expect(await store.put(body(2), Buffer.alloc(40))).toBe(true);
    await expect(store.get('b1/1')).rejects.toThrow('cannot be read any more');
    expect((await store.get('b1/2')).content).toHaveLength(40);
    expect(modes(parent)).toEqual(['700', '600']);
    await store.close();
    expect(readdirSync(parent)).toEqual([]);
  });

  test('does not spoil a call', async () => {
    const { url } = await serve((_, response) => void response.end('x'.repeat(100_000)));
    const server = spawned('--allow', '127.0.0.1', '--store-dir', parent);
    await server.initialize();
    server.send(fetchManyCall(2, { requests: [url], max_tokens: 500 }));
    await server.answer(2);
    failDisk(parent);
    server.send(fetchManyCall(3, { requests: [url], max_tokens: 500 }));
    const { result } = await server.answer(3);
    expect(server.stderr).toMatch(/^fetch-many warn: --store-dir: bodies cannot be kept: .*\n$/);
    expect(result).toMatchObject({
      structuredContent: {
        summary: { ok: 1 },
        results: [{ status: 200, truncated: { of: 100_000 } }],
        notes: [expect.stringContaining('could not be kept')],
      },
    });
  });
});

describe('the end of the process', () => {
  test('removes what was stored', async () => {
    const script = `import { Store } from ${JSON.stringify(STORE)};
      await new Store({ parent: ${JSON.stringify(parent)}, maxBytes: 10 })
        .put({ ref: 'b1/0', kind: 'text', mimeType: 'text/plain', url: '' }, Buffer.from('x'));
      process.stdout.write('stored');
      process.stdin.once('data', () => process.exit());`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script]);
    await once(child.stdout, 'data');
    expect(filesIn(parent)).toHaveLength(1);
    child.stdin.write('\n');
    await once(child, 'exit');
    expect(readdirSync(parent)).toEqual([]);
  });

  test.each(['SIGTERM', 'SIGINT', 'the end of stdin'] as const)('by %s removes what the server stored', async (how) => {
    const { url } = await serve((_, response) => void response.end('x'.repeat(100_000)));
    const server = spawned('--allow', '127.0.0.1', '--store-dir', parent);
    await server.initialize();
    server.send(fetchManyCall(2, { requests: [url], max_tokens: 500 }));
    await server.answer(2);
    expect(modes(parent)).toEqual(['700', '600']);
    if (how === 'the end of stdin') server.child.stdin.end();
    else server.child.kill(how);
    await server.exit;
    expect(readdirSync(parent)).toEqual([]);
  });
});

describe('left-overs', () => {
  const host = hostname().replaceAll(/[^a-z0-9]/gi, '');

  test('of a process that is gone are removed; of a living one, another host and others they are kept', async () => {
    const child = spawn(process.execPath, ['--version']);
    await once(child, 'exit');
    const dead = leave(`fetch-many-${host}-${child.pid}-abcdef`);
    const kept = [
      leave(`fetch-many-${host}-${process.pid}-abcdef`),
      leave(`fetch-many-another-${child.pid}-abcdef`),
      leave(`somebody-${host}-${child.pid}-abcdef`),
    ];
    await removeLeftOvers(parent);
    expect(existsSync(dead)).toBe(false);
    for (const path of kept) expect(existsSync(path), path).toBe(true);
  });

  test('are looked for where there may be no directory', async () => {
    await expect(removeLeftOvers(join(parent, 'none'))).resolves.toBeUndefined();
  });

  test('of a server that was killed are removed by the next one', async () => {
    const { url } = await serve((_, response) => void response.end('x'.repeat(100_000)));
    for (const id of [2, 3]) {
      const server = spawned('--allow', '127.0.0.1', '--store-dir', parent);
      await server.initialize();
      server.send(fetchManyCall(id, { requests: [url], max_tokens: 500 }));
      await server.answer(id);
      await server.kill();
    }
    expect(readdirSync(parent)).toHaveLength(1);
  });
});
