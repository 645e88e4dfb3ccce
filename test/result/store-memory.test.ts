import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Store, UnknownRef, type StoredBody } from '../../src/result/store.ts';

let parent: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'fetch-many-store-'));
});

afterEach(() => rmSync(parent, { recursive: true, force: true }));

function body(i: number): Omit<StoredBody, 'bytes'> {
  return { ref: `b1/${i}`, kind: 'text', mimeType: 'text/plain', url: `http://127.0.0.1/${i}` };
}

function fileSizes(): number[] {
  const paths = readdirSync(parent, { recursive: true, encoding: 'utf8' }).map((name) => statSync(join(parent, name)));
  return paths.filter((file) => file.isFile()).map(({ size }) => size);
}

test('small bodies are kept in memory, and read as they were', async () => {
  const store = new Store({ parent, maxBytes: 100_000, memoryBytes: 10_000 });
  for (let i = 0; i < 100; i++) await store.put(body(i), Buffer.from(`body ${i}`));
  expect(readdirSync(parent)).toEqual([]);
  expect((await store.get('b1/42')).content.toString()).toBe('body 42');
  expect(store.list()).toHaveLength(100);
  await store.close();
  await expect(store.get('b1/42')).rejects.toThrow(UnknownRef);
});

test('large ones, and those for which memory has no room, are files', async () => {
  const store = new Store({ parent, maxBytes: 100_000, memoryBytes: 2_500 });
  for (let i = 0; i < 4; i++) await store.put(body(i), Buffer.alloc(1_000, i));
  await store.put(body(4), Buffer.alloc(50_000, 4));
  expect(fileSizes().toSorted((a, b) => a - b)).toEqual([1_000, 1_000, 50_000]);
  for (let i = 0; i < 5; i++) expect((await store.get(`b1/${i}`)).content[0]).toBe(i);
  await store.close();
  expect(readdirSync(parent)).toEqual([]);
});

test('the quota counts both, and what is dropped makes room in memory again', async () => {
  const store = new Store({ parent, maxBytes: 3_000, memoryBytes: 1_000 });
  for (let i = 0; i < 6; i++) expect(await store.put(body(i), Buffer.alloc(1_000, i))).toBe(true);
  // 0 was in memory; when it was dropped for 3, that took its room.
  expect(store.list().map(({ ref }) => ref)).toEqual(['b1/3', 'b1/4', 'b1/5']);
  expect(fileSizes()).toEqual([1_000, 1_000]);
  await expect(store.get('b1/0')).rejects.toThrow(/dropped/);
  for (const i of [3, 4, 5]) expect((await store.get(`b1/${i}`)).content[0]).toBe(i);
  await store.close();
});

test('a small piece of a large buffer does not keep all of it', async () => {
  const store = new Store({ parent, maxBytes: 100_000, memoryBytes: 10_000 });
  const large = Buffer.alloc(1_000_000, 1);
  await store.put(body(0), large.subarray(0, 100));
  large.fill(2);
  const { content } = await store.get('b1/0');
  expect(content[0]).toBe(1);
  expect(content.buffer.byteLength).toBeLessThan(100_000);
  await store.close();
});
