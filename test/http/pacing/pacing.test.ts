import { queryObjects } from 'node:v8';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Semaphore, type Release } from '../../../src/concurrency/index.ts';
import { RequestFailure } from '../../../src/request-failure.ts';
import { HostLimits } from '../../../src/http/pacing/host-limits.ts';
import { Gate } from '../../../src/http/pacing/gate.ts';
import { OriginPace } from '../../../src/http/pacing/origin-pace.ts';
import { Pacing } from '../../../src/http/pacing/pacing.ts';
import { failureOf, listenersOn, microtasks, stateOf } from '../../concurrency/support/async.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }));
afterEach(() => void vi.useRealTimers());

const A = 'http://a.test';
const B = 'http://b.test';
const { signal } = new AbortController();

/** A pace over so many permits, and what acquires one of them. */
function permitted(permits = 2) {
  const pacing = new Pacing({ perOrigin: 8, random: () => 0 });
  const semaphore = new Semaphore(permits);
  const acquire = (origin = A, on = signal, own?: Gate): Promise<Release> => {
    return pacing.acquire(origin, on, undefined, () => semaphore.acquire(on), own);
  };
  return { pacing, semaphore, acquire };
}

function refuse(pacing: Pacing, headers: Record<string, string> = { 'retry-after': '10' }): void {
  pacing.answered(A, { status: 429, headers }, performance.now());
}

function breakDown(pacing: Pacing): void {
  const error = new RequestFailure({ outcome: 'network', kind: 'connect', message: 'refused' });
  for (let nth = 0; nth < 20; nth++) pacing.failed(A, error, false, performance.now());
}

describe('Pacing', () => {
  test('holds up nobody at an origin that has not complained, and sets no timer', async () => {
    const { acquire } = permitted(1_000);
    await Promise.all(Array.from({ length: 1_000 }, () => acquire()));
    expect(vi.getTimerCount()).toBe(0);
  });

  test('whoever waits for a closed origin holds no permit, and others pass', async () => {
    const { pacing, semaphore, acquire } = permitted();
    refuse(pacing);
    const waiting = [acquire(), acquire(), acquire()];
    await vi.advanceTimersByTimeAsync(5_000);
    expect(semaphore.free).toBe(2);
    (await acquire(B))();
    await vi.advanceTimersByTimeAsync(20_000);
    for (const each of waiting) (await each)();
    expect([semaphore.free, listenersOn(signal)]).toEqual([2, 0]);
  });

  test('who waits for a permit when the origin closes gives it back, and waits', async () => {
    const { pacing, semaphore, acquire } = permitted(1);
    const first = await acquire();
    const second = acquire();
    await microtasks(10);
    refuse(pacing);
    first();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(semaphore.free).toBe(1);
    await vi.advanceTimersByTimeAsync(6_000);
    (await second)();
    expect(semaphore.free).toBe(1);
  });

  test('who is aborted while it waits takes nothing along', async () => {
    const { pacing, semaphore, acquire } = permitted();
    refuse(pacing);
    const controller = new AbortController();
    const waiting = acquire(A, controller.signal);
    await vi.advanceTimersByTimeAsync(1_000);
    controller.abort(new Error('enough'));
    expect(await failureOf(waiting)).toBe(controller.signal.reason);
    expect([semaphore.free, listenersOn(controller.signal), vi.getTimerCount()]).toEqual([2, 0, 0]);
  });

  test('a gate of its own and that of the origin both hold', async () => {
    const { pacing, acquire } = permitted(10);
    refuse(pacing, { 'retry-after': '1' });
    const own = new Gate(A, () => 700);
    const times: number[] = [];
    const began = performance.now();
    const all = [1, 2, 3].map(() => acquire(A, signal, own).then(() => times.push(Math.round(performance.now() - began))));
    await vi.advanceTimersByTimeAsync(5_000);
    await Promise.all(all);
    expect(times[0]).toBeGreaterThanOrEqual(1_000);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(699);
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThanOrEqual(699);
  });

  test('a further request under a permit that is held has its turn, too', async () => {
    const { pacing, acquire } = permitted();
    await acquire();
    expect(pacing.again(A, undefined)).toBe(true);
    refuse(pacing);
    expect([pacing.again(A, undefined), pacing.again(B, undefined)]).toEqual([false, true]);
  });

  test('forgets origins of which it knows nothing, and not those of which it does', async () => {
    const { pacing, acquire } = permitted(10_000);
    refuse(pacing, { 'retry-after': '1000' });
    for (let nth = 0; nth < 5_000; nth++) await acquire(`http://${nth}.test`);
    // Others may have left some.
    expect(queryObjects(OriginPace, { format: 'count' })).toBeLessThan(2_100);
    expect(pacing.closedMs(A)).toBe(1_000_000);
  });
});

describe('Pacing: an origin that cannot be reached', () => {
  const refusal = '20 requests in a row failed to reach a.test; this one was not sent';

  test('is not sent to, neither what comes nor what waits for a permit', async () => {
    const { pacing, semaphore, acquire } = permitted(1);
    const first = await acquire();
    const second = acquire();
    await microtasks(10);
    breakDown(pacing);
    expect(await failureOf(acquire())).toHaveProperty('message', expect.stringContaining(refusal));
    first();
    expect(await failureOf(second)).toMatchObject({ outcome: 'network', kind: 'connect' });
    expect(semaphore.free).toBe(1);
  });

  test('is tried by one after 15 s, and asked by all that have waited when that one is answered', async () => {
    const { pacing, acquire } = permitted(10);
    breakDown(pacing);
    await vi.advanceTimersByTimeAsync(15_000);
    const release = await acquire();
    const others = Promise.all([acquire(), acquire(), acquire()]);
    expect(await stateOf(others)).toBe('pending');
    pacing.answered(A, { status: 404, headers: {} }, performance.now());
    await others;
    release();
    expect(pacing.again(A, undefined)).toBe(true);
  });

  test('is asked by none of them when that one fails, too', async () => {
    const { pacing, semaphore, acquire } = permitted(10);
    breakDown(pacing);
    await vi.advanceTimersByTimeAsync(15_000);
    const release = await acquire();
    const other = acquire();
    expect(await stateOf(other)).toBe('pending');
    pacing.failed(A, new RequestFailure({ outcome: 'network', kind: 'connect', message: '' }), true, performance.now());
    release();
    expect(await failureOf(other)).toHaveProperty('message', expect.stringContaining(refusal));
    expect(semaphore.free).toBe(10);
  });

  test('is tried by another one if the first is given up', async () => {
    const { pacing, acquire } = permitted(10);
    breakDown(pacing);
    await vi.advanceTimersByTimeAsync(15_000);
    (await acquire())();
    const release = await acquire();
    const [next, last] = [acquire(), acquire()];
    release();
    const second = await next;
    expect(await stateOf(last)).toBe('pending');
    second();
    await last;
  });
});

describe('HostLimits', () => {
  test('fewer at a time are sent to an origin that is in trouble again and again, and more when it is well', async () => {
    const limits = new HostLimits({ perOrigin: 4, total: 100 });
    const held = await Promise.all([1, 2, 3, 4].map(() => limits.acquire(A, signal)));
    const answer = async (status: number): Promise<void> => {
      limits.pacing.answered(A, { status, headers: {} }, performance.now());
      await vi.advanceTimersByTimeAsync(1);
    };
    for (const status of [503, 503, 503]) await answer(status);
    const controller = new AbortController();
    const fifth = limits.acquire(A, controller.signal);
    for (const release of held.slice(0, 3)) release();
    expect(await stateOf(fifth)).toBe('pending'); // one is held, and one may be
    controller.abort();
    expect(await failureOf(fifth)).toBe(controller.signal.reason);
    held[3]?.();
    (await limits.acquire(A, signal))();
    for (let nth = 0; nth < 9; nth++) await answer(200);
    await Promise.all([1, 2, 3, 4].map(() => limits.acquire(A, signal)));
    expect(limits.pacing.limit(A)).toBe(4);
  });
});
