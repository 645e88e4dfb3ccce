import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { connectIn, type Connected } from '../../support/client.ts';
import { selfSigned } from '../../support/faults/certificate.ts';
import { onlyTls11 } from '../../support/faults/handshake.ts';
import { tunnels } from '../../support/faults/proxies.ts';
import { expectSoon, startServer } from '../../support/faults/started.ts';
import { behaves, ok, rawServer, type RawServer } from '../../support/raw-server.ts';
import { resultOf, sharedServer } from '../../support/shared-server.ts';

const plain = sharedServer();
const folder = mkdtempSync(join(tmpdir(), 'fetch-many-'));

afterAll(() => rmSync(folder, { recursive: true }));

/** A server whose NODE_EXTRA_CA_CERTS holds these certificates. Close it when done. */
function trusting(certificates: readonly string[], ...flags: readonly string[]): Promise<Connected> {
  const bundle = join(folder, `${certificates.length}.pem`);
  writeFileSync(bundle, certificates.join(''));
  return connectIn({ NODE_EXTRA_CA_CERTS: bundle }, '--allow', '127.0.0.1', ...flags);
}

/** A record of a handshake that failed. */
function failed(says: RegExp): object {
  return { outcome: 'network', kind: 'tls', error: expect.stringMatching(says) };
}

const DAY_MS = 86_400_000;
const TWO_YEARS_MS = 730 * DAY_MS;

test('a certificate of an own authority is trusted through NODE_EXTRA_CA_CERTS, the others are told with their cause', async () => {
  const pairs = [
    selfSigned('127.0.0.1'),
    selfSigned('127.0.0.1'),
    selfSigned('127.0.0.9'),
    selfSigned('127.0.0.1', new Date(Date.now() - DAY_MS)),
    selfSigned('127.0.0.1', new Date(Date.now() + TWO_YEARS_MS + DAY_MS)),
  ];
  const servers = await Promise.all(pairs.map((tls) => startServer(behaves, { tls })));
  const old = await startServer(behaves, { tls: { ...selfSigned('127.0.0.1'), ...onlyTls11 } });
  const client = await trusting(pairs.filter((_, nth) => nth !== 1).map(({ cert }) => cert));
  onTestFinished(() => client.close());
  const requests = [...servers, old].map(({ origin }) => origin);
  const { results } = resultOf(await client.fetchMany({ requests }));
  expect(results).toMatchObject([
    { status: 200, body: 'fine' },
    failed(
      /: self-signed certificate; the operator can trust its authority with NODE_EXTRA_CA_CERTS \(DEPTH_ZERO_SELF_SIGNED_CERT\)$/,
    ),
    failed(
      /: IP: 127\.0\.0\.1 is not in the cert's list: 127\.0\.0\.9; the certificate is for another name: ask for one that it has /,
    ),
    failed(/: certificate has expired; its server has to renew it, .* \(NODE_EXTRA_CA_CERTS does not help\)$/),
    failed(/: certificate is not yet valid; is this machine's clock right\? \(NODE_EXTRA_CA_CERTS does not help\)$/),
    failed(/; the two share no version of TLS$/),
  ]);
  expect(servers.map(({ requests: sent }) => sent.length)).toEqual([1, 0, 0, 0, 0]);
});

test('without it no certificate of an own authority is trusted', async () => {
  const server = await startServer(behaves, { tls: selfSigned('127.0.0.1') });
  expect(await plain.one(server.origin)).toMatchObject({ outcome: 'network', kind: 'tls' });
  expect(server.requests).toHaveLength(0);
});

describe('through a proxy that is spoken to by TLS', () => {
  const [own, proxys] = [selfSigned('127.0.0.1'), selfSigned('127.0.0.1')];
  let proxy: RawServer;
  let client: Connected;

  beforeAll(async () => {
    proxy = await rawServer(tunnels, { tls: proxys });
    client = await trusting([own.cert, proxys.cert], '--proxy', proxy.origin);
  });
  afterAll(async () => {
    await client.close();
    await proxy.close();
  });

  test('the same holds', async () => {
    const strange = selfSigned('127.0.0.1');
    const [known, unknown] = [await startServer(behaves, { tls: own }), await startServer(behaves, { tls: strange })];
    const untold = await startServer();
    const { results } = resultOf(await client.fetchMany({ requests: [known.origin, untold.origin, unknown.origin] }));
    expect(results).toMatchObject([
      { status: 200, body: 'fine' },
      { status: 200, body: 'fine' },
      failed(/^https:.* self-signed certificate; the operator can trust its authority with NODE_EXTRA_CA_CERTS/),
    ]);
    expect(proxy.requests.map(({ path }) => path).toSorted()).toEqual(
      [known, untold, unknown].map(({ port }) => `127.0.0.1:${port}`).toSorted(),
    );
  });

  test('TLS within TLS ends as any connection does: with the request, or when the server closes it', async () => {
    const hangs = await startServer(() => {}, { tls: own });
    const closes = await startServer((socket) => void socket.end(ok('fine', ['Connection: close'])), { tls: own });
    const requests = [{ url: hangs.origin, timeout_ms: 1_000 }, { url: closes.origin }];
    const { results } = resultOf(await client.fetchMany({ requests, retries: 0 }));
    expect(results).toMatchObject([{ outcome: 'timeout' }, { status: 200, body: 'fine' }]);
    expect(hangs.requests).toHaveLength(1);
    await expectSoon(() => expect(proxy.open + hangs.open + closes.open).toBe(0));
  });
});
