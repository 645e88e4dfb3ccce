import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Gate } from '../../../src/http/pacing/gate.ts';
import type { WaitLimit } from '../../../src/http/pacing/gate-waiter.ts';
import { failureOf, listenersOn } from '../../concurrency/support/async.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const ORIGIN = 'http://a.test';

function waitLimit(leftMs: number): WaitLimit {
  const until = performance.now() + leftMs;
  return { leftMs: () => until - performance.now(), limit: 'deadline_ms' };
}

/** Starts through the gate, one after the other; notes when each did. */
function starts(gate: Gate, count: number, signal = new AbortController().signal) {
  const began = performance.now();
  const times: [nth: number, ms: number][] = [];
  const all = Array.from({ length: count }, async (_, nth) => {
    for (let again = false; !gate.admits(performance.now(), again); again = true) await gate.turn(signal, undefined, again);
    gate.start(performance.now());
    times.push([nth, Math.round(performance.now() - began)]);
  });
  for (const each of all) each.catch(() => undefined);
  return { times, all };
}

describe('Gate', () => {
  test('without an interval holds nobody up, and makes no timer', () => {
    const gate = new Gate(ORIGIN, () => 0);
    for (let nth = 0; nth < 1_000; nth++) {
      expect(gate.admits(performance.now(), false)).toBe(true);
      gate.start(performance.now());
    }
    expect(vi.getTimerCount()).toBe(0);
  });

  test('lets start one after the other, so far apart, in the order they came', async () => {
    const gate = new Gate(ORIGIN, () => 100);
    const { times } = starts(gate, 4);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(times).toEqual([
      [0, 0],
      [1, 100],
      [2, 200],
      [3, 300],
    ]);
    expect([gate.waiting, vi.getTimerCount()]).toEqual([0, 0]);
  });

  test('a new caller does not overtake who waits', async () => {
    const gate = new Gate(ORIGIN, () => 100);
    starts(gate, 3);
    await vi.advanceTimersByTimeAsync(100);
    expect([gate.admits(performance.now() + 1_000, false), gate.admits(performance.now() + 1_000, true)]).toEqual([false, true]);
  });

  test('who was let go but came too late with the permits is next', async () => {
    const gate = new Gate(ORIGIN, () => 100);
    gate.start(performance.now());
    const late = gate.turn(new AbortController().signal, undefined, false);
    const { times } = starts(gate, 2);
    await vi.advanceTimersByTimeAsync(250); // its turn is over, and another one's has been
    await late;
    const order: unknown[] = [];
    void gate.turn(new AbortController().signal, undefined, true).then(() => order.push('late', times.length));
    await vi.advanceTimersByTimeAsync(250);
    expect(order).toEqual(['late', 1]);
  });

  test('keeps the order and the distance while it is closed, and after', async () => {
    const gate = new Gate(ORIGIN, () => 100);
    gate.close({ until: performance.now() + 1_000, why: '429', jitterMs: 50 }, performance.now());
    const { times } = starts(gate, 3);
    await vi.advanceTimersByTimeAsync(500);
    gate.close({ until: performance.now() + 1_500, why: '429' }, performance.now());
    gate.close({ until: performance.now() + 100, why: '429' }, performance.now()); // shorter: says nothing new
    await vi.advanceTimersByTimeAsync(3_000);
    expect(times).toEqual([
      [0, 2_000],
      [1, 2_100],
      [2, 2_200],
    ]);
  });

  test('opens a little later if it is told to', async () => {
    const gate = new Gate(ORIGIN, () => 10);
    gate.close({ until: performance.now() + 1_000, why: '429', jitterMs: 50 }, performance.now());
    const { times } = starts(gate, 1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(times).toEqual([[0, 1_050]]);
  });

  test('timers that are late do not add up, with some slack', () => {
    const gate = new Gate(ORIGIN, () => 100, 20);
    const at = [0, 110, 215, 300].map((ms) => ms + 1_000);
    const admitted = at.map((now) => {
      const admits = gate.admits(now, true);
      if (admits) gate.start(now);
      return admits;
    });
    // 10 and 15 ms late, the fourth is on time again.
    expect(admitted).toEqual([true, true, true, true]);
    expect(gate.admits(1_350, true)).toBe(false);
  });

  test('who is aborted leaves at once, and leaves no listener and no timer', async () => {
    const gate = new Gate(ORIGIN, () => 1_000);
    const controller = new AbortController();
    gate.start(performance.now());
    const { all } = starts(gate, 3, controller.signal);
    const { times } = starts(gate, 1);
    controller.abort(new Error('enough'));
    for (const each of all) expect(await failureOf(each)).toBe(controller.signal.reason);
    expect([gate.waiting, listenersOn(controller.signal)]).toEqual([1, 0]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(times).toEqual([[0, 1_000]]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('the last one to leave takes the timer along', async () => {
    const gate = new Gate(ORIGIN, () => 1_000);
    gate.start(performance.now());
    const controller = new AbortController();
    const { all } = starts(gate, 1, controller.signal);
    expect(vi.getTimerCount()).toBe(1);
    controller.abort();
    await failureOf(all[0] ?? Promise.resolve());
    expect(vi.getTimerCount()).toBe(0);
  });

  test('4,000 leave from the end of the line one by one in no time', async () => {
    const gate = new Gate(ORIGIN, () => 1_000);
    gate.start(performance.now());
    const controllers = Array.from({ length: 4_000 }, () => new AbortController());
    const all = controllers.map(({ signal }) => failureOf(gate.turn(signal, undefined, false)));
    for (const controller of controllers.toReversed()) controller.abort();
    await Promise.all(all);
    expect(gate.waiting).toBe(0);
  });
});

describe('Gate: patience', () => {
  test('who cannot wait until it opens is sent away at once, and told when to come back', async () => {
    const gate = new Gate(ORIGIN, () => 0);
    gate.close({ until: performance.now() + 12_000, why: '429' }, performance.now());
    const failure = await failureOf(gate.turn(new AbortController().signal, waitLimit(12_000), false));
    expect(failure).toMatchObject({ outcome: 'timeout', kind: 'rate_limit' });
    expect(failure).toHaveProperty(
      'message',
      "not sent: a.test asks to wait 12 s (429), longer than this call's deadline; call again in 12 s, or raise deadline_ms",
    );
  });

  test('where it is closed on a guess, when one may try it', async () => {
    const gate = new Gate(ORIGIN, () => 0);
    gate.close({ until: performance.now() + 3_600_000, why: '429', isInferred: true }, performance.now());
    const failure = await failureOf(gate.turn(new AbortController().signal, waitLimit(12_000), false));
    expect(failure).toHaveProperty(
      'message',
      "not sent: a.test asks to wait 3600 s (429), longer than this call's deadline; " +
        'call again in 60 s, when one request tries whether it still does, or raise deadline_ms',
    );
  });

  test('where no deadline can be as long, not to raise it', async () => {
    const gate = new Gate(ORIGIN, () => 0);
    gate.close({ until: performance.now() + 3_600_000, why: '429' }, performance.now());
    const failure = await failureOf(gate.turn(new AbortController().signal, waitLimit(12_000), false));
    expect(failure).toHaveProperty('message', expect.stringMatching(/call again in 3600 s$/));
  });

  test('who can, waits', async () => {
    const gate = new Gate(ORIGIN, () => 0);
    gate.close({ until: performance.now() + 12_000, why: '429' }, performance.now());
    const turn = gate.turn(new AbortController().signal, waitLimit(12_001), false);
    await vi.advanceTimersByTimeAsync(12_000);
    await expect(turn).resolves.toBeUndefined();
  });

  test('of those in line only they leave when it is closed for longer; the others are told', async () => {
    const gate = new Gate(ORIGIN, () => 100);
    gate.start(performance.now());
    const { signal } = new AbortController();
    const told: unknown[] = [];
    const patient: WaitLimit = { ...waitLimit(60_000), onWait: (...wait) => void told.push(wait) };
    const first = gate.turn(signal, patient, false);
    const second = gate.turn(signal, waitLimit(5_000), false);
    const third = gate.turn(signal, patient, false);
    gate.close({ until: performance.now() + 6_000, why: '503' }, performance.now());
    expect(await failureOf(second)).toMatchObject({ kind: 'rate_limit' });
    expect(told).toEqual([
      [ORIGIN, 6_000, '503'],
      [ORIGIN, 6_000, '503'],
    ]);
    expect(gate.waiting).toBe(2);
    await vi.advanceTimersByTimeAsync(6_200);
    await Promise.all([first, third]);
    expect([gate.waiting, listenersOn(signal)]).toEqual([0, 0]);
  });
});
