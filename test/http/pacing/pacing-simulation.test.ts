import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Semaphore, type Release } from '../../../src/concurrency/index.ts';
import { Pacing } from '../../../src/http/pacing/pacing.ts';
import { TokenBucket } from '../support/token-bucket.ts';
import { seeded } from '../../support/random.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }));
afterEach(() => void vi.useRealTimers());

const ORIGIN = 'http://a.test';
const IN_FLIGHT = 6;

interface Server {
  readonly perSecond: number;
  readonly burst: number;
  /** From sending to the answer, in milliseconds. */
  readonly latency: number;
  /** Its `Retry-After`. */
  readonly after?: string;
}

interface Sum {
  readonly bucket: TokenBucket;
  ok: number;
  failed: number;
}

/** A minute of a call that never runs out of requests, each of which is tried three times. */
async function minute({ perSecond, burst, latency, after }: Server): Promise<Sum> {
  const random = seeded(5).next;
  const pacing = new Pacing({ perOrigin: 8, random });
  const semaphore = new Semaphore(IN_FLIGHT);
  const sum: Sum = { bucket: new TokenBucket(perSecond, burst, () => performance.now()), ok: 0, failed: 0 };
  const call = new AbortController();
  const acquire = (): Promise<Release> => {
    return pacing.acquire(ORIGIN, call.signal, undefined, () => semaphore.acquire(call.signal), undefined);
  };
  const request = async (release: Release, tries = 1): Promise<void> => {
    const startedAt = performance.now();
    await pause(latency / 2);
    const taken = sum.bucket.take();
    await pause(latency / 2);
    const headers = after && !taken ? { 'retry-after': after } : {};
    pacing.answered(ORIGIN, { status: taken ? 200 : 429, headers }, startedAt);
    release();
    if (taken) return void sum.ok++;
    if (tries === 3) return void sum.failed++;
    await pause(Math.max(pacing.closedMs(ORIGIN), random() * 125 * 2 ** tries));
    await request(await acquire(), tries + 1);
  };
  const lane = async (): Promise<never> => {
    for (;;) void request(await acquire()).catch(() => undefined);
  };
  const ended = lane().catch(() => undefined);
  await vi.advanceTimersByTimeAsync(60_000);
  call.abort();
  await ended;
  return sum;
}

/** When it refused for the first time what was sent after its first refusal had come back. */
function secondRefusal(bucket: TokenBucket, latency: number): number {
  return bucket.arrivals.find(({ at, refused }) => refused && at > bucket.firstRefusal + latency + 1)?.at ?? Infinity;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

const SERVERS: Server[] = [undefined, '1'].flatMap((after) => {
  const base = after === undefined ? {} : { after };
  return [1, 5, 10].flatMap((burst) => [2, 50, 400].map((latency) => ({ perSecond: 10, burst, latency, ...base })));
});

test.each(SERVERS)('%o is never sent more than 15 per cent above its rate after its first 429', async (server) => {
  const { bucket, failed, ok } = await minute(server);
  // What was sent before the 429 came back is not sent after it. One alone, after one answer, could be chance: the second counts.
  const telling = server.burst === 1 ? secondRefusal(bucket, server.latency) : bucket.firstRefusal;
  const from = telling + server.latency;
  expect(bucket.most(1_000, from)).toBeLessThanOrEqual(11);
  expect(bucket.most(10_000, from)).toBeLessThanOrEqual(115);
  expect(bucket.refusals).toBeLessThan(server.burst === 1 ? 30 : 20);
  expect(failed).toBe(0);
  expect(ok).toBeGreaterThan(server.burst === 1 ? 100 : 300);
});

test.each(SERVERS.filter(({ burst }) => burst === 10))('%o is used well', async (server) => {
  expect((await minute(server)).ok).toBeGreaterThan(60 * 10 * 0.85);
});

test.each<Server>([
  { perSecond: 10, burst: 20, latency: 50, after: '1' },
  { perSecond: 10, burst: 40, latency: 50, after: '1' },
  { perSecond: 10, burst: 100, latency: 5 },
])('%o, which saves up more than a second, is known from its second 429', async (server) => {
  const { bucket, failed } = await minute(server);
  const second = secondRefusal(bucket, server.latency);
  expect(second - bucket.firstRefusal).toBeLessThan(5_000);
  expect(bucket.most(1_000, second + server.latency)).toBeLessThanOrEqual(11);
  expect(failed).toBe(0);
});

test('an origin that never complains is not held up', async () => {
  const { ok, bucket } = await minute({ perSecond: 1e9, burst: 1e9, latency: 40 });
  expect([ok > 8_750, bucket.refusals]).toEqual([true, 0]);
});

test('an origin that has shut for 20 s without a word is asked a few times only', async () => {
  const pacing = new Pacing({ perOrigin: 8, random: () => 0.5 });
  const { signal } = new AbortController();
  const asked: number[] = [];
  const lane = async (): Promise<void> => {
    while (performance.now() < 1e9) {
      const release = await pacing.acquire(ORIGIN, signal, undefined, () => Promise.resolve(() => undefined), undefined);
      const startedAt = performance.now();
      asked.push(startedAt);
      await pause(10);
      pacing.answered(ORIGIN, { status: 429, headers: {} }, startedAt);
      release();
    }
  };
  void lane();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(asked.length).toBeLessThan(10);
});
