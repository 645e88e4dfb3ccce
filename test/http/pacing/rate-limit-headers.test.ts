import { describe, expect, test } from 'vitest';
import type { ResponseHeaders } from '../../../src/http/message.ts';
import { readRateLimits, type Quota } from '../../../src/http/pacing/rate-limit-headers.ts';

const NOW = Date.UTC(2026, 10, 26, 12, 0, 0);

/** Milliseconds until what is used up is whole again, if any of it is. */
function used(headers: ResponseHeaders): number | undefined {
  const resets = readRateLimits({ headers }, NOW).quotas.flatMap(({ isLeft, isOfRequests, resetMs }) => {
    return isLeft || !isOfRequests ? [] : [resetMs ?? Number.NaN];
  });
  return resets.length > 0 ? Math.max(...resets) : undefined;
}

function rate(headers: ResponseHeaders): number | undefined {
  return readRateLimits({ headers }, NOW).perSecond;
}

/** The names of its quotas, and of what kind they are. */
function names(headers: ResponseHeaders): (string | undefined)[] {
  return readRateLimits({ headers }, NOW).quotas.map(({ name }) => name && `${name.kind} ${name.name}`);
}

describe('RateLimit, the structured form', () => {
  test.each<[string, number | undefined]>([
    ['"default";r=0;t=30', 30_000],
    ['"default";r=50;t=30', undefined],
    ['"default";r=0', Number.NaN],
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
    ['"default";r=0;t=-5', Number.NaN],
    ['100', undefined],
  ])('%s', (ratelimit, ms) => {
    expect(used({ ratelimit })).toBe(ms);
  });

  test('without a reset the window of its policy is the longest it can take', () => {
    expect(used({ ratelimit: '"a";r=0', 'ratelimit-policy': '"b";q=5;w=7, "a";q=100;w=60' })).toBe(60_000);
  });

  test('in several header lines is one list', () => {
    expect(used({ ratelimit: ['"a";r=9;t=5', '"b";r=0;t=8'] })).toBe(8_000);
  });

  test.each<[string, string | undefined]>([
    ['"per-minute";r=0;t=30', 'policy per-minute'],
    ['per-minute;r=0;t=30', 'policy per-minute'],
    ['"a \\"b\\"";r=0;t=30', 'policy a "b"'],
    ['"default";r=0;t=30;pk=:dGVzdA==:', 'policy default :dGVzdA==:'],
    ['limit=100, remaining=0, reset=30', undefined],
  ])('%s is named', (ratelimit, name) => {
    expect(names({ ratelimit })).toEqual([name]);
  });

  test.each<[string, boolean]>([
    ['"a";q=100;w=60', true],
    ['"a";q=100;w=60;qu="requests"', true],
    ['"a";q=100;w=60;qu=requests', true],
    ['"a";q=100000;w=60;qu="content-bytes"', false],
    ['"a";q=10;qu="concurrent-requests"', false],
  ])('a policy %s is one of requests: %s', (policy, isOfRequests) => {
    const { quotas, perSecond } = readRateLimits({ headers: { 'ratelimit-policy': policy, ratelimit: '"a";r=0;t=9' } }, NOW);
    expect(quotas.map((each: Quota) => each.isOfRequests)).toEqual([isOfRequests]);
    expect(perSecond !== undefined).toBe(isOfRequests);
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
  test.each(['ratelimit', 'x-ratelimit', 'x-rate-limit', 'x-sentry-rate-limit'])(
    '%s: nothing is left until the reset',
    (name) => {
      expect(used({ [`${name}-limit`]: '60', [`${name}-remaining`]: '0', [`${name}-reset`]: '30' })).toBe(30_000);
      expect(used({ [`${name}-limit`]: '60', [`${name}-remaining`]: '1', [`${name}-reset`]: '30' })).toBeUndefined();
      expect(used({ [`${name}-limit`]: '60', [`${name}-remaining`]: '0' })).toBeNaN();
      expect(used({ [`${name}-reset`]: '30' })).toBeUndefined();
    },
  );

  test.each([
    ['seconds since the epoch', NOW / 1_000 + 90],
    ['seconds since the epoch with a fraction', `${NOW / 1_000 + 90}.000`],
    ['milliseconds since the epoch', NOW + 90_000],
    ['seconds from now', 90],
    ['a fraction of seconds', '90.0'],
    ['a duration', '1m30s'],
    ['ISO 8601', '2026-11-26T12:01:30Z'],
    ['ISO 8601 with an offset', '2026-11-26T12:01:30+00:00'],
    ['an HTTP date', 'Thu, 26 Nov 2026 12:01:30 GMT'],
    ['a date of Ruby', '2026-11-26 04:01:30 -0800'],
  ])('the reset may be %s', (_, reset) => {
    expect(used({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) })).toBe(90_000);
  });

  test('a time from now goes before a time on a clock', () => {
    const reset = String(NOW / 1_000 + 90);
    expect(used({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset, 'x-ratelimit-reset-after': '1.25' })).toBe(1_250);
  });

  test("a time is read against the server's own clock", () => {
    const date = new Date(NOW - 600_000).toUTCString();
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1_000 - 540), date };
    expect(used(headers)).toBe(60_000);
  });

  test.each(['', 'soon', '-5', '1e3', '0x10', 'NaN'])('a reset of "%s" counts as none', (reset) => {
    expect(used({ 'ratelimit-remaining': '0', 'ratelimit-reset': reset })).toBeNaN();
  });

  test('a time that has passed is none to wait for', () => {
    expect(used({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1_000 - 5) })).toBe(0);
  });

  test('the limit may name its window', () => {
    expect(rate({ 'ratelimit-limit': '10, 10;w=1, 300;w=60', 'ratelimit-remaining': '3' })).toBe(5);
  });

  test.each<[string, ResponseHeaders, number | undefined]>([
    ['OpenAI', { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '2s' }, 2_000],
    ['OpenAI, longer', { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '6m0s' }, 360_000],
    ['OpenAI, shorter', { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '20ms' }, 20],
    ['OpenAI, out of tokens', { 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '6m0s' }, undefined],
    [
      'Anthropic',
      { 'anthropic-ratelimit-requests-remaining': '0', 'anthropic-ratelimit-requests-reset': '2026-11-26T12:00:07Z' },
      7_000,
    ],
    ['Linear', { 'x-ratelimit-requests-remaining': '0', 'x-ratelimit-requests-reset': String(NOW + 5_000) }, 5_000],
    ['Reddit', { 'x-ratelimit-remaining': '0.0', 'x-ratelimit-reset': '45', 'x-ratelimit-used': '600' }, 45_000],
    ['Reddit, with some left', { 'x-ratelimit-remaining': '598.0', 'x-ratelimit-reset': '45' }, undefined],
    ['Mastodon', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2026-11-26T12:05:00.000000Z' }, 300_000],
    ['GitLab', { 'ratelimit-remaining': '0', 'ratelimit-resettime': 'Thu, 26 Nov 2026 12:00:40 GMT' }, 40_000],
    ['Docker Hub', { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '0;w=21600' }, 21_600_000],
    ['Akamai', { 'x-ratelimit-remaining': '0', 'x-ratelimit-next': '2026-11-26T12:00:03Z' }, 3_000],
    ['Kong', { 'x-ratelimit-remaining-minute': '0', 'x-ratelimit-remaining-hour': '12' }, 60_000],
    ['HubSpot', { 'x-hubspot-ratelimit-remaining': '0', 'x-hubspot-ratelimit-interval-milliseconds': '10000' }, 10_000],
    ['Trello', { 'x-rate-limit-api-token-remaining': '0', 'x-rate-limit-api-token-interval-ms': '10000' }, 10_000],
    ['Contentful', { 'x-contentful-ratelimit-second-remaining': '0', 'x-contentful-ratelimit-reset': '1' }, 1_000],
    ['X, by the day', { 'x-app-limit-24hour-remaining': '0', 'x-app-limit-24hour-reset': String(NOW / 1_000 + 9) }, 9_000],
  ])('%s', (_, headers, ms) => {
    expect(used(headers)).toBe(ms);
  });

  test.each<[ResponseHeaders, string | undefined]>([
    [{ 'x-ratelimit-remaining': '9', 'x-ratelimit-resource': 'search' }, 'resource search'],
    [{ 'x-ratelimit-remaining': '9', 'x-ratelimit-bucket': 'abcd' }, 'bucket abcd'],
    [{ 'ratelimit-remaining': '9', 'ratelimit-name': 'throttle_api' }, 'resource throttle_api'],
    [{ 'x-rate-limit-remaining': '9' }, undefined],
    [{ 'x-ratelimit-remaining': '9' }, undefined],
  ])('%o is named', (headers, name) => {
    expect(names(headers)).toEqual([name]);
  });
});

test('an answer that says nothing of it says nothing', () => {
  expect(readRateLimits({ headers: { 'content-type': 'text/html', date: 'x' } }, NOW)).toEqual({ quotas: [] });
});
