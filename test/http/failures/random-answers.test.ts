import { afterAll, beforeAll, expect, test } from 'vitest';
import { TimeoutError } from '../../../src/concurrency/index.ts';
import type { HttpRequest } from '../../../src/http/message.ts';
import { RequestFailure } from '../../../src/request-failure.ts';
import { Engine, responseOf } from '../../support/engine.ts';
import { cases, seeded, type Random } from '../../support/random.ts';
import { ok, rawServer, type RawServer, type Script } from '../../support/raw-server.ts';

// Answers of a grammar that is nearly HTTP's: whatever comes ends in words, and the next request is answered.

const STATUS_LINES = [
  'HTTP/1.1 200 OK',
  'HTTP/1.1 204 No Content',
  'HTTP/1.1 304 Not Modified',
  'HTTP/1.1 100 Continue',
  'HTTP/1.1 101 Switching',
  'HTTP/1.1 103 Early Hints',
  'HTTP/1.1 199 Odd',
  'HTTP/1.1 000 OK',
  'HTTP/1.1 012 Odd',
  'HTTP/1.1 205 Reset',
  'HTTP/1.1 302 Found',
  'HTTP/1.1 408 Late',
  'HTTP/1.1 999 Odd',
  'HTTP/1.1 200',
  'HTTP/1.1  200 OK',
  'HTTP/1.1 20 OK',
  'HTTP/1.1 2000 OK',
  'HTTP/1.0 200 OK',
  'HTTP/2.0 200 OK',
  'RTSP/1.0 012 OK',
  'ICE/1.0 000 OK',
] as const;
const HEADERS = [
  'Content-Length: 4',
  'Content-Length: 0',
  'Content-Length: 4, 4',
  'Content-Length: 99999999999999999999',
  'Content-Length: -1',
  'Content-Length: ',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: identity',
  'Transfer-Encoding: chunked, chunked',
  'Connection: close',
  'Connection: upgrade',
  'Connection: Upgrade, close',
  'Upgrade: websocket',
  'Keep-Alive: timeout=0',
  'Keep-Alive: timeout=99999999999',
  'X:',
  'X: a\r\n b',
  ': x',
  'X : y',
  'X: \u0001',
  'Trailer: Y',
  'Content-Encoding: gzip',
  'Location: /',
] as const;
const BODIES = [
  '',
  'body',
  'bodybody',
  '\r\n\r\n',
  '4\r\nbody\r\n0\r\n\r\n',
  '4\r\nbody\r\n0\r\nX:\r\n\r\n',
  '4\r\nbody\r\n0\r\n: y\r\n\r\n',
  '4;a=b\r\nbody\r\n0\r\n\r\n',
  'FFFFFFFFFFFFFFFFF\r\n',
  '4\r\nbodyX',
] as const;
const STRAYS = ['\0', '\r', '\n', '\r\n', ' ', 'HTTP/1.1 200 OK\r\n\r\n', '\u00ff'] as const;

/** The bytes of one to three answers, now and then with something in between. */
function answers(random: Random): Buffer {
  const parts = Array.from({ length: random.int(1, 3) }, () => {
    const head = [random.pick(STATUS_LINES), ...Array.from({ length: random.int(0, 4) }, () => random.pick(HEADERS))];
    return `${head.join('\r\n')}\r\n\r\n${random.next() < 0.7 ? random.pick(BODIES) : ''}`;
  });
  const text = (random.next() < 0.1 ? random.pick(STRAYS) : '') + parts.join(random.next() < 0.1 ? '\r\n' : '');
  const at = random.int(0, text.length);
  const stray = random.next() < 0.15 ? random.pick(STRAYS) : '';
  return Buffer.from(text.slice(0, at) + stray + text.slice(at), 'latin1');
}

/** A script that writes them whole or in pieces, and then keeps, ends or resets the connection. */
function writing(bytes: Buffer, random: Random): Script {
  const size = random.pick([bytes.length, 1, 3, 40]);
  const end = random.pick(['keep', 'end', 'end', 'reset']);
  return (socket) => {
    let at = 0;
    const next = (): void => {
      if (socket.destroyed) return;
      if (at < bytes.length) {
        socket.write(bytes.subarray(at, (at += Math.max(1, size))));
        setImmediate(next);
      } else if (end === 'end') socket.end();
      else if (end === 'reset') socket.resetAndDestroy();
    };
    next();
  };
}

const engine = new Engine();
let script: Script = () => undefined;
let server: RawServer;

beforeAll(async () => {
  server = await rawServer((socket, request) => {
    if (request.path === '/fine') socket.write(ok());
    else script(socket, request);
  });
});

afterAll(async () => {
  await engine.connections.destroy();
  await server.close();
});

test.each(Array.from({ length: cases(75) }, (_, seed) => seed))('seed %i', async (seed) => {
  const random = seeded(seed);
  script = writing(answers(random), random);
  const method = random.pick<HttpRequest['method']>(['GET', 'GET', 'HEAD', 'POST']);
  const wantsBody = random.next() < 0.8;
  const { error } = await engine.fetchOnce(`${server.origin}/odd`, { method, wantsBody, deadlineMs: 100, maxRedirects: 1 });
  const isInWords = error === undefined || error instanceof TimeoutError || error instanceof RequestFailure;
  expect(isInWords).toBe(true);
  expect(error instanceof Error ? error.message : '').not.toMatch(/assert|falsy|undefined|makes no sense/i);
  const { body } = responseOf(await engine.fetchOnce(`${server.origin}/fine`));
  expect(body.toString()).toBe('fine');
});
