import { describe, expect, test } from 'vitest';
import { resolveUrl } from '../../../src/batch/plan/resolve-url.ts';

const href = (...args: Parameters<typeof resolveUrl>): string => {
  const url = resolveUrl(...args);
  return typeof url === 'string' ? `! ${url}` : url.href;
};

describe('base_url', () => {
  test.each([
    ['/users', 'https://a.example', 'https://a.example/users'],
    ['users', 'https://a.example', 'https://a.example/users'],
    ['/users', 'https://a.example/v1', 'https://a.example/v1/users'],
    ['users/2?x=1', 'https://a.example/v1/', 'https://a.example/v1/users/2?x=1'],
    ['?page=2', 'https://a.example/v1/users', 'https://a.example/v1/users?page=2'],
    ['//b.example/x', 'https://a.example/v1', 'https://b.example/x'],
    ['http://b.example/x', 'https://a.example/v1', 'http://b.example/x'],
    ['/users', 'https://a.example/v1?key=1#top', 'https://a.example/v1/users?key=1'],
    ['?page=2', 'https://a.example/v1?key=1', 'https://a.example/v1?page=2&key=1'],
    ['../up', 'https://a.example/v1/x', 'https://a.example/v1/up'],
  ])('%s on %s is %s', (url, base, expected) => {
    expect(href(url, base, undefined)).toBe(expected);
  });
});

test('query is added to what the URL has, lists repeat their key, and what is there is not rewritten', () => {
  const query = { b: [1, 'x y'], c: true, 'd&': 'ü' };
  expect(href('https://a.example/?a=%20%2B', undefined, query)).toBe('https://a.example/?a=%20%2B&b=1&b=x+y&c=true&d%26=%C3%BC');
  expect(href('https://a.example/', undefined, {})).toBe('https://a.example/');
});

test('a fragment is not sent', () => {
  expect(href('https://a.example/x#y', undefined, undefined)).toBe('https://a.example/x');
});

describe('what cannot be fetched says why, and guesses what was meant', () => {
  test.each([
    ['/users', /not an absolute URL; write it in full, or give base_url/],
    ['api.example.com/users', /did you mean https:\/\/api.example.com\/users/],
    ['localhost:3000/x', /did you mean http:\/\/localhost:3000\/x/],
    ['ftp://a.example/', /ftp: is not fetched/],
    ['file:///etc/passwd', /file: is not fetched/],
    ['javascript:alert(1)', /javascript: is not fetched/],
    ['http://user:secret@a.example/', /use the authorization header/],
    ['http://[::1', /is not a URL/],
    [`http://a.example/${'x'.repeat(17_000)}`, /longer than 16384/],
  ])('%s', (url, why) => {
    const answer = href(url, undefined, undefined);
    expect(answer).toMatch(why);
    expect(answer).not.toContain('secret');
    expect(answer.length).toBeLessThan(300);
  });
});
