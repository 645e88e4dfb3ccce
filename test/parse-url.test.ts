import { expect, test } from 'vitest';
import { parseUrl } from '../src/parse-url.ts';

test('a URL is parsed, alone or relative to another; what is none is undefined', () => {
  expect(parseUrl('https://a.test/b')?.href).toBe('https://a.test/b');
  expect(parseUrl('/b?c', 'https://a.test/')?.href).toBe('https://a.test/b?c');
  expect(parseUrl('b', new URL('https://a.test/c/d'))?.href).toBe('https://a.test/c/b');
  for (const wrong of ['', '/b', 'http://', 'http://256.1.1.1/']) expect(parseUrl(wrong), wrong).toBeUndefined();
});

test('letters beyond ASCII are as good after a hundred thousand URLs as before', () => {
  const [idn, path] = ['https://b\u00fccher.example/', '/caf\u00e9'];
  const read = (): unknown[] => [parseUrl(idn)?.hostname, parseUrl(path, 'https://a.test/')?.pathname];
  const before = read();
  expect(before).toEqual(['xn--bcher-kva.example', '/caf%C3%A9']);
  for (let nth = 0; nth < 100_000; nth++) {
    parseUrl(`https://a.test/${nth}`);
    parseUrl(`/${nth}`, 'https://a.test/');
  }
  expect(read()).toEqual(before);
});
