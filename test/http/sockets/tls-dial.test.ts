import { randomBytes } from 'node:crypto';
import { createServer, TLSSocket } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { selfSigned } from '../../support/faults/certificate.ts';
import { startServer } from '../../support/faults/started.ts';
import { fetchTrusting } from '../../support/faults/trusting.ts';
import { listenOnNewPort } from '../../support/ports.ts';
import { ok, type RawServer, type RawServerOptions } from '../../support/raw-server.ts';

const KEYS = selfSigned('127.0.0.1');
const FINE = { status: 200 };

/** A server that closes each connection after one answer, and notes which of them have resumed a session. */
async function closing(tls: RawServerOptions['tls']): Promise<RawServer & { readonly resumed: boolean[] }> {
  const resumed: boolean[] = [];
  const server = await startServer(
    (socket) => {
      resumed.push(socket instanceof TLSSocket && socket.isSessionReused());
      socket.end(ok('fine', ['Connection: close']));
    },
    { tls: { ...KEYS, ...tls } },
  );
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
  onTestFinished(() => void server.close());
  return { origin: `https://127.0.0.1:${port}`, resumed };
}

test('the sessions of each version outlive a garbage collection, one for each port; without one the handshake is a full one', async () => {
  const versions = await Promise.all(
    (['TLSv1.2', 'TLSv1.3'] as const).map(async (version) => {
      const tls = { minVersion: version, maxVersion: version };
      return [await closing(tls), await closing(tls)] as const;
    }),
  );
  const { origin, resumed } = await forgetful();
  const urls = [
    ...versions.flatMap(([one, other]) => [one, other, one, other, one].map((each) => each.origin)),
    ...[1, 2, 3].map(() => origin),
  ];
  expect(await fetchTrusting([KEYS.cert], urls)).toEqual(urls.map(() => FINE));
  for (const [one, other] of versions) {
    expect([one.resumed, other.resumed]).toEqual([
      [false, true, true],
      [false, true],
    ]);
  }
  expect(resumed).toEqual([false, false, false]);
});
