import { describe, expect, test } from 'vitest';
import { LearnedRate } from '../../../src/http/pacing/learned-rate.ts';

/** A rate that has seen `count` answers, `gap` ms apart, and then a refusal; and when that was. */
function refusedAfter(count: number, gap: number, told?: number): { rate: LearnedRate; now: number } {
  const rate = new LearnedRate();
  for (let nth = 0; nth < count; nth++) rate.answered(1_000 + nth * gap, false);
  const now = 1_000 + count * gap;
  rate.refused(now, told);
  return { rate, now };
}

describe('LearnedRate', () => {
  test('without a refusal knows nothing and paces nothing', () => {
    const rate = new LearnedRate();
    for (let nth = 0; nth < 1_000; nth++) rate.answered(nth, true);
    expect([rate.perSecond, rate.intervalMs(0)]).toEqual([undefined, 0]);
  });

  test.each([
    ['10 at once', 10, 1, 9],
    // 10 saved up and 10 a second: 30 a second are taken for half a second.
    ['15 in half a second', 15, 33.3, 9],
    ['60 in 5 s', 60, 83.3, 9],
    ['100 at once', 100, 1, 82],
  ])('%s and then a refusal is a full bucket of a second', (_, count, gap, perSecond) => {
    const { rate } = refusedAfter(count, gap);
    expect(rate.perSecond).toBeGreaterThan(perSecond * 0.97);
    expect(rate.perSecond).toBeLessThan(perSecond * 1.03);
  });

  test.each([0, 1, 2])(
    'a refusal after %i answers says nothing of a rate; a second one soon after does: 5 a second are tried',
    (count) => {
      const { rate, now } = refusedAfter(count, 1);
      expect(rate.perSecond).toBeUndefined();
      rate.refused(now + 1_000, undefined);
      expect(rate.perSecond).toBe(5);
    },
  );

  test('one refusal, and much later another, are two that are alone', () => {
    const { rate, now } = refusedAfter(0, 0);
    rate.refused(now + 20_000, undefined);
    expect(rate.perSecond).toBeUndefined();
  });

  test('what was learned is forgotten when nothing was asked for half a minute', () => {
    const { rate, now } = refusedAfter(10, 1);
    expect(rate.intervalMs(now + 29_000)).toBeGreaterThan(100);
    expect(rate.intervalMs(now + 31_000)).toBe(0);
  });

  test('what the origin says goes before any guess, and before growth', () => {
    const { rate, now } = refusedAfter(100, 1, 10);
    expect(rate.perSecond).toBe(9.5);
    for (let nth = 0; nth < 1_000; nth++) rate.answered(now + nth * 100, true);
    expect(rate.perSecond).toBe(9.5);
  });

  test('from one refusal to the next it is measured', () => {
    const { rate, now } = refusedAfter(60, 1); // 50 too many
    for (let nth = 1; nth <= 21; nth++) rate.answered(now + nth * 95, true);
    rate.refused(now + 2_000, undefined);
    expect(rate.perSecond).toBeCloseTo(9.5);
  });

  test('two refusals close together halve it', () => {
    const { rate, now } = refusedAfter(20, 1);
    const before = rate.perSecond ?? 0;
    rate.answered(now + 50, false);
    rate.refused(now + 100, undefined);
    expect(rate.perSecond).toBe(before / 2);
  });

  test('refusals too close together to measure between are measured across', () => {
    const { rate, now } = refusedAfter(100, 1);
    for (let nth = 1; nth <= 20; nth++) {
      rate.answered(now + nth * 100, false);
      if (nth % 5 === 0) rate.refused(now + nth * 100 + 1, undefined);
    }
    // Of 82 half, then what a whole second says, 9 by 0.95, then 0.8 of it, and a little less once more.
    expect(rate.perSecond).toBeCloseTo(6.5, 1);
  });

  test('a refusal with no answer since the last says only that it is too early', () => {
    const { rate, now } = refusedAfter(20, 1);
    const before = rate.perSecond;
    for (let nth = 1; nth < 10; nth++) rate.refused(now + nth * 1_000, undefined);
    expect(rate.perSecond).toBe(before);
  });

  test('a long idle time between two refusals is no slow server', () => {
    const { rate, now } = refusedAfter(10, 1);
    for (let nth = 0; nth < 10; nth++) rate.answered(now + 3_600_000 + nth, true);
    rate.refused(now + 3_600_020, undefined);
    expect(rate.perSecond).toBeGreaterThan(8);
  });

  test('grows slowly while it is used, and not while it is not', () => {
    const { rate, now } = refusedAfter(10, 1);
    const before = rate.perSecond ?? 0;
    for (let nth = 1; nth <= 100; nth++) rate.answered(now + nth * 100, false);
    expect(rate.perSecond).toBe(before);
    for (let nth = 101; nth <= 200; nth++) rate.answered(now + nth * 100, true);
    expect(rate.perSecond).toBeGreaterThan(before * 1.03);
    expect(rate.perSecond).toBeLessThan(before * 1.08);
  });
});
