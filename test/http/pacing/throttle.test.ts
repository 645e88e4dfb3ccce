import { describe, expect, test } from 'vitest';
import type { ResponseHeaders } from '../../../src/http/message.ts';
import { readThrottle, requestedWaitMs } from '../../../src/http/pacing/throttle.ts';

const NOW = Date.UTC(2026, 10, 26, 12, 0, 0);

function throttle(status: number, headers: ResponseHeaders = {}, body: unknown = '') {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return readThrottle({ status, headers, body: Buffer.from(text) }, NOW);
}

function waits(headers: ResponseHeaders, body: unknown = '', status = 429): number | undefined {
  return throttle(status, headers, body)?.waitMs;
}

const NONE_LEFT = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '30' };
const SECONDARY = { message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.' };

describe('which answers refuse because of how often was asked', () => {
  test.each<[number, ResponseHeaders, unknown, boolean]>([
    [429, {}, '', true],
    [403, {}, '', false],
    [403, {}, { message: 'Must have admin rights to Repository.' }, false],
    [403, { 'retry-after': '5' }, '', true],
    [403, NONE_LEFT, '', true],
    [403, { 'x-ratelimit-remaining': '14', 'x-ratelimit-reset': '30' }, '', false],
    [403, { 'x-ratelimit-remaining': '0' }, '', false],
    [403, {}, SECONDARY, true],
    [403, {}, { message: 'You have triggered an abuse detection mechanism. Please wait a few minutes.' }, true],
    [403, {}, { error: { errors: [{ domain: 'usageLimits', reason: 'userRateLimitExceeded' }], code: 403 } }, true],
    [403, {}, { error: { errors: [{ domain: 'usageLimits', reason: 'accessNotConfigured' }], code: 403 } }, false],
    [401, { 'retry-after': '5' }, SECONDARY, false],
    [404, NONE_LEFT, '', false],
    [503, { 'retry-after': '5' }, '', false],
    [200, NONE_LEFT, '', false],
  ])('%i with %o and %j: %s', (status, headers, body, is) => {
    expect(throttle(status, headers, body) !== undefined).toBe(is);
  });
});

describe('for how long', () => {
  test.each<[string, ResponseHeaders, number | undefined]>([
    ['nothing', {}, undefined],
    ['Retry-After', { 'retry-after': '12' }, 12_000],
    ['a quota that is used up', NONE_LEFT, 30_000],
    ['Retry-After before the quota, though it is shorter', { 'retry-after': '12', ...NONE_LEFT }, 12_000],
    ['Retry-After before RateLimit', { 'retry-after': '12', ratelimit: '"a";r=0;t=30' }, 12_000],
    ['Retry-After that cannot be read, after the quota', { 'retry-after': 'soon', ...NONE_LEFT }, 30_000],
    ['a reset alone', { 'x-ratelimit-reset': '30' }, 30_000],
    ['a reset alone, of a vendor', { 'x-acme-ratelimit-reset': '30' }, 30_000],
    ['x-ratelimit-reset-after alone', { 'x-ratelimit-reset-after': '1.5' }, 1_500],
    ['a reset of what is not used up', { 'x-ratelimit-remaining': '14', 'x-ratelimit-reset': '3000' }, undefined],
    ['tokens that are used up', { 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '6m0s' }, 360_000],
    [
      'the longer of two quotas that are used up',
      { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '2s', 'x-ratelimit-remaining-minute': '0' },
      60_000,
    ],
  ])('by %s', (_, headers, ms) => {
    expect(waits(headers)).toBe(ms);
  });

  test.each<[string, unknown, number | undefined]>([
    ['Discord', { message: 'You are being rate limited.', retry_after: 64.57, global: false }, 64_570],
    ['Telegram', { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 35 } }, 35_000],
    ['Dropbox', { error: { reason: { '.tag': 'too_many_requests' }, retry_after: 300 } }, 300_000],
    ['monday', { errors: [{ extensions: { retry_in_seconds: 17 } }] }, 17_000],
    ['Google', { error: { details: [{ '@type': 'google.rpc.RetryInfo', retryDelay: '34.5s' }] } }, 34_500],
    ['milliseconds', { retry_after_ms: 1500 }, 1_500],
    ['camel case', { retryAfter: '7' }, 7_000],
    ['several', [{ retry_after: 1 }, { retry_after: 3 }], 3_000],
    ['something else', { retry_after: 'soon', retry: 5, after: 5 }, undefined],
    ['less than nothing', { retry_after: -1 }, undefined],
    ['OpenAI, in words', { error: { message: 'Rate limit reached. Please try again in 6m0s.' } }, 360_000],
    ['OpenAI, in fewer', { error: { message: 'Rate limit reached. Please try again in 20ms.' } }, 20],
    ['Azure, in words', { error: { message: 'Please retry after 9 seconds.' } }, 9_000],
    ['a page', '<p>Too many requests: try again in 2 minutes', 120_000],
    ['a page that says nothing', '<p>Too many requests', undefined],
    ['JSON that is cut', '{"retry_after": 5', undefined],
    ['words on 403 that say nothing of it', '', undefined],
  ])('by its body: %s', (_, body, ms) => {
    expect(waits({}, body)).toBe(ms);
  });

  test('a body that is nested too deep or too large says nothing', () => {
    expect(waits({}, `${'['.repeat(50_000)}{"retry_after": 5}${']'.repeat(50_000)}`)).toBeUndefined();
    expect(waits({}, { padding: 'x'.repeat(70_000), retry_after: 5 })).toBeUndefined();
  });

  test("GitHub's secondary limit is a minute unless it says otherwise", () => {
    expect(throttle(403, {}, SECONDARY)).toEqual({ waitMs: 60_000, by: 'words', isGlobal: true });
    expect(throttle(429, { 'x-ratelimit-remaining': '14', 'x-ratelimit-reset': '3000' }, SECONDARY)?.waitMs).toBe(60_000);
    expect(throttle(403, { 'retry-after': '5' }, SECONDARY)).toEqual({ waitMs: 5_000, by: 'retry-after', isGlobal: true });
  });
});

describe('what is meant', () => {
  test.each<[ResponseHeaders, unknown, boolean]>([
    [{ 'retry-after': '1' }, '', false],
    [{ 'retry-after': '1', 'x-ratelimit-global': 'true' }, '', true],
    [{ 'retry-after': '1', 'x-ratelimit-scope': 'global' }, '', true],
    [{ 'retry-after': '1', 'x-ratelimit-scope': 'user' }, '', false],
    [{}, { retry_after: 1, global: true }, true],
    [{}, { retry_after: 1, global: false }, false],
  ])('%o and %j: everything at the origin: %s', (headers, body, isGlobal) => {
    expect(throttle(429, headers, body)?.isGlobal).toBe(isGlobal);
  });
});

describe('requestedWaitMs', () => {
  test.each<[number, ResponseHeaders, number | undefined]>([
    [429, { 'retry-after': '5' }, 5_000],
    [404, { 'retry-after': '5' }, 5_000],
    [403, NONE_LEFT, 30_000],
    [404, NONE_LEFT, undefined],
    [500, {}, undefined],
  ])('of a %i with %o is %s', (status, headers, ms) => {
    expect(requestedWaitMs({ status, headers })).toBe(ms);
  });
});
