import { describe, expect, test } from 'vitest';
import type { RequestFailure } from '../../../src/request-failure.ts';
import { failureOf } from '../../support/engine.ts';
import { selfSigned } from '../../support/faults/certificate.ts';
import { plainHttp } from '../../support/faults/handshake.ts';
import * as proxies from '../../support/faults/proxies.ts';
import { expectFine, expectSockets, startEngine, startServer } from '../../support/faults/started.ts';
import { behaves, CLOSED_PORT, type RawServerOptions, type Script } from '../../support/raw-server.ts';

type Provenance = Pick<RequestFailure, 'outcome' | 'kind' | 'retryable' | 'message'>;

/** What is told of a fault, with `PROXY` and `TARGET` for host and port, and how often the proxy was asked. */
async function commit(
  fault: Script,
  target: string,
  { options = {}, connectTimeoutMs = 5_000 }: { options?: RawServerOptions; connectTimeoutMs?: number } = {},
): Promise<Provenance & { connects: number }> {
  const proxy = await startServer(fault, options);
  const engine = startEngine({ proxy: proxy.origin, connectTimeoutMs });
  const url = new URL(target);
  const { outcome, kind, retryable, message } = failureOf(await engine.fetchOnce(url));
  await expectSockets(proxy, 0);
  await expectFine(startEngine());
  await engine.takeAllPermits(url.origin);
  const connects = proxy.requests.filter(({ method }) => method === 'CONNECT').length;
  const said = message.replaceAll(`127.0.0.1:${proxy.port}`, 'PROXY').replaceAll(url.host, 'TARGET');
  return { outcome, kind, retryable, message: said, connects };
}

const HTTP = 'http://127.0.0.1:8';
const HTTPS = 'https://127.0.0.1:8';

describe('each fault of a proxy is one clear error, after one CONNECT', () => {
  test.each<[string, Script, string, boolean]>([
    [
      '403',
      proxies.refusesWith('403 Forbidden'),
      'refused CONNECT TARGET with 403 Forbidden; it does not permit this host and port; whoever runs it can',
      false,
    ],
    [
      '407',
      proxies.tunnelsFor('user:word'),
      'refused CONNECT TARGET with 407 Proxy Authentication Required; ' +
        'the operator has to add a name and password to its URL: http://USER:PASSWORD@HOST:PORT',
      false,
    ],
    [
      '407, of a kind we do not speak',
      proxies.refusesWith('407 No', ['Proxy-Authenticate: Negotiate', 'Proxy-Authenticate: NTLM']),
      'refused CONNECT TARGET with 407 Proxy Authentication Required; ' +
        'it wants Negotiate, and only Basic is supported: name one in --proxy that takes over between the two',
      false,
    ],
    [
      '502',
      proxies.refusesWith('502 Bad Gateway'),
      'refused CONNECT TARGET with 502 Bad Gateway; it could not reach 127.0.0.1; is that up, and is its name known to the proxy?',
      true,
    ],
    [
      'an answer of its own',
      proxies.refusesWith('302 Found'),
      'refused CONNECT TARGET with 302 Found; is it a proxy, and does it permit CONNECT?',
      false,
    ],
    ['dropped', proxies.drops, 'closed the connection without answering CONNECT TARGET', true],
    ['reset', proxies.resets, 'closed the connection without answering CONNECT TARGET', true],
    ['garbage', proxies.talksGarbage, 'did not answer CONNECT TARGET in valid HTTP/1.1; is that port an HTTP proxy?', false],
    ['a page', proxies.isServer, 'answered CONNECT TARGET with a page; is that port an HTTP proxy?', false],
    ['huge headers', proxies.sendsHugeHeaders, 'answered CONNECT TARGET with headers larger than 16 KiB', false],
  ])('%s', async (_, fault, said, retryable) => {
    expect(await commit(fault, HTTPS)).toEqual({
      outcome: 'network',
      kind: 'proxy',
      retryable,
      connects: 1,
      message: `the proxy PROXY (--proxy) ${said}`,
    });
    expect(await commit(fault, HTTP)).toMatchObject({ outcome: 'network', kind: 'proxy', retryable, connects: 1 });
  });

  test.each(['400 Bad Request', '403 Forbidden', '405 Method Not Allowed', '501 Not Implemented'])(
    'to http, %s is told with why that may be',
    async (status) => {
      const { message } = await commit(proxies.refusesWith(status), HTTP);
      expect(message).toMatch(/; many a proxy permits CONNECT for https only, and http is tunnelled here, too: try https$/);
    },
  );

  test.each<[string, Script]>([
    ['hangs', proxies.hangs],
    ['drips its headers', proxies.dripsHeaders],
  ])('one that %s is given up when the time to connect is over', async (_, fault) => {
    expect(await commit(fault, HTTPS, { connectTimeoutMs: 100 })).toEqual({
      outcome: 'network',
      kind: 'proxy',
      retryable: true,
      connects: 1,
      message: 'the proxy PROXY (--proxy) did not answer CONNECT TARGET in time',
    });
  });

  test('one that hangs in the TLS handshake, too', async () => {
    const silent = await startServer(behaves, { onConnection: (socket) => socket.pause() });
    const engine = startEngine({ proxy: silent.origin.replace('http:', 'https:'), connectTimeoutMs: 100 });
    const { kind, message } = failureOf(await engine.fetchOnce(HTTPS));
    expect([kind, message]).toEqual([
      'proxy',
      expect.stringMatching(/\(--proxy\) did not accept a connection in time; is its host and port right\?$/),
    ]);
  });

  test('one that hangs in the tunnel ends with the time to connect, too', async () => {
    expect(await commit(proxies.hangsInTunnel, HTTPS, { connectTimeoutMs: 100 })).toEqual({
      outcome: 'timeout',
      kind: 'connect',
      retryable: true,
      connects: 1,
      message: 'https://TARGET did not complete the TLS handshake in time, through the proxy',
    });
  });

  const cut = {
    outcome: 'network',
    kind: 'proxy',
    retryable: true,
    connects: 1,
    message:
      'the proxy PROXY (--proxy) closed the tunnel to TARGET before a byte had come through it; ' +
      'it, or the server behind it, is out of order',
  };
  test.each<[string, Script, string]>([
    ['at once, for http', proxies.cutsAtOnce, HTTP],
    ['at once, for https', proxies.cutsAtOnce, HTTPS],
    ['after the request', proxies.cutsAfterRequest, HTTP],
    ['in the handshake', proxies.cutsHandshake, HTTPS],
  ])('a tunnel that is closed %s', async (_, fault, target) => {
    expect(await commit(fault, target)).toEqual(cut);
  });
});

describe('there is no proxy to ask', () => {
  test('dead', async () => {
    const { outcome, kind, retryable, message } = failureOf(
      await startEngine({ proxy: `http://127.0.0.1:${CLOSED_PORT}` }).fetchOnce(HTTPS),
    );
    expect([outcome, kind, retryable]).toEqual(['network', 'proxy', true]);
    expect(message).toBe(
      `the proxy 127.0.0.1:${CLOSED_PORT} (--proxy) refused the connection (ECONNREFUSED); is it running on that port?`,
    );
  });

  test('a certificate that nobody vouches for', async () => {
    const fault = await commit(proxies.tunnels, HTTPS, { options: { tls: selfSigned('127.0.0.1') } });
    expect(fault).toEqual({
      outcome: 'network',
      kind: 'proxy',
      retryable: false,
      connects: 0,
      message:
        'the proxy PROXY (--proxy) failed the TLS handshake: self-signed certificate; ' +
        'the operator can trust its authority with NODE_EXTRA_CA_CERTS (DEPTH_ZERO_SELF_SIGNED_CERT)',
    });
  });

  test('https where the proxy speaks http', async () => {
    const proxy = await startServer(behaves, { onConnection: plainHttp });
    const engine = startEngine({ proxy: proxy.origin.replace('http:', 'https:') });
    const { kind, message } = failureOf(await engine.fetchOnce(HTTPS));
    const words = /^the proxy \S+ \(--proxy\) failed the TLS handshake: [a-z ]+; does the port speak plain http\?$/;
    expect([kind, message]).toEqual(['proxy', expect.stringMatching(words)]);
  });
});
