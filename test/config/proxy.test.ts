import { describe, expect, test } from 'vitest';
import { parseCommand } from '../../src/cli/command-line.ts';
import { parseProxy } from '../../src/config/proxy.ts';
import type { ProxyServer } from '../../src/http/proxy/proxy-server.ts';

/** A proxy as a URL without its secret, or `none`. */
function shown(server: ProxyServer | undefined): string {
  return server ? `${server.tls ? 'https' : 'http'}://${server.host}:${server.port}` : 'none';
}

/** The proxies for http and https that `--proxy env` comes to. */
function fromEnv(env: NodeJS.ProcessEnv): string {
  const config = parseProxy('env', env);
  return `${shown(config?.http)} ${shown(config?.https)}`;
}

/** The proxy for https that a command line comes to. */
function configured(args: readonly string[], env: NodeJS.ProcessEnv): string {
  const command = parseCommand(args, env);
  return command.kind === 'print' ? 'nothing' : shown(command.config.proxy?.https);
}

describe('a URL', () => {
  test.each([
    ['http://proxy.test:3128', 'http://proxy.test:3128'],
    ['http://proxy.test', 'http://proxy.test:80'],
    ['https://proxy.test/', 'https://proxy.test:443'],
    ['proxy.test:8080', 'http://proxy.test:8080'],
    ['127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://[::1]:8080', 'http://::1:8080'],
    ['user:word@proxy.test:8080', 'http://proxy.test:8080'],
    [' HTTP://PROXY.test:80 ', 'http://proxy.test:80'],
  ])('%s is for http and https, whatever the environment says', (text, server) => {
    const config = parseProxy(text, { http_proxy: 'http://other.test', no_proxy: '*' });
    expect([shown(config?.http), shown(config?.https), config?.noProxy]).toEqual([server, server, '']);
    expect([config?.http?.from, Object.isFrozen(config), Object.isFrozen(config?.http)]).toEqual(['--proxy', true, true]);
  });

  test.each([
    ['user:word', 'user:word'],
    ['user', 'user:'],
    [':word', ':word'],
    ['us%40er:p%3Aw%2Fd%25', 'us@er:p:w/d%'],
    ['ü:ß', 'ü:ß'],
  ])('%s before the @ is a name and a password', (userinfo, credentials) => {
    const encoded = `Basic ${Buffer.from(credentials).toString('base64')}`;
    expect(parseProxy(`http://${userinfo}@proxy.test`, {})?.https?.authorization).toBe(encoded);
  });

  test('nothing is none', () => {
    expect([parseProxy('', {}), parseProxy(' ', {}), parseProxy('env', {})]).toEqual([undefined, undefined, undefined]);
    expect(parseProxy('http://proxy.test', {})?.http?.authorization).toBeUndefined();
  });

  test.each([
    'http://',
    'http://user:s3cret@',
    'http://user:s3cret@proxy.test:99999',
    'http://user:s3/cret@proxy.test:80',
    'http://user:12#s3cret@proxy.test:80',
    'http://user:12?s3cret@proxy.test',
    'http://user:12/s3cret@proxy.test',
    'http://us%er:s3cret@proxy.test',
    'socks5://user:s3cret@proxy.test',
    'file:///s3cret',
    'a proxy s3cret',
  ])('%s is a mistake, which is told without a word of it', (text) => {
    expect(() => parseProxy(text, {})).toThrow(RangeError);
    expect(() => parseProxy(text, {})).toThrow(/^expected a proxy such as http:/);
    expect(() => parseProxy(text, {})).not.toThrow(/s3|cret/);
  });
});

describe('the environment', () => {
  const [a, b, c] = ['http://a.test:1', 'http://b.test:2', 'http://c.test:3'];

  test.each<[NodeJS.ProcessEnv, string]>([
    [{ HTTP_PROXY: a, HTTPS_PROXY: b }, `${a} ${b}`],
    [{ http_proxy: a, https_proxy: b, HTTP_PROXY: c, HTTPS_PROXY: c }, `${a} ${b}`],
    [{ HTTP_PROXY: a }, `${a} ${a}`],
    [{ http_proxy: a }, `${a} ${a}`],
    [{ HTTPS_PROXY: b }, `none ${b}`],
    [{ ALL_PROXY: c }, `${c} ${c}`],
    [{ all_proxy: c, HTTPS_PROXY: b }, `${c} ${b}`],
    [{ ALL_PROXY: 'socks5://c.test', HTTP_PROXY: a }, `${a} ${a}`],
    [{ http_proxy: '', HTTP_PROXY: a, HTTPS_PROXY: b }, `none ${b}`],
    [{ https_proxy: '', HTTPS_PROXY: b, HTTP_PROXY: a }, `${a} none`],
    [{ http_proxy: '', HTTP_PROXY: a }, 'none none'],
    [{ NO_PROXY: '*' }, 'none none'],
  ])('%j', (env, proxies) => {
    expect(fromEnv(env)).toBe(proxies);
  });

  test('NO_PROXY is kept as it is; in lower case it wins', () => {
    expect(parseProxy('env', { HTTP_PROXY: a, NO_PROXY: 'x, y' })?.noProxy).toBe('x, y');
    expect(parseProxy('env', { HTTP_PROXY: a, NO_PROXY: 'x', no_proxy: '' })?.noProxy).toBe('');
  });

  test('the variable is named: by the proxy, and by a mistake', () => {
    expect(parseProxy('env', { HTTP_PROXY: a })?.https?.from).toBe('HTTP_PROXY, read because of --proxy env');
    expect(() => parseProxy('env', { all_proxy: 'socks5://c.test' })).toThrow(
      /^all_proxy: .*socks5:\/\/ proxies are not supported$/,
    );
  });
});

describe('who has the last word', () => {
  test('a flag wins over FETCH_MANY_PROXY, and an empty one is none; the usual variables count with env only', () => {
    const env = { FETCH_MANY_PROXY: 'a.test:1', HTTPS_PROXY: 'b.test:2' };
    expect(configured([], env)).toBe('http://a.test:1');
    expect(configured(['--proxy', 'c.test:3'], env)).toBe('http://c.test:3');
    expect(configured(['--proxy', 'env'], env)).toBe('http://b.test:2');
    expect(configured(['--proxy', ''], env)).toBe('none');
    expect(configured([], { HTTPS_PROXY: 'b.test:2' })).toBe('none');
    expect(configured([], { HTTPS_PROXY: 'b.test:2', FETCH_MANY_PROXY: 'env' })).toBe('http://b.test:2');
  });
});
