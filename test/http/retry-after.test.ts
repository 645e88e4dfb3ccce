import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ResponseHeaders } from '../../src/http/message.ts';
import { retryAfterMs } from '../../src/http/retry-after.ts';

const NOW = Date.UTC(2094, 10, 6, 8, 49, 0);
const YEAR_MS = 365 * 86_400_000;

function at(value: string | string[] | undefined, others: ResponseHeaders = {}): number | undefined {
  return retryAfterMs({ headers: { 'retry-after': value, ...others } }, NOW);
}

const zone = process.env['TZ'];
beforeEach(() => void (process.env['TZ'] = 'America/New_York'));
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

describe('Retry-After (RFC 9110 section 10.2.3)', () => {
  test.each<[string, number]>([
    ['0', 0],
    ['1', 1_000],
    ['120', 120_000],
    ['007', 7_000],
    [' 5 ', 5_000],
    ['2.0', 2_000],
    ['1.5', 1_500],
    ['0.25', 250],
    ['31536000', YEAR_MS],
  ])('reads seconds: "%s" is %i ms', (value, ms) => {
    expect(at(value)).toBe(ms);
  });

  test.each(['99999999999999999999', '9'.repeat(400), '9'.repeat(15_000)])('however many digits, it is a year', (value) => {
    expect(at(value)).toBe(YEAR_MS);
  });

  test.each<[string, string]>([
    ['the preferred form', 'Sat, 06 Nov 2094 08:49:37 GMT'],
    ['the RFC 850 form', 'Saturday, 06-Nov-94 08:49:37 GMT'],
    ['the RFC 850 form with a whole year', 'Saturday, 06-Nov-2094 08:49:37 GMT'],
    ['the asctime form, which is GMT without saying so', 'Sat Nov  6 08:49:37 2094'],
    ['another zone', 'Sat, 06 Nov 2094 10:49:37 +0200'],
    ['UTC by its name', 'Sat, 06 Nov 2094 08:49:37 UTC'],
    ['ISO 8601', '2094-11-06T08:49:37Z'],
    ['ISO 8601 with a zone', '2094-11-06T10:49:37+02:00'],
    ['ISO 8601 with a fraction', '2094-11-06T08:49:37.000Z'],
    ['ISO 8601 without a zone', '2094-11-06T08:49:37'],
    ['ISO 8601 as Ruby writes it', '2094-11-06 01:49:37 -0700'],
    ['seconds since the epoch', String(NOW / 1_000 + 37)],
    ['milliseconds since the epoch', String(NOW + 37_000)],
    ['a duration of Go', '37s'],
    ['a longer duration of Go', '0m37.0s'],
  ])('reads a time in %s, whatever the time zone here', (_, value) => {
    expect(new Date(0).getTimezoneOffset()).not.toBe(0);
    expect(at(value)).toBe(37_000);
  });

  test('an epoch of today is one', () => {
    expect(retryAfterMs({ headers: { 'retry-after': '1795888162' } }, 1_795_888_100_000)).toBe(62_000);
  });

  test.each([
    'Sun, 06 Nov 1994 08:49:37 GMT',
    'Sun Nov  6 08:49:37 1994',
    'Sat, 06 Nov 2094 08:49:00 GMT',
    '1795888162',
    '2026-11-26T12:00:00Z',
  ])('a time that has passed is 0: %s', (value) => {
    expect(at(value)).toBe(0);
  });

  test.each([
    undefined,
    '',
    ' ',
    '-5',
    '+5',
    '1e3',
    '0x10',
    '5 sec',
    'soon',
    'soon 2099',
    'May 5',
    'Infinity',
    'NaN',
    '2094-11-06',
    '2094-13-06T08:49:37Z',
    'Sat, 99 Nov 2094 08:49:37 GMT',
    'Sat, 06 Foo 2094 08:49:37 GMT',
    'Sat 08:49:37',
  ])('anything else does not say: %j', (value) => {
    expect(at(value)).toBeUndefined();
  });

  test.each<[string | string[], number]>([
    ['60, 120', 120_000],
    ['120, 60', 120_000],
    [['3', '9'], 9_000],
    [['nonsense', '9'], 9_000],
    ['5, Sat, 06 Nov 2094 08:49:37 GMT', 37_000],
    ['Sat, 06 Nov 2094 08:49:37 GMT, 60', 60_000],
    ['Sat, 06 Nov 2094 08:49:37 GMT, Sat, 06 Nov 2094 08:49:50 GMT', 50_000],
  ])('of several the longest counts: %j', (value, ms) => {
    expect(at(value)).toBe(ms);
  });

  test('none of several', () => {
    expect(at([])).toBeUndefined();
  });

  test('counts a date from the present if it is told no other', () => {
    expect(retryAfterMs({ headers: { 'retry-after': new Date(0).toUTCString() } })).toBe(0);
    expect(retryAfterMs({ headers: { 'retry-after': 'Fri, 31 Dec 9999 23:59:59 GMT' } })).toBe(YEAR_MS);
  });
});

describe("the server's own time", () => {
  const slow = new Date(NOW - 600_000).toUTCString();

  test.each<[string, string]>([
    ['an HTTP date', 'Sat, 06 Nov 2094 08:40:00 GMT'],
    ['an ISO date', '2094-11-06T08:40:00Z'],
    ['an epoch', String(Date.UTC(2094, 10, 6, 8, 40, 0) / 1_000)],
  ])('%s is read against the Date of the answer, whose clock is ten minutes slow', (_, value) => {
    expect(at(value, { date: slow })).toBe(60_000);
  });

  test('seconds are not', () => {
    expect(at('60', { date: slow })).toBe(60_000);
  });

  test.each<[string, string, ResponseHeaders, number]>([
    ['seconds', '60', { age: '50' }, 10_000],
    ['seconds that are over', '60', { age: '70' }, 0],
    ['a duration', '1m', { age: '50' }, 10_000],
    [
      'a date, if its own Date is told',
      'Sat, 06 Nov 2094 08:49:00 GMT',
      { age: '50', date: 'Sat, 06 Nov 2094 08:48:00 GMT' },
      10_000,
    ],
  ])('what the answer has spent in caches is over: of %s', (_, value, others, ms) => {
    expect(at(value, others)).toBe(ms);
  });

  test.each(['', 'x', '-5', '1.5', '9'.repeat(20)])('an Age of "%s" is none', (age) => {
    expect(at('60', { age })).toBe(60_000);
  });

  test.each(['', 'x', '0', '2094'])('a Date of "%s" is none', (date) => {
    expect(at('Sat, 06 Nov 2094 08:49:37 GMT', { date })).toBe(37_000);
  });
});

describe('its kin', () => {
  test.each<[string, string]>([
    ['retry-after-ms', '1500'],
    ['x-ms-retry-after-ms', '1500'],
    ['x-retry-after', '1.5'],
    ['x-ratelimit-retry-after', '1.5'],
    ['x-rate-limit-retry-after', '1.5'],
    ['ratelimit-retry-after', '1.5'],
  ])('%s: %s', (name, value) => {
    expect(retryAfterMs({ headers: { [name]: value } }, NOW)).toBe(1_500);
  });

  test('milliseconds go before seconds, which are rounded', () => {
    expect(at('2', { 'retry-after-ms': '1500' })).toBe(1_500);
  });

  test('what cannot be read does not hide what can', () => {
    expect(at('2', { 'retry-after-ms': 'soon' })).toBe(2_000);
  });

  test('an answer that has none of them does not say', () => {
    expect(retryAfterMs({ headers: { 'content-type': 'text/html' } })).toBeUndefined();
  });
});
