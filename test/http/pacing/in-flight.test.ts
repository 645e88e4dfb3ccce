import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AdaptiveLimit } from '../../../src/http/pacing/adaptive-limit.ts';
import { HostLimits } from '../../../src/http/pacing/host-limits.ts';
import { InFlight } from '../../../src/http/pacing/in-flight.ts';
import { stateOf } from '../../concurrency/support/async.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const A = 'http://a.test';
const { signal } = new AbortController();

/** Requests to an origin that takes four at a time, and is slowed down to one. */
function slowed() {
  const limit = new AdaptiveLimit(4);
  const told: number[] = [];
  const inFlight: InFlight = new InFlight(limit, () => void told.push(inFlight.permits));
  for (let nth = 0; nth < 3; nth++) limit.troubled(performance.now() + nth);
  return { limit, inFlight, told };
}

describe('InFlight', () => {
  test('of an origin that is well nobody looks at how long a request takes', async () => {
    const inFlight = new InFlight(new AdaptiveLimit(4), () => expect.unreachable());
    inFlight.start(performance.now());
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([inFlight.size, inFlight.permits]).toEqual([1, 4]);
  });

  test('one that hangs does not count, until it is over', async () => {
    const { inFlight, told } = slowed();
    const hanging = inFlight.start(performance.now());
    await vi.advanceTimersByTimeAsync(1_999);
    expect([inFlight.permits, told]).toEqual([1, []]);
    await vi.advanceTimersByTimeAsync(1);
    expect([inFlight.permits, told]).toEqual([2, [2]]);
    inFlight.end(hanging, false, performance.now());
    expect([inFlight.permits, told, vi.getTimerCount()]).toEqual([1, [2, 1], 0]);
  });

  test('what hangs is what takes much longer than others have lately', async () => {
    const { inFlight } = slowed();
    for (const ms of [400, 600, 500]) {
      const flight = inFlight.start(performance.now());
      await vi.advanceTimersByTimeAsync(ms);
      inFlight.end(flight, true, performance.now());
    }
    inFlight.start(performance.now());
    await vi.advanceTimersByTimeAsync(3_500);
    expect(inFlight.permits).toBe(1);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(inFlight.permits).toBe(2);
  });

  test('however many hang, no more are sent than if all were well', async () => {
    const { inFlight } = slowed();
    for (let nth = 0; nth < 10; nth++) inFlight.start(performance.now());
    await vi.advanceTimersByTimeAsync(5_000);
    expect(inFlight.permits).toBe(4);
  });

  test('one that had been sent before the origin was slowed down is seen, too', async () => {
    const limit = new AdaptiveLimit(4);
    const inFlight = new InFlight(limit, () => undefined);
    inFlight.start(performance.now());
    await vi.advanceTimersByTimeAsync(1_500);
    for (let nth = 0; nth < 3; nth++) limit.troubled(performance.now() + nth);
    inFlight.look(performance.now());
    await vi.advanceTimersByTimeAsync(500);
    expect(inFlight.permits).toBe(2);
  });
});

test('a request that hangs holds up no other at an origin that has been slowed down', async () => {
  const limits = new HostLimits({ perOrigin: 4, total: 100 });
  const { pacing } = limits;
  const hanging = await limits.acquire(A, signal);
  pacing.sent(A);
  for (let nth = 0; nth < 3; nth++) {
    pacing.answered(A, { status: 503, headers: {} }, performance.now());
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(pacing.limit(A)).toBe(1);
  const next = limits.acquire(A, signal);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await stateOf(next)).toBe('pending');
  await vi.advanceTimersByTimeAsync(1_000);
  (await next)();
  hanging();
});
