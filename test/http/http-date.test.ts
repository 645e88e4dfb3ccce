import { describe, expect, test } from 'vitest';
import { parseHttpDate } from '../../src/http/http-date.ts';

const NOW = Date.UTC(2026, 10, 6, 8, 49, 0);

describe('parseHttpDate (RFC 9110 section 5.6.7)', () => {
  test.each<[string, string, number]>([
    ['the preferred form', 'Sun, 06 Nov 1994 08:49:37 GMT', Date.UTC(1994, 10, 6, 8, 49, 37)],
    ['the form of RFC 850', 'Sunday, 06-Nov-94 08:49:37 GMT', Date.UTC(1994, 10, 6, 8, 49, 37)],
    ['the form of asctime, its day padded by a space', 'Sun Nov  6 08:49:37 1994', Date.UTC(1994, 10, 6, 8, 49, 37)],
    ['the form of asctime, with a day of two digits', 'Wed Nov 16 08:49:37 1994', Date.UTC(1994, 10, 16, 8, 49, 37)],
    ['a leap second', 'Sat, 31 Dec 2016 23:59:60 GMT', Date.UTC(2017, 0, 1)],
    ['the first day', 'Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['the last year', 'Fri, 31 Dec 9999 23:59:59 GMT', Date.UTC(9999, 11, 31, 23, 59, 59)],
    ['a leap day', 'Thu, 29 Feb 2024 00:00:00 GMT', Date.UTC(2024, 1, 29)],
    ['the wrong day of the week', 'Mon, 06 Nov 1994 08:49:37 GMT', Date.UTC(1994, 10, 6, 8, 49, 37)],
    ['a year of two digits not far ahead', 'Friday, 06-Nov-76 08:49:37 GMT', Date.UTC(2076, 10, 6, 8, 49, 37)],
    ['one that is more than 50 years ahead', 'Saturday, 06-Nov-77 08:49:37 GMT', Date.UTC(1977, 10, 6, 8, 49, 37)],
  ])('%s', (_, text, time) => {
    expect(parseHttpDate(text, NOW)).toBe(time);
  });

  test('a year of two digits near the end of a century may be of the next', () => {
    expect(parseHttpDate('Saturday, 06-Nov-06 08:49:37 GMT', Date.UTC(2095, 0, 1))).toBe(Date.UTC(2106, 10, 6, 8, 49, 37));
  });

  test.each([
    '',
    '0',
    '-1',
    '3600',
    '2050',
    '2050-01-01',
    '2050-01-01T00:00:00Z',
    'Sun, 06 Nov 2050 08:49:37',
    'Sun, 06 Nov 2050 08:49:37 UTC',
    'Sun, 06 Nov 2050 08:49:37 +0000',
    'Sun, 06 Nov 2050 08:49:37 EST',
    'Sun, 06 Nov 2050 08:49:37 gmt',
    'sun, 06 nov 2050 08:49:37 GMT',
    'Sun, 6 Nov 2050 08:49:37 GMT',
    'Sun, 06-Nov-2050 08:49:37 GMT',
    'Sun 06 Nov 2050 08:49:37 GMT',
    '06 Nov 2050 08:49:37 GMT',
    'Sun, 06 Nov 50 08:49:37 GMT',
    'Sun, 06 Foo 2050 08:49:37 GMT',
    'Sun, 31 Feb 2050 08:49:37 GMT',
    'Sun, 29 Feb 2050 08:49:37 GMT',
    'Sun, 00 Nov 2050 08:49:37 GMT',
    'Sun, 06 Nov 2050 24:00:00 GMT',
    'Sun, 06 Nov 2050 08:60:00 GMT',
    'Sun, 06 Nov 2050 08:49 GMT',
    'Sun, 06 Nov 2050 08:49:37 GMT ',
    ' Sun, 06 Nov 2050 08:49:37 GMT',
    'Sun, 06 Nov 2050 08:49:37 GMT, Sun, 06 Nov 2050 08:49:37 GMT',
    'Sun Nov 6 08:49:37 2050',
    'soon',
  ])('%j is none', (text) => {
    expect(parseHttpDate(text, NOW)).toBeUndefined();
  });
});
