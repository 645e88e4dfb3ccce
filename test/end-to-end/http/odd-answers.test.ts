import { createServer as createHttp2 } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { peakMib } from '../../bench/support/memory.ts';
import { pause } from '../../support/api.ts';
import * as bodiless from '../../support/faults/bodiless.ts';
import * as protocol from '../../support/faults/protocol.ts';
import { answer, drip, rawServer, type RawServer, type Script } from '../../support/raw-server.ts';
import { serve, sharedServer, spawned } from '../../support/shared-server.ts';
import { fetchManyCall } from '../../support/server-process.ts';

const server = sharedServer();

async function scripted(script: Script): Promise<RawServer> {
  const raw = await rawServer(script);
  onTestFinished(() => raw.close());
  return raw;
}

/** A page of JSON with this header line. */
function page(header: Buffer): Buffer {
  const head = Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n');
  return Buffer.concat([head, header, Buffer.from('\r\nContent-Length: 3\r\n\r\n[1]')]);
}

describe('what no HTTP parser expects ends at once, in words', () => {
  test.each<[string, Script, RegExp]>([
    ['a status of 000', protocol.status000, /in valid HTTP\/1\.1: its status is 000$/],
    ['a status of 099', protocol.status099, /its status is 099$/],
    ['after empty lines', (socket) => socket.write('\r\n\r\nHTTP/1.1 012 x\r\n\r\n'), /its status is 012$/],
    ['after a 103', (socket) => socket.write('HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 000 OK\r\n\r\n'), /its status is 000$/],
    ['by another protocol', (socket) => socket.write('RTSP/1.0 001 OK\r\n\r\n'), /its status is 001$/],
    [
      'in pieces',
      (socket) => {
        const bytes = 'HTTP/1.1 000 OK\r\n\r\n'.split('');
        drip(socket, 1, () => void socket.write(bytes.shift() ?? ''));
      },
      /its status is 000$/,
    ],
    ['a 101 without an Upgrade', protocol.status101WithoutUpgrade, /it switched protocols \(101\), which nothing asked for$/],
    ['a 101', protocol.unsolicited101, /it switched protocols \(101\), which nothing asked for$/],
    ['bare line feeds', protocol.bareLineFeeds, /Missing expected CR after response line$/],
    ['headers without an end', protocol.endlessHeaders, /its headers are larger than 64 KiB$/],
  ])('%s', async (_, script, says) => {
    const { origin } = await scripted(script);
    const { summary, results } = await server.run({ requests: [origin], retries: 0 });
    expect(results[0]).toMatchObject({ outcome: 'network', kind: 'protocol', error: expect.stringMatching(says) });
    // Node words an assertion that has no message by parsing the bundle: 3 to 9 s, in which nothing else happens.
    expect(summary.elapsed_ms).toBeLessThan(2_500);
  });

  test('a real HTTP/2 server is named', async () => {
    const http2 = createHttp2();
    http2.listen(0, '127.0.0.1');
    onTestFinished(() => void http2.close());
    await new Promise((resolve) => http2.once('listening', resolve));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on TCP
    const { port } = http2.address() as AddressInfo;
    expect(await server.one(`http://127.0.0.1:${port}/`)).toMatchObject({
      outcome: 'network',
      kind: 'protocol',
      error: expect.stringContaining('speaks only HTTP/2, and requests are sent in HTTP/1.1'),
    });
  });
});

describe('what is meant is read', () => {
  test.each<[string, Script]>([
    ['a 100 nobody asked for', protocol.unsolicited100],
    ['several 1xx, in pieces', protocol.unsolicited100InPieces],
    ['two equal Content-Lengths', protocol.equalContentLengths],
    ['a list of equal Content-Lengths', protocol.listOfEqualContentLengths],
    ['headers of 60 KiB', protocol.headersOf60KiB],
  ])('%s', async (_, script) => {
    const { origin } = await scripted(script);
    expect(await server.one(origin)).toEqual({ i: 0, status: 200, body: 'body' });
  });

  test('a body after a 304 does not fail the next request', async () => {
    const { origin } = await scripted(bodiless.bodyAfter304BeforeTheNext());
    for (let round = 0; round < 3; round++) {
      await server.run({ requests: [`${origin}/304`], cache: false });
      await pause(20); // its connection is free again
      expect(await server.one(`${origin}/next`, { retries: 0 })).toEqual({ i: 0, status: 200, body: 'fine' });
    }
  });

  test.each([
    ['UTF-8', Buffer.from('/café/日本?q=é')],
    ['Latin-1', Buffer.from('/café?q=é', 'latin1')],
  ])('a Location, a Link and a header in %s', async (charset, bytes) => {
    const paths: string[] = [];
    const { origin } = await scripted((socket, { path }) => {
      paths.push(path);
      if (path === '/from') {
        const head = Buffer.concat([Buffer.from('HTTP/1.1 302 Found\r\nLocation: '), bytes]);
        socket.write(Buffer.concat([head, Buffer.from('\r\nContent-Length: 0\r\n\r\n')]));
      } else if (path === '/pages') {
        socket.write(page(Buffer.concat([Buffer.from('Link: <'), bytes, Buffer.from('>; rel=next')])));
      } else socket.write(page(Buffer.concat([Buffer.from('X-Shown: '), bytes])));
    });
    const text = charset === 'UTF-8' ? '/café/日本?q=é' : '/café?q=é';
    const { pathname, search } = new URL(text, origin);
    const followed = await server.one(`${origin}/from`, { response_headers: ['x-shown'] });
    expect(followed).toMatchObject({ status: 200, headers: { 'x-shown': text } });
    expect(await server.one({ url: `${origin}/pages`, paginate: { next: 'link' } })).toMatchObject({ pages: 2, body: [1, 1] });
    expect(paths).toEqual(['/from', pathname + search, '/pages', pathname + search]);
  });
});

describe('redirects', () => {
  test('one to itself that sets a cookie works, and the cookie is forgotten afterwards', async () => {
    const { url, headers } = await serve((request, response) => {
      if (request.headers.cookie === undefined) response.writeHead(302, { location: '/', 'set-cookie': 'seen=1; Path=/' }).end();
      else response.end('in');
    });
    for (let nth = 0; nth < 2; nth++) expect(await server.one(`${url}/`)).toMatchObject({ status: 200, body: 'in' });
    expect(headers.map(({ cookie }) => cookie)).toEqual([undefined, 'seen=1', undefined, 'seen=1']);
  });

  test.each<[string, Record<string, string>, string]>([
    ['an empty Location', { location: '' }, 'redirects (302) but does not say where to: its Location is empty'],
    ['one to itself', { location: '/x' }, 'it redirects to itself, so that it may want a header or a cookie'],
    [
      'with a cookie',
      { location: '/x', 'set-cookie': 'a=1' },
      'it redirects to itself, although the cookies that it sets were sent',
    ],
  ])('%s is told as what it is', async (_, headers, says) => {
    const { url } = await serve((__, response) => void response.writeHead(302, headers).end());
    expect(await server.one(`${url}/x`)).toMatchObject({ kind: 'protocol', error: expect.stringContaining(says) });
  });
});

test('an answer in chunks of one byte takes about its own size', async () => {
  const BYTES = 900_000;
  const chunk = Buffer.from('1\r\nx\r\n'.repeat(10_000));
  const { origin } = await scripted((socket) => {
    socket.write(answer('200 OK', ['Content-Type: text/plain', 'Transfer-Encoding: chunked']));
    let sent = 0;
    const more = (): void => {
      while (sent < BYTES) {
        sent += 10_000;
        if (!socket.write(chunk)) return void socket.once('drain', more);
      }
      socket.write('0\r\n\r\n');
    };
    more();
  });
  const own = spawned('--allow', '127.0.0.1');
  await own.initialize();
  own.send(fetchManyCall(2, { requests: [origin], max_tokens: 1_000 }));
  const { result } = await own.answer(2);
  expect(result).toMatchObject({ structuredContent: { summary: { ok: 1 } } });
  // With a Buffer for each byte it would be more than 220 MiB.
  expect(peakMib(own.child.pid)).toBeLessThan(170);
});

test('a stream that stays open says what it is, when time is up for it or for the call', async () => {
  const { url } = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.write('data: 1\n\n');
  });
  for (const limit of [{ timeout_ms: 300 }, { deadline_ms: 300 }]) {
    const { outcome, error } = await server.one(url, limit);
    expect(outcome).toBe('timeout');
    expect(error).toContain('9 bytes so far of text/event-stream, which may never end: streams that stay open are not offered');
  }
});
