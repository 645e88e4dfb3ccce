import { describe, expect, test } from 'vitest';
import { HopCookies } from '../../src/http/hop-cookies.ts';

const HERE = new URL('http://shop.one.test/cart/items?x=1');

/** What is sent to a URL after an answer has set these. */
function sent(lines: string[], to: string | URL = HERE, given?: string, from = HERE): string | undefined {
  const cookies = new HopCookies();
  cookies.take(from, { 'set-cookie': lines });
  return cookies.header(new URL(to), given);
}

describe('HopCookies', () => {
  test.each<[string[], string | undefined]>([
    [['a=1'], 'a=1'],
    [['a=1; Path=/; HttpOnly; Secure; SameSite=Lax'], 'a=1'],
    [['a=1', 'b=2'], 'a=1; b=2'],
    [['a=1', 'a=2'], 'a=2'],
    [['a="1 2"'], 'a="1 2"'],
    [['a=b=c'], 'a=b=c'],
    [[' a = 1 ;x'], 'a=1'],
    [['a='], 'a='],
    [['value'], 'value'],
    [[''], undefined],
    [['=; x'], undefined],
    [['a=1\u0007'], undefined],
    [[`a=${'x'.repeat(5_000)}`], undefined],
    [['ä=ü'], 'Ã¤=Ã¼'],
  ])('%j: %s', (lines, cookie) => {
    expect(sent(lines)).toBe(cookie);
  });

  test.each<[string, string, boolean]>([
    ['a=1', 'http://shop.one.test/cart/other', true],
    ['a=1', 'http://shop.one.test/cart', true],
    ['a=1', 'http://shop.one.test/', false],
    ['a=1; Path=/', 'http://shop.one.test/', true],
    ['a=1; path=/login', 'http://shop.one.test/login/x', true],
    ['a=1; path=/login', 'http://shop.one.test/login2', false],
    ['a=1; path=login', 'http://shop.one.test/cart/x', true],
    ['a=1; Path=/', 'https://shop.one.test/', false],
    ['a=1; Path=/', 'http://shop.one.test:81/', false],
    ['a=1; Path=/; Domain=one.test', 'http://one.test/', false],
    ['a=1; Path=/; Domain=one.test', 'http://shop.one.test/', true],
    ['a=1; Path=/; Domain=.ONE.test', 'http://shop.one.test/', true],
    ['a=1; Path=/; Domain=two.test', 'http://shop.one.test/', false],
    ['a=1; Path=/; Domain=two.test', 'http://two.test/', false],
  ])('%s to %s: %s', (line, to, isSent) => {
    expect(sent([line], to) !== undefined).toBe(isSent);
  });

  test.each(['Max-Age=0', 'max-age=-1', 'Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'Expires=Thu, 01-Jan-1970 00:00:00 GMT'])(
    '%s takes it away',
    (attribute) => {
      expect(sent(['a=1', `a=; ${attribute}`])).toBeUndefined();
    },
  );

  test.each(['Max-Age=60', 'Expires=Fri, 31 Dec 9999 23:59:59 GMT', 'Expires=soon', 'Max-Age=60; Expires=0', 'Max-Age=x'])(
    '%s does not',
    (attribute) => {
      expect(sent([`a=1; ${attribute}`])).toBe('a=1');
    },
  );

  test("the caller's own stay, but for those that are set anew", () => {
    expect(sent(['b=2'], HERE, 'a=1; b=1;c=3')).toBe('a=1; c=3; b=2');
    expect(sent([], HERE, 'a=1')).toBe('a=1');
  });

  test('the longer path comes first', () => {
    expect(sent(['a=1; Path=/', 'a=2; Path=/cart'])).toBe('a=2; a=1');
  });

  test('of very many the last are kept', () => {
    const cookie = sent(Array.from({ length: 200 }, (_, nth) => `a${nth}=1`)) ?? '';
    expect(cookie.split('; ')).toHaveLength(50);
    expect(cookie).toContain('a199=1');
  });
});
