import { describe, expect, test } from 'vitest';
import type { ResponseHeaders } from '../../../src/http/message.ts';
import { requestedWaitMs, readQuota } from '../../../src/http/pacing/rate-limit-headers.ts';

const NOW = Date.UTC(2026, 10, 26, 12, 0, 0);

function closed(headers: ResponseHeaders, status = 200): number | undefined {
  return readQuota({ status, headers }, NOW).closedMs;
}

function rate(headers: ResponseHeaders): number | undefined {
  return readQuota({ status: 200, headers }, NOW).perSecond;
}

describe('Retry-After', () => {
  test.each([429, 503, 403])('of a %i closes', (status) => {
    expect(closed({ 'retry-after': '12' }, status)).toBe(12_000);
    expect(closed({ 'retry-after': 'Thu, 26 Nov 2026 12:00:30 GMT' }, status)).toBe(30_000);
  });

  test.each([200, 202, 301, 404, 413, 500])('of a %i does not: it speaks of this answer', (status) => {
    expect(closed({ 'retry-after': '12' }, status)).toBeUndefined();
  });

  test('goes together with what the quota says: the longer holds', () => {
    const both = { 'ratelimit-remaining': '0', 'ratelimit-reset': '30' };
    expect(closed({ 'retry-after': '12', ...both }, 429)).toBe(30_000);
    expect(closed({ 'retry-after': '40', ...both }, 429)).toBe(40_000);
  });

  test('of more than a day counts as a day', () => {
    expect(closed({ 'retry-after': '99999999' }, 429)).toBe(86_400_000);
  });
});

describe('RateLimit, the structured form', () => {
  test.each<[string, number | undefined]>([
    ['"default";r=0;t=30', 30_000],
    ['"default";r=50;t=30', undefined],
    ['"default";r=0', undefined],
    ['"burst";r=0;t=5, "daily";r=100;t=86400', 5_000],
    ['"burst";r=0;t=5, "daily";r=0;t=3600', 3_600_000],
    ['default;r=0;t=30', 30_000],
    ['"a;b, c";r=0;t=30', 30_000],
    ['"default" ; r=0 ; t=30', 30_000],
    ['"default";r=0;t=30;pk=:dGVzdA==:', 30_000],
    ['limit=100, remaining=0, reset=30', 30_000],
    ['limit=100, remaining=50, reset=30', undefined],
    ['limit=100,remaining=0,reset=30', 30_000],
    ['', undefined],
    ['"default', undefined],
    ['"default";r=none;t=30', undefined],
    ['"default";r=0;t=-5', undefined],
    ['100', undefined],
  ])('%s', (ratelimit, ms) => {
    expect(closed({ ratelimit })).toBe(ms);
  });

  test('without a reset the window of its policy is the longest it can take', () => {
    expect(closed({ ratelimit: '"a";r=0', 'ratelimit-policy': '"b";q=5;w=7, "a";q=100;w=60' })).toBe(60_000);
  });

  test('in several header lines is one list', () => {
    expect(closed({ ratelimit: ['"a";r=9;t=5', '"b";r=0;t=8'] })).toBe(8_000);
  });
});

describe('RateLimit-Policy', () => {
  test.each<[string, number | undefined]>([
    ['"default";q=100;w=60', 100 / 60],
    ['"default";q=10;w=1', 10],
    ['"burst";q=10;w=1, "minute";q=300;w=60', 5],
    ['100;w=60', 100 / 60],
    ['"hour";q=5000;w=3600', undefined],
    ['"second";q=10;w=1, "hour";q=5000;w=3600', 10],
    ['"default";q=100', undefined],
    ['"default";q=0;w=60', undefined],
    ['"default";q=100;w=0', undefined],
  ])('%s says how many a second', (policy, perSecond) => {
    expect(rate({ 'ratelimit-policy': policy })).toBe(perSecond);
  });
});

describe('RateLimit-Remaining and its kin', () => {
  test.each(['ratelimit', 'x-ratelimit', 'x-rate-limit'])('%s: nothing left closes until the reset', (name) => {
    expect(closed({ [`${name}-limit`]: '60', [`${name}-remaining`]: '0', [`${name}-reset`]: '30' })).toBe(30_000);
    expect(closed({ [`${name}-limit`]: '60', [`${name}-remaining`]: '1', [`${name}-reset`]: '30' })).toBeUndefined();
    expect(closed({ [`${name}-limit`]: '60', [`${name}-remaining`]: '0' })).toBeUndefined();
    expect(closed({ [`${name}-reset`]: '30' })).toBeUndefined();
  });

  test.each([
    ['seconds since the epoch', NOW / 1_000 + 90],
    ['milliseconds since the epoch', NOW + 90_000],
    ['seconds from now', 90],
    ['a fraction of seconds', '90.0'],
  ])('the reset may be %s', (_, reset) => {
    expect(closed({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) }, 403)).toBe(90_000);
  });

  test("a time is read against the server's own clock", () => {
    const date = new Date(NOW - 600_000).toUTCString();
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1_000 - 540), date };
    expect(closed(headers)).toBe(60_000);
  });

  test.each(['', 'soon', '-5', '1e3', '0x10', 'NaN'])('a reset of "%s" counts as none', (reset) => {
    expect(closed({ 'ratelimit-remaining': '0', 'ratelimit-reset': reset })).toBeUndefined();
  });

  test('a time that has passed closes nothing', () => {
    expect(closed({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1_000 - 5) })).toBeUndefined();
  });

  test('the limit may name its window', () => {
    expect(rate({ 'ratelimit-limit': '10, 10;w=1, 300;w=60', 'ratelimit-remaining': '3' })).toBe(5);
  });
});

test('an answer that says nothing of it says nothing', () => {
  expect(readQuota({ status: 200, headers: { 'content-type': 'text/html', date: 'x' } }, NOW)).toEqual({});
  expect(readQuota({ status: 429, headers: {} }, NOW)).toEqual({});
});

describe('comesBackMs', () => {
  const none = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '30' };
  test.each<[number, ResponseHeaders, number | undefined]>([
    [429, { 'retry-after': '5' }, 5_000],
    [404, { 'retry-after': '5' }, 5_000],
    [403, none, 30_000],
    [404, none, undefined],
    [500, {}, undefined],
  ])('of a %i with %o is %s', (status, headers, ms) => {
    expect(requestedWaitMs({ status, headers })).toBe(ms);
  });
});
