import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ByteBudget } from '../../src/http/byte-budget.ts';
import type { OverflowFile } from '../../src/http/overflow-file.ts';
import { ReceivedBody } from '../../src/http/received-body.ts';
import { nextTurn } from '../support/api.ts';
import { seeded } from '../support/random.ts';

const FROM = { origin: 'https://example.org', maxBytes: 1_000_000 };
const CHUNK_BYTES = 30_000;

/** A file that is none: it takes everything at once, and says what has been asked of it. */
class FakeFile implements OverflowFile {
  readonly chunks: Buffer[] = [];
  isDropped = false;
  readonly #onWritten: (bytes: number) => void;
  readonly #failure: Error | undefined;

  constructor(onWritten: (bytes: number) => void, failure?: Error) {
    this.#onWritten = onWritten;
    this.#failure = failure;
  }

  add(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.#onWritten(chunk.length);
  }

  async settled(): Promise<void> {}

  async read(whole: Buffer): Promise<void> {
    if (this.#failure) throw this.#failure;
    Buffer.concat(this.chunks).copy(whole);
  }

  drop(): void {
    this.isDropped = true;
  }
}

function budgetOf(maxBytes: number, failure?: Error): { budget: ByteBudget; files: FakeFile[] } {
  const files: FakeFile[] = [];
  const newFile = (onWritten: (bytes: number) => void): FakeFile => {
    const file = new FakeFile(onWritten, failure);
    files.push(file);
    return file;
  };
  return { budget: new ByteBudget({ maxBytes, newFile }), files };
}

function bytesOf(length: number): Buffer {
  const random = seeded(length);
  return Buffer.from(Uint32Array.from({ length: length / 4 }, () => random.int(0, 2 ** 32 - 1)).buffer);
}

/** A matcher that shows the difference takes seconds. */
function same(one: Buffer, other: Buffer): boolean {
  return one.equals(other);
}

function addAll(body: ReceivedBody, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) body.add(bytes.subarray(at, at + CHUNK_BYTES));
}

describe('ReceivedBody', () => {
  test('a small one is not counted', async () => {
    const { budget, files } = budgetOf(0);
    const body = new ReceivedBody(FROM, budget.lease());
    const bytes = bytesOf(60_000);
    addAll(body, bytes);
    expect([budget.used, files.length]).toEqual([0, 0]);
    expect(same(await body.whole(''), bytes)).toBe(true);
  });

  test('one that has room stays in memory, counted until the lease ends', async () => {
    const { budget, files } = budgetOf(500_000);
    const lease = budget.lease();
    const body = new ReceivedBody(FROM, lease);
    const bytes = bytesOf(200_000);
    addAll(body, bytes);
    expect([budget.used, files.length]).toEqual([200_000, 0]);
    expect(same(await body.whole(''), bytes)).toBe(true);
    expect(budget.used).toBe(200_000);
    lease.end();
    expect(budget.used).toBe(0);
  });

  test.each([
    ['plain', '', (bytes: Buffer) => bytes],
    ['gzip', 'gzip', (bytes: Buffer) => gzipSync(bytes)],
    ['gzip twice', 'gzip, gzip', (bytes: Buffer) => gzipSync(gzipSync(bytes))],
  ])('what finds no room goes to a file and comes back whole: %s', async (_, codings, encode) => {
    const { budget, files } = budgetOf(100_000);
    const lease = budget.lease();
    const body = new ReceivedBody(FROM, lease);
    const bytes = bytesOf(400_000);
    addAll(body, encode(bytes));
    expect(files).toHaveLength(1);
    expect(budget.used).toBeLessThanOrEqual(100_000);
    expect(same(await body.whole(codings), bytes)).toBe(true);
    expect(files[0]?.isDropped).toBe(true);
    expect(budget.used).toBe(400_000);
    lease.end();
    expect(budget.used).toBe(0);
  });

  test('chunks of a byte are written together', async () => {
    const { budget, files } = budgetOf(0);
    const body = new ReceivedBody(FROM, budget.lease());
    const bytes = bytesOf(200_000);
    for (const byte of bytes) body.add(Buffer.of(byte));
    expect(budget.used).toBeLessThan(64 * 1024);
    expect(same(await body.whole(''), bytes)).toBe(true);
    expect(files[0]?.chunks.length).toBeLessThan(5);
  });

  test('they come back one after the other', async () => {
    const { budget } = budgetOf(100_000);
    const leases = Array.from({ length: 5 }, () => budget.lease());
    const bodies = leases.map((lease) => new ReceivedBody(FROM, lease));
    for (const body of bodies) addAll(body, bytesOf(200_000));
    const back: number[] = [];
    const all = bodies.map(async (body, i) => {
      expect(same(await body.whole(''), bytesOf(200_000))).toBe(true);
      back.push(i);
      expect(budget.used).toBeLessThanOrEqual(200_000);
      leases[i]?.end();
    });
    await Promise.all(all);
    expect(back).toEqual([0, 1, 2, 3, 4]);
    expect(budget.used).toBe(0);
  });

  test('without files it stays in memory, and is counted', async () => {
    const budget = new ByteBudget({ maxBytes: 100_000 });
    const body = new ReceivedBody(FROM, budget.lease());
    const bytes = bytesOf(300_000);
    addAll(body, bytes);
    expect(budget.used).toBe(300_000);
    expect(same(await body.whole(''), bytes)).toBe(true);
  });

  test('what cannot be read back says where it was, and that it may be tried again', async () => {
    const { budget } = budgetOf(0, Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' }));
    const body = new ReceivedBody(FROM, budget.lease());
    addAll(body, bytesOf(200_000));
    await expect(body.whole('')).rejects.toMatchObject({
      outcome: 'decode',
      retryable: true,
      message: expect.stringMatching(/^the body from https:\/\/example\.org was put aside in --store-dir.+\(EIO\): ask for less/),
    });
  });

  test('one that is dropped lets go of its file and its room', () => {
    const { budget, files } = budgetOf(100_000);
    const body = new ReceivedBody(FROM, budget.lease());
    addAll(body, bytesOf(300_000));
    body.clear();
    expect([budget.used, files[0]?.isDropped]).toEqual([0, true]);
  });

  test.each(['at once', 'when it waits for its turn', 'while it is read', 'when it is inflated'])(
    'one that is dropped %s after it has come is not read, and leaves the turn to others',
    async (when) => {
      const { budget } = budgetOf(0);
      const holder = budget.lease();
      await holder.turn(10);
      const body = new ReceivedBody(FROM, budget.lease());
      addAll(body, gzipSync(bytesOf(200_000)));
      const whole = Promise.resolve(body.whole('gzip')).catch((error: unknown) => error);
      if (when !== 'at once') await nextTurn();
      if (when === 'while it is read' || when === 'when it is inflated') holder.end();
      if (when === 'when it is inflated') for (let i = 0; i < 4; i++) await Promise.resolve();
      body.clear();
      holder.end();
      await whole;
      expect(budget.used).toBe(0);
      const next = budget.lease();
      await next.turn(1_000);
      expect(budget.used).toBe(1_000);
    },
  );
});
