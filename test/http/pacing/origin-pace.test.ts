import { describe, expect, test } from 'vitest';
import { RequestFailure } from '../../../src/request-failure.ts';
import { OriginPace } from '../../../src/http/pacing/origin-pace.ts';

function pace(): OriginPace {
  return new OriginPace('http://a.test', 8, () => 0);
}

/** Whether nothing is sent at 20 ms, and that is said. */
function isRefused(origin: OriginPace): boolean {
  try {
    origin.mustBeReachable(20);
    return false;
  } catch (error) {
    return (
      error instanceof RequestFailure &&
      error.message.startsWith('20 requests in a row failed to reach a.test; this one was not sent')
    );
  }
}

describe('OriginPace', () => {
  test('of requests in flight together one refusal counts, and each takes the place of one to come', () => {
    const one = pace();
    const many = pace();
    for (const each of [one, many]) for (let nth = 0; nth < 3; nth++) each.answered({ status: 200, headers: {} }, 0, 5);
    for (let nth = 0; nth < 6; nth++) many.answered({ status: 429, headers: {} }, 10, 20);
    one.answered({ status: 429, headers: {} }, 10, 20);
    expect(many.rate.perSecond).toBe(one.rate.perSecond);
    expect([one.gate.admits(600, true), many.gate.admits(600, true), many.gate.admits(1_500, true)]).toEqual([true, false, true]);
  });

  test('refusals in a row without a word of how long close it for longer each time, up to 30 s', () => {
    const refused = pace();
    let now = 0;
    const closed = Array.from({ length: 9 }, () => {
      refused.answered({ status: 429, headers: {} }, now + 1, now + 2);
      const ms = refused.gate.closedMs(now + 2);
      now += 100_000;
      return ms;
    });
    expect(closed).toEqual([0, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    refused.answered({ status: 200, headers: {} }, now, now);
    refused.answered({ status: 429, headers: {} }, now + 1, now + 2);
    expect(refused.gate.closedMs(now + 2)).toBe(0);
  });

  test('after it was closed without a refusal it is asked one by one for a second, by whoever has waited for it', () => {
    const closed = pace();
    closed.answered({ status: 503, headers: { 'retry-after': '2' } }, 0, 0);
    expect(closed.rate.perSecond).toBeUndefined();
    closed.start(closed.gates(undefined, 2_000), 2_000);
    expect([closed.gate.admits(2_020, true), closed.gate.admits(2_050, true)]).toEqual([false, true]);
    closed.start(closed.gates(undefined, 3_100), 3_100);
    expect(closed.gate.admits(3_100, true)).toBe(true);
  });

  test('a quota that is used up for an hour says nothing of how fast it may be used', () => {
    const used = pace();
    used.answered({ status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '3600' } }, 1, 2);
    expect([used.gate.closedMs(2), used.rate.perSecond]).toEqual([3_600_000, undefined]);
  });

  test.each([
    ['a body that is too large', new RequestFailure({ outcome: 'too_large', message: '' }), false],
    ['a name that does not exist', new RequestFailure({ outcome: 'network', kind: 'dns', message: '' }), true],
    ['a handshake', new RequestFailure({ outcome: 'network', kind: 'tls', message: '' }), true],
    ['a connection attempt that took too long', new RequestFailure({ outcome: 'timeout', kind: 'connect', message: '' }), true],
    ['an address that is refused', new RequestFailure({ outcome: 'blocked', message: '' }), false],
  ])('twenty failures in a row by %s: %o trips %s', (_, failure, trips) => {
    const failing = pace();
    for (let nth = 0; nth < 20; nth++) failing.failed(failure, false, nth, nth);
    expect(isRefused(failing)).toBe(trips);
  });
});
