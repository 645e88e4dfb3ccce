import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Store, UnknownRef } from '../../../src/result/store/store.ts';
import { failDisk } from '../support/disk.ts';
import { body, eachInADirectory } from '../support/stored.ts';

let parent: string;

eachInADirectory((path) => {
  parent = path;
});

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

test('they share files when there are more of them; large ones have their own', async () => {
  const store = new Store({ parent, maxBytes: 100_000, memoryBytes: 2_500 });
  for (let i = 0; i < 5; i++) await store.put(body(i), Buffer.alloc(1_000 + i, i));
  await store.put(body(5), Buffer.alloc(50_000, 5));
  expect(fileSizes().toSorted((a, b) => a - b)).toEqual([2_001, 2_005, 50_000]);
  for (let i = 0; i < 6; i++) {
    const { content } = await store.get(`b1/${i}`);
    expect([content.length, content.every((byte) => byte === i)]).toEqual([i === 5 ? 50_000 : 1_000 + i, true]);
  }
  await store.close();
  expect(readdirSync(parent)).toEqual([]);
});

test('the quota counts what is on the disk: a file goes with the last body in it', async () => {
  const store = new Store({ parent, maxBytes: 5_000, memoryBytes: 2_000 });
  for (let i = 0; i < 12; i++) {
    expect(await store.put(body(i), Buffer.alloc(1_000, i))).toBe(true);
    expect(fileSizes().reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(5_000);
  }
  const kept = store.list().map(({ ref }) => ref);
  expect(kept).toEqual(['b1/8', 'b1/9', 'b1/10', 'b1/11']);
  await expect(store.get('b1/0')).rejects.toThrow(/dropped/);
  for (const ref of kept) expect(`b1/${(await store.get(ref)).content[0]}`).toBe(ref);
  await store.close();
});

test('what the disk does not take is not kept, and what is in memory still is', async () => {
  const store = new Store({ parent, maxBytes: 100_000, memoryBytes: 2_000 });
  for (let i = 0; i < 5; i++) await store.put(body(i), Buffer.alloc(1_000, i));
  failDisk(parent);
  expect(await store.put(body(5), Buffer.alloc(1_000))).toBe(true);
  expect(await store.put(body(6), Buffer.alloc(1_000))).toBe(false);
  await expect(store.get('b1/0')).rejects.toThrow(UnknownRef);
  expect((await store.get('b1/4')).content[0]).toBe(4);
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
