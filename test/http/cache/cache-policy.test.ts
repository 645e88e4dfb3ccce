import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { buildPolicy, isFresh } from '../../../src/http/cache/cache-policy.ts';
import type { HttpRequest, ResponseHeaders } from '../../../src/http/message.ts';

const NOW = Date.UTC(2026, 10, 26, 12, 0, 0);
const REQUEST: HttpRequest = { method: 'GET', url: new URL('http://one.test/'), headers: {} };

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: NOW }));
afterEach(() => void vi.useRealTimers());

/** An HTTP date so many seconds from now. */
function at(seconds: number): string {
  return new Date(NOW + seconds * 1_000).toUTCString();
}

/** Whether an answer is fresh so many seconds after it came. */
function fresh(headers: ResponseHeaders, after = 0): boolean {
  vi.setSystemTime(NOW);
  // With a validator it is kept in any case.
  const policy = buildPolicy(REQUEST, 200, { etag: '"e"', ...headers });
  vi.setSystemTime(NOW + after * 1_000);
  return policy !== undefined && isFresh(policy, REQUEST);
}

describe('Expires (RFC 9111 section 5.3)', () => {
  test.each<[string, string | string[], boolean]>([
    ['a date to come', at(60), true],
    ['a date that has passed', at(-1), false],
    ['the moment itself', at(0), false],
    ['a date of RFC 850', 'Thursday, 26-Nov-26 12:01:00 GMT', true],
    ['a date of asctime', 'Thu Nov 26 12:01:00 2026', true],
    ['0', '0', false],
    ['-1', '-1', false],
    ['seconds', '3600', false],
    ['a year', '2050', false],
    ['a date alone', '2050-01-01', false],
    ['ISO 8601', '2050-01-01T00:00:00Z', false],
    ['another zone', 'Thu, 26 Nov 2026 12:01:00 UTC', false],
    ['an offset', 'Thu, 26 Nov 2026 12:01:00 +0000', false],
    ['no zone', 'Thu, 26 Nov 2026 12:01:00', false],
    ['a day of one digit', 'Sun, 6 Dec 2026 12:01:00 GMT', false],
    ['lower case', 'thu, 26 nov 2026 12:01:00 gmt', false],
    ['no date', 'never', false],
    ['nothing', '', false],
    ['two lines', [at(60), at(60)], false],
    ['two lines, of which one cannot be read', [at(60), '0'], false],
  ])('%s: %j', (_, expires, isIt) => {
    expect(fresh({ expires, date: at(0) })).toBe(isIt);
  });

  test('holds from the Date of the answer on, on whatever clock', () => {
    const headers = { date: at(-600), expires: at(-540) };
    expect(fresh(headers)).toBe(false); // what is ten minutes old has been fresh for one
    expect(fresh({ date: at(600), expires: at(660) }, 59)).toBe(true);
    expect(fresh({ date: at(600), expires: at(660) }, 61)).toBe(false);
  });

  test.each(['', 'x', '2026', 'Thu, 26 Nov 2026 12:00:00 UTC'])('and from when it came if its Date is "%s"', (date) => {
    expect(fresh({ date, expires: at(60) }, 59)).toBe(true);
    expect(fresh({ date, expires: at(60) }, 61)).toBe(false);
  });

  test('does not count beside max-age', () => {
    expect(fresh({ expires: '0', 'cache-control': 'max-age=60' }, 59)).toBe(true);
    expect(fresh({ expires: at(600), 'cache-control': 'max-age=60' }, 61)).toBe(false);
  });
});

describe('Date and Age (RFC 9111 section 4.2.3)', () => {
  const control = { 'cache-control': 'max-age=90' };

  test.each<[ResponseHeaders, number]>([
    [{}, 90],
    [{ age: '30' }, 60],
    [{ age: '0' }, 90],
    [{ age: ' 30 ' }, 60],
    [{ age: ['30', '50'] }, 60],
    [{ age: '30, 50' }, 60],
    [{ age: '' }, 90],
    [{ age: 'x' }, 90],
    [{ age: '-5' }, 90],
    [{ age: '1.5' }, 90],
    [{ age: '90' }, 0],
    [{ age: '9999999999' }, 0],
    [{ date: at(0) }, 90],
    [{ date: at(-40) }, 50],
    [{ date: at(-3_600) }, 0],
    [{ date: at(3_600) }, 90],
    [{ date: at(-40), age: '30' }, 50],
    [{ date: at(-30), age: '40' }, 50],
    [{ date: [at(-40), at(-40)] }, 90],
    [{ date: 'Thu, 26 Nov 2026 11:00:00 UTC' }, 90],
  ])('%j: max-age=90 is fresh for %i s', (headers, seconds) => {
    expect(fresh({ ...control, ...headers }, Math.max(0, seconds - 1))).toBe(seconds > 0);
    expect(fresh({ ...control, ...headers }, seconds + 1)).toBe(false);
  });

  test('a part of a second, which no Date has, is none', () => {
    vi.setSystemTime(NOW + 900);
    const policy = buildPolicy(REQUEST, 200, { date: at(0), 'cache-control': 'max-age=1' });
    expect(policy && isFresh(policy, REQUEST)).toBe(true);
  });
});

describe('max-age (RFC 9111 section 5.2.2.1)', () => {
  test.each<[string | string[], boolean]>([
    ['max-age=60', true],
    ['max-age="60"', true],
    ['Max-Age=60', true],
    ['max-age=0', false],
    ['max-age', false],
    ['max-age=', false],
    ['max-age=-1', false],
    ['max-age=60s', false],
    ['max-age=1e3', false],
    ['max-age=60.5', false],
    ['max-age=99999999999999999999', true],
    ['max-age=0, max-age=60', false],
    ['max-age=60, max-age=0', true],
    [['public', 'max-age=60'], true],
    ['no-cache, max-age=60', false],
    ['no-store, max-age=60', false],
  ])('%j', (control, isIt) => {
    expect(fresh({ 'cache-control': control })).toBe(isIt);
  });
});
