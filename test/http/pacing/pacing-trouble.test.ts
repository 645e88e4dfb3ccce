import { describe, expect, test } from 'vitest';
import { Breaker, TRIPS_AT } from '../../../src/http/pacing/breaker.ts';
import { AdaptiveLimit } from '../../../src/http/pacing/adaptive-limit.ts';

/** One that has just tripped. */
function tripped(): Breaker {
  const breaker = new Breaker();
  for (let nth = 0; nth < TRIPS_AT; nth++) breaker.failed(0);
  return breaker;
}

describe('AdaptiveLimit', () => {
  test('one trouble is an accident, another within 10 s halves it, down to one', () => {
    const limit = new AdaptiveLimit(8);
    const seen = [0, 1, 2, 3, 4, 5].map((second) => {
      limit.troubled(second * 1_000);
      return limit.value;
    });
    expect(seen).toEqual([8, 4, 2, 1, 1, 1]);
  });

  test('troubles that are far apart do not', () => {
    const limit = new AdaptiveLimit(8);
    for (let nth = 0; nth < 10; nth++) limit.troubled(nth * 10_001);
    expect([limit.value, limit.isFull]).toEqual([8, true]);
  });

  test('each as many successes as are sent at a time add one, up to where it was', () => {
    const limit = new AdaptiveLimit(4);
    for (let nth = 0; nth < 4; nth++) limit.troubled(nth);
    const seen = Array.from({ length: 8 }, () => {
      limit.succeeded();
      return limit.value;
    });
    expect(seen).toEqual([2, 2, 3, 3, 3, 4, 4, 4]);
  });
});

describe('Breaker', () => {
  test('trips at the twentieth failure in a row, for 15 s', () => {
    const breaker = new Breaker();
    for (let nth = 1; nth < 20; nth++) expect(breaker.failed(0)).toBe(false);
    expect(breaker.openMs(0)).toBe(0);
    expect(breaker.failed(0)).toBe(true);
    expect([breaker.openMs(0), breaker.openMs(14_999), breaker.openMs(15_000)]).toEqual([15_000, 1, 0]);
  });

  test('never on a mix of failures and answers', () => {
    const breaker = new Breaker();
    for (let nth = 0; nth < 1_000; nth++) {
      if (nth % 20 === 19) breaker.reached();
      else breaker.failed(nth);
    }
    expect([breaker.isTripped, breaker.openMs(1_000)]).toEqual([false, 0]);
  });

  test('then lets one try, which closes it by any answer', () => {
    const breaker = tripped();
    const tried = breaker.starts();
    expect([tried, breaker.isTrying]).toEqual([expect.any(Function), true]);
    breaker.reached();
    expect([breaker.isTrying, breaker.openMs(0), breaker.starts()]).toEqual([false, 0, undefined]);
  });

  test('and stays open for another 15 s if that one fails, too', () => {
    const breaker = tripped();
    const tried = breaker.starts();
    breaker.failed(16_000);
    tried?.();
    expect([breaker.isTrying, breaker.openMs(16_000)]).toEqual([false, 15_000]);
  });

  test('one that tried and came to nothing leaves it to another', () => {
    const breaker = tripped();
    breaker.starts()?.();
    expect([breaker.openMs(15_000), breaker.starts()]).toEqual([0, expect.any(Function)]);
  });

  test('the others wait until it is over, or they are wanted no more', async () => {
    const breaker = tripped();
    const tried = breaker.starts();
    const [gone, { signal }] = [new AbortController(), new AbortController()];
    const waiting = [breaker.untilTried(gone.signal), breaker.untilTried(signal)].map((each) => each?.then(() => 'over'));
    gone.abort(new Error('gone'));
    await expect(waiting[0]).rejects.toThrow('gone');
    tried?.();
    expect([await waiting[1], breaker.untilTried(signal)]).toEqual(['over', undefined]);
  });
});
