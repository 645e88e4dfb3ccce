import { describe, expect, test } from 'vitest';
import { failureOf, lookupError, resolving, responseOf, type EngineOptions } from '../../support/engine.ts';
import { selfSigned } from '../../support/faults/certificate.ts';
import * as proxies from '../../support/faults/proxies.ts';
import { expectNothingLeft, expectSockets, expectSoon, startEngine, startServer } from '../../support/faults/started.ts';
import { behaves, type RawServer } from '../../support/raw-server.ts';

/** What proxies have been asked for. */
function asked({ requests }: RawServer): string[] {
  return requests.map(({ method, path }) => `${method} ${path}`);
}

/** An engine that sends all through a proxy which behaves. */
async function behindProxy(options: EngineOptions = {}): Promise<{ proxy: RawServer; engine: ReturnType<typeof startEngine> }> {
  const proxy = await startServer(proxies.tunnels);
  return { proxy, engine: startEngine({ ...options, proxy: proxy.origin }) };
}

describe('a tunnel', () => {
  test('is used again, as any connection to its origin, and closed when idle', async () => {
    const { proxy, engine } = await behindProxy();
    const [one, other] = [await startServer(), await startServer()];
    for (const path of ['/a', '/b', '/c']) {
      expect(responseOf(await engine.fetchOnce(one.origin + path)).body.toString()).toBe('fine');
    }
    expect(responseOf(await engine.fetchOnce(other.origin)).status).toBe(200);
    expect(asked(proxy)).toEqual([`CONNECT 127.0.0.1:${one.port}`, `CONNECT 127.0.0.1:${other.port}`]);
    expect(one.requests.map(({ path, nth }) => `${nth} ${path}`)).toEqual(['1 /a', '2 /b', '3 /c']);
    await expectNothingLeft(engine, one, other);
    await expectSockets(proxy, 0);
  });

  test('is asked for by name, and the proxy gets the host in Host', async () => {
    const { proxy, engine } = await behindProxy({ allow: ['two.test'], resolve: resolving({ 'two.test': '127.0.0.2' }) });
    const server = await startServer();
    expect(responseOf(await engine.fetchOnce(`http://two.test:${server.port}/`)).status).toBe(200);
    expect(proxy.requests).toEqual([
      {
        method: 'CONNECT',
        path: `two.test:${server.port}`,
        nth: 1,
        headers: { host: `two.test:${server.port}` },
      },
    ]);
    expect(server.requests[0]?.headers['host']).toBe(`two.test:${server.port}`);
  });

  test('is asked for by address in brackets, where that is IPv6', async () => {
    const { proxy, engine } = await behindProxy();
    const server = await startServer();
    expect(responseOf(await engine.fetchOnce(`http://[::1]:${server.port}/`)).status).toBe(200);
    expect(asked(proxy)).toEqual([`CONNECT [::1]:${server.port}`]);
  });

  test('is opened with the credentials of the URL, which the server behind it does not get', async () => {
    const proxy = await startServer(proxies.tunnelsFor('us@er:p/w'));
    const engine = startEngine({ proxy: proxy.origin.replace('//', '//us%40er:p%2Fw@') });
    const server = await startServer();
    expect(responseOf(await engine.fetchOnce(server.origin)).status).toBe(200);
    expect(Object.keys(server.requests[0]?.headers ?? {}).filter((name) => name.startsWith('proxy-'))).toEqual([]);
  });

  test('shows the certificate of the server behind it', async () => {
    const { proxy, engine } = await behindProxy();
    const server = await startServer(behaves, { tls: selfSigned('127.0.0.1') });
    const { outcome, kind, message } = failureOf(await engine.fetchOnce(server.origin));
    expect([outcome, kind]).toEqual(['network', 'tls']);
    expect(message).toMatch(new RegExp(`^${server.origin} failed the TLS handshake: self-signed .* NODE_EXTRA_CA_CERTS`));
    await expectSockets(proxy, 0);
  });
});

describe('the target is judged here first, and the proxy is not asked', () => {
  test.each(['http://10.0.0.1', 'https://[fd00::1]', 'http://169.254.169.254', 'http://127.0.0.9'])('%s', async (url) => {
    const { proxy, engine } = await behindProxy();
    expect(failureOf(await engine.fetchOnce(url)).outcome).toBe('blocked');
    expect(proxy.accepted).toBe(0);
  });

  test('a name of which one address of many is bad', async () => {
    const resolve = resolving({ 'many.test': ['93.184.215.14', '10.0.0.1'] });
    const { proxy, engine } = await behindProxy({ resolve });
    const { outcome, message } = failureOf(await engine.fetchOnce('https://many.test'));
    expect([outcome, message]).toEqual(['blocked', expect.stringContaining('resolves to 10.0.0.1')]);
    expect(proxy.accepted).toBe(0);
  });

  test('a redirect to one', async () => {
    const { proxy, engine } = await behindProxy();
    const server = await startServer((socket) => {
      socket.write('HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n');
    });
    expect(failureOf(await engine.fetchOnce(server.origin)).outcome).toBe('blocked');
    expect(asked(proxy)).toEqual([`CONNECT 127.0.0.1:${server.port}`]);
  });

  test('a name that is not known here, and how to leave it to the proxy', async () => {
    const { proxy, engine } = await behindProxy();
    const { outcome, kind, retryable, message } = failureOf(await engine.fetchOnce('https://corp.test/'));
    expect([outcome, kind, retryable]).toEqual(['network', 'dns', false]);
    expect(message).toBe(
      'the name in https://corp.test:443 cannot be looked up here (ENOTFOUND), and must be before the proxy ' +
        `127.0.0.1:${proxy.port} is asked for it; check its spelling, or start the server with --allow corp.test:443 ` +
        'to leave it to the proxy',
    );
    expect(proxy.accepted).toBe(0);
  });

  test('a name that is not known here is left to the proxy where the operator has named it', async () => {
    const { proxy, engine } = await behindProxy({ allow: ['corp.test'] });
    const server = await startServer();
    expect(responseOf(await engine.fetchOnce(`http://corp.test:${server.port}/`)).status).toBe(200);
    expect(asked(proxy)).toEqual([`CONNECT corp.test:${server.port}`]);
  });

  test('a name of which nothing is heard is given up, or left to the proxy where the operator has named it', async () => {
    const { proxy, engine } = await behindProxy({ connectTimeoutMs: 200, resolve: () => {}, allow: ['named.test'] });
    const { outcome, kind } = failureOf(await engine.fetchOnce('https://slow.test'));
    expect([outcome, kind, proxy.accepted]).toEqual(['timeout', 'dns', 0]);
    const server = await startServer();
    expect(responseOf(await engine.fetchOnce(`http://named.test:${server.port}/`)).status).toBe(200);
  });

  test('a resolver that fails just now is worth another try', async () => {
    const { engine } = await behindProxy({
      resolve: (host, _, callback) => setImmediate(callback, lookupError('EAI_AGAIN', host), []),
    });
    expect(failureOf(await engine.fetchOnce('https://busy.test')).retryable).toBe(true);
  });
});

describe('a request that is cancelled', () => {
  test.each([
    ['while the proxy hangs', proxies.hangs, 'http'],
    ['while the proxy hangs', proxies.hangs, 'https'],
    ['in the TLS handshake', proxies.hangsInTunnel, 'https'],
    ['while the server behind it hangs', proxies.hangsInTunnel, 'http'],
  ])('%s closes its connection to the proxy (%s)', async (_, script, scheme) => {
    const proxy = await startServer(script);
    const engine = startEngine({ proxy: proxy.origin });
    const reason = new Error('enough');
    const controller = new AbortController();
    const going = engine.fetchOnce(`${scheme}://127.0.0.1:8/`, { signal: controller.signal });
    await expectSoon(() => expect(proxy.requests).toHaveLength(1));
    controller.abort(reason);
    expect((await going).error).toBe(reason);
    await expectSockets(proxy, 0);
    await engine.takeAllPermits(`${scheme}://127.0.0.1:8`);
    expect(proxy.accepted).toBe(1);
  });

  test('while its name is looked up never asks the proxy', async () => {
    let answer: (() => void) | undefined;
    const resolve: EngineOptions['resolve'] = (_, __, callback) => {
      answer = () => callback(null, [{ address: '127.0.0.1', family: 4 }]);
    };
    const { proxy, engine } = await behindProxy({ allow: ['late.test', '127.0.0.1'], resolve });
    const controller = new AbortController();
    const going = engine.fetchOnce('http://late.test', { signal: controller.signal });
    await expectSoon(() => expect(answer).toBeDefined());
    controller.abort(new Error('enough'));
    expect((await going).error).toBeInstanceOf(Error);
    answer?.();
    const server = await startServer();
    expect(responseOf(await engine.fetchOnce(server.origin)).status).toBe(200);
    expect(asked(proxy)).toEqual([`CONNECT 127.0.0.1:${server.port}`]);
  });
});
