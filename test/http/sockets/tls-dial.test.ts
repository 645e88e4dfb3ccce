import { randomBytes } from 'node:crypto';
import { createServer, TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selfSigned, type KeyPair } from '../../support/faults/certificate.ts';
import { fetchTrusting } from '../../support/faults/trusting.ts';
import { listenOnNewPort } from '../../support/ports.ts';
import { behaves, ok, rawServer, type RawServer, type RawServerOptions } from '../../support/raw-server.ts';

const KEYS = selfSigned('127.0.0.1');
const OTHER = selfSigned('127.0.0.9');
const EXPIRED = selfSigned('127.0.0.1', new Date(Date.now() - 1_000));
const FINE = { status: 200 };

const open: { close(): unknown }[] = [];
afterAll(() => Promise.all(open.map((server) => server.close())));

/** A server that closes each connection after one answer, and notes which of them have resumed a session. */
async function closing(tls: RawServerOptions['tls']): Promise<RawServer & { readonly resumed: boolean[] }> {
  const resumed: boolean[] = [];
  const server = await rawServer(
    (socket) => {
      resumed.push(socket instanceof TLSSocket && socket.isSessionReused());
      socket.end(ok('fine', ['Connection: close']));
    },
    { tls: { ...KEYS, ...tls } },
  );
  open.push(server);
  return Object.assign(server, { resumed });
}

/** A server of which each connection is answered as by another machine behind the same name, which knows no session. */
async function forgetful(): Promise<{ readonly origin: string; readonly resumed: boolean[] }> {
  const resumed: boolean[] = [];
  const server = createServer({ ...KEYS }, (socket) => {
    socket.once('data', () => {
      resumed.push(socket.isSessionReused());
      server.setTicketKeys(randomBytes(48));
      socket.end(ok('fine', ['Connection: close']));
    });
  });
  const port = await listenOnNewPort(server, '127.0.0.1');
  open.push(server);
  return { origin: `https://127.0.0.1:${port}`, resumed };
}

/** A server that behaves, with such a certificate. */
async function behaving(tls: KeyPair): Promise<RawServer> {
  const server = await rawServer(behaves, { tls });
  open.push(server);
  return server;
}

describe('with NODE_EXTRA_CA_CERTS', () => {
  const certified: RawServer[] = [];
  const versions: (readonly (RawServer & { readonly resumed: boolean[] })[])[] = [];
  let other: { readonly origin: string; readonly resumed: boolean[] };
  let results: readonly unknown[];

  /** One process, which takes long to start, asks for all. */
  beforeAll(async () => {
    for (const tls of [KEYS, OTHER, EXPIRED, KEYS]) certified.push(await behaving(tls));
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const tls = { minVersion: version, maxVersion: version };
      versions.push([await closing(tls), await closing(tls)]);
    }
    other = await forgetful();
    results = await fetchTrusting(
      [KEYS, OTHER, EXPIRED].map(({ cert }) => cert),
      [
        ...certified.map(({ origin }) => origin),
        ...versions.flatMap((two) => [0, 1, 0, 1, 0].map((at) => two[at]?.origin ?? '')),
        ...[1, 2, 3].map(() => other.origin),
      ],
    );
  });

  test('a certificate is trusted, for its own name, until it expires', () => {
    const tls = { outcome: 'network', kind: 'tls', retryable: false };
    expect(results.slice(0, 4)).toEqual([
      FINE,
      { ...tls, message: expect.stringMatching(/^https:.*: 127\.0\.0\.9; the certificate is for another name: ask /) },
      { ...tls, message: expect.stringMatching(/^https:.*: certificate has expired; its server has to renew it/) },
      FINE,
    ]);
  });

  test('the sessions of each version outlive a garbage collection, one for each port; without one the handshake is a full one', () => {
    expect(results.slice(4)).toEqual(Array.from({ length: 13 }, () => FINE));
    for (const [one, two] of versions) {
      expect([one?.resumed, two?.resumed]).toEqual([
        [false, true, true],
        [false, true],
      ]);
    }
    expect(other.resumed).toEqual([false, false, false]);
  });
});
