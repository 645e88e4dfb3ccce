import { expect, test } from 'vitest';
import { chooseProxy } from '../../../src/http/proxy/choose.ts';
import { parseNoProxy } from '../../../src/http/proxy/no-proxy.ts';
import { parseProxy } from '../../../src/config/proxy.ts';

/** Whether `NO_PROXY` exempts a URL. */
function exempt(noProxy: string, href: string): boolean {
  const url = new URL(href);
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  return parseNoProxy(noProxy)(url.hostname.replace(/^\[|\]$/g, ''), port);
}

test.each([
  ['example.com', 'http://example.com'],
  ['example.com', 'https://www.example.com:8443'],
  ['.example.com', 'http://www.example.com'],
  ['.example.com', 'http://example.com'],
  ['*.example.com', 'http://a.b.example.com'],
  ['EXAMPLE.com', 'http://www.Example.COM'],
  ['example.com.', 'http://example.com'],
  ['example.com', 'http://example.com.'],
  ['bücher.example', 'http://xn--bcher-kva.example'],
  ['a.test,example.com', 'http://example.com'],
  ['a.test example.com', 'http://example.com'],
  [' a.test ,\n example.com ,', 'http://example.com'],
  ['*', 'http://example.com'],
  ['*', 'http://127.0.0.1'],
  ['a.test,*', 'http://example.com'],
  ['example.com:8080', 'http://www.example.com:8080'],
  ['example.com:443', 'https://example.com'],
  ['example.com:80', 'http://example.com'],
  ['*:8080', 'http://example.com:8080'],
  ['localhost', 'http://localhost:3000'],
  ['127.0.0.1', 'http://127.0.0.1:3000'],
  ['127.0.0.1', 'http://2130706433'],
  ['127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ['::1', 'http://[::1]:3000'],
  ['[::1]', 'http://[::1]'],
  ['[::1]:3000', 'http://[::1]:3000'],
  ['0:0:0:0:0:0:0:1', 'http://[::1]'],
  ['10.0.0.0/8', 'http://10.255.255.255'],
  ['10.0.0.1/32', 'http://10.0.0.1'],
  ['0.0.0.0/0', 'http://192.0.2.1'],
  ['2001:db8::/32', 'http://[2001:db8:ffff::1]'],
  ['[2001:db8::]/32', 'http://[2001:db8::1]'],
])('NO_PROXY=%j exempts %s', (noProxy, url) => {
  expect(exempt(noProxy, url)).toBe(true);
});

test.each([
  ['', 'http://example.com'],
  [',', 'http://example.com'],
  ['example.com', 'http://notexample.com'],
  ['example.com', 'http://example.com.evil.test'],
  ['.com.', 'http://example.org'],
  ['www.example.com', 'http://example.com'],
  ['example.com:8080', 'http://example.com'],
  ['example.com:80', 'https://example.com'],
  ['*:8080', 'http://example.com'],
  ['127.0.0.1', 'http://127.0.0.2'],
  ['127.0.0.1', 'http://localhost'],
  ['0.0.1', 'http://10.0.0.1'],
  ['::1', 'http://[::2]'],
  ['[::1]:3000', 'http://[::1]:3001'],
  ['10.0.0.0/8', 'http://11.0.0.0'],
  ['10.0.0.0/8', 'http://10.example.com'],
  ['10.0.0.0/8', 'http://[2001:db8::1]'],
  ['2001:db8::/32', 'http://[2001:db9::1]'],
  ['10.0.0.0/33', 'http://10.0.0.1'],
  ['10.0.0.0/', 'http://10.0.0.1'],
  ['example.com/8', 'http://example.com'],
  ['192.168.*', 'http://192.168.0.1'],
  ['<local>', 'http://local'],
  ['exa mple.com', 'http://example.com'],
  ['[::1', 'http://[::1]'],
  [':8080', 'http://example.com:8080'],
])('NO_PROXY=%j does not exempt %s', (noProxy, url) => {
  expect(exempt(noProxy, url)).toBe(false);
});

test('https and http have their own proxies, and what NO_PROXY lists has none', () => {
  const env = { HTTP_PROXY: 'http://a.test:1', HTTPS_PROXY: 'http://b.test:2', NO_PROXY: '.corp.test,localhost' };
  const choose = chooseProxy(parseProxy('env', env));
  expect(choose('http:', 'example.com', 80)?.host).toBe('a.test');
  expect(choose('https:', 'example.com', 443)?.host).toBe('b.test');
  expect(choose('http:', '127.0.0.1', 80)?.host).toBe('a.test');
  expect(choose('http:', 'localhost', 3000)).toBeUndefined();
  expect(choose('https:', 'www.corp.test', 443)).toBeUndefined();
});

test('without a proxy everything is reached directly', () => {
  expect(chooseProxy(undefined)('https:', 'example.com', 443)).toBeUndefined();
});
