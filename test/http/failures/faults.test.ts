import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { TimeoutError } from '../../../src/concurrency/index.ts';
import type { HttpResponse, RequestPhase } from '../../../src/http/message.ts';
import type { Resolve } from '../../../src/http/sockets/resolver.ts';
import type { RequestFailure } from '../../../src/request-failure.ts';
import { failureOf, lookupError, resolving, responseOf, type EngineOptions, type Overrides } from '../../support/engine.ts';
import { pause } from '../../support/api.ts';
import * as bodies from '../../support/faults/bodies.ts';
import * as bodiless from '../../support/faults/bodiless.ts';
import { selfSigned } from '../../support/faults/certificate.ts';
import * as handshake from '../../support/faults/handshake.ts';
import * as lost from '../../support/faults/lost.ts';
import * as protocol from '../../support/faults/protocol.ts';
import * as redirects from '../../support/faults/redirects.ts';
import * as stalls from '../../support/faults/stalls.ts';
import { expectFine, expectNothingLeft, expectSockets, startEngine, startServer } from '../../support/faults/started.ts';
import * as truncated from '../../support/faults/truncated.ts';
import {
  answer,
  behaves,
  CLOSED_PORT,
  ok,
  type RawServer,
  type RawServerOptions,
  type Script,
} from '../../support/raw-server.ts';

/** What is told of a failure, with `ORIGIN` for the server's origin, which every message has to name. */
type Provenance = Pick<RequestFailure, 'outcome' | 'kind' | 'retryable' | 'message'>;

function told({ outcome, kind, retryable, message }: RequestFailure, origin: string): Provenance {
  return { outcome, kind, retryable, message: message.replaceAll(origin, 'ORIGIN') };
}

/** Asks a server for what it fails at, and then for what it does well. */
async function commit(fault: Script, overrides: Overrides = {}): Promise<Provenance & { paths: readonly string[] }> {
  const server = await startServer(fault);
  const engine = startEngine();
  const failure = failureOf(await engine.fetchOnce(`${server.origin}/fault`, overrides));
  const paths = server.requests.map(({ path }) => path);
  await expectFine(engine, server);
  await expectNothingLeft(engine, server);
  return { ...told(failure, server.origin), paths };
}

/** Asks for a URL at which nobody can be spoken to, and then for a better one. */
async function reach(url: string, options: EngineOptions = {}): Promise<Provenance> {
  const engine = startEngine(options);
  const fetched = await engine.fetchOnce(url);
  expect(fetched.trace.sent).toBe(false);
  await expectFine(engine);
  await engine.takeAllPermits(new URL(url).origin);
  return told(failureOf(fetched), new URL(url).origin);
}

/** Asks a server, which may not speak TLS at all, for TLS. */
async function shakeHands(server: RawServer, options: EngineOptions = {}): Promise<Provenance> {
  const failed = await reach(server.origin.replace('http:', 'https:'), options);
  expect(server.requests).toHaveLength(0);
  await expectSockets(server, 0);
  return failed;
}

/** Asks a server for an answer that is none of its faults. */
async function answerOf(script: Script, overrides: Overrides = {}): Promise<Pick<HttpResponse, 'status' | 'headers' | 'body'>> {
  const server = await startServer(script);
  const engine = startEngine();
  const { status, headers, body } = responseOf(await engine.fetchOnce(`${server.origin}/`, overrides));
  await expectFine(engine, server);
  await expectNothingLeft(engine, server);
  return { status, headers, body };
}

describe('there is no connection', () => {
  const refused: Provenance = {
    outcome: 'network',
    kind: 'connect',
    retryable: true,
    message: 'ORIGIN refused the connection (ECONNREFUSED); is the server running on that port?',
  };
  const unanswered: Provenance = {
    outcome: 'timeout',
    kind: 'connect',
    retryable: true,
    message: 'ORIGIN did not answer the connection attempt; check the host and port',
  };
  const stalled: Provenance = {
    outcome: 'timeout',
    kind: 'connect',
    retryable: true,
    message: 'ORIGIN did not accept a connection in time; check the host and port',
  };

  test('refused: network, connect', async () => {
    expect(await reach(`http://127.0.0.1:${CLOSED_PORT}`)).toEqual(refused);
  });

  test('refused by every address of a name: network, connect', async () => {
    const resolve = resolving({ 'two.test': ['127.0.0.2', '127.0.0.1'] });
    const options = { allow: ['two.test', '127.0.0.1'], resolve };
    expect(await reach(`http://two.test:${CLOSED_PORT}`, options)).toEqual(refused);
  });

  test('refused by one address of a name: the next one is taken', async () => {
    const server = await startServer();
    const resolve = resolving({ 'two.test': ['127.0.0.2', '127.0.0.1'] });
    const engine = startEngine({ allow: ['two.test'], resolve });
    expect(responseOf(await engine.fetchOnce(`http://two.test:${server.port}/`)).status).toBe(200);
  });

  test('a name that does not exist: network, dns', async () => {
    expect(await reach('http://nowhere.test')).toEqual({
      outcome: 'network',
      kind: 'dns',
      retryable: false,
      message: 'the name in ORIGIN does not exist (ENOTFOUND); check its spelling',
    });
  });

  test('a resolver that is out of order: network, dns', async () => {
    const resolve = answering(lookupError('EAI_AGAIN', 'somewhere.test'));
    expect(await reach('http://somewhere.test', { resolve })).toEqual({
      outcome: 'network',
      kind: 'dns',
      retryable: true,
      message: "the name in ORIGIN could not be looked up just now (EAI_AGAIN); try again, or check this machine's DNS",
    });
  });

  test('a resolver that never answers: timeout, dns', async () => {
    expect(await reach('http://somewhere.test', { resolve: () => {}, connectTimeoutMs: 100 })).toEqual({
      outcome: 'timeout',
      kind: 'dns',
      retryable: true,
      message: "the name somewhere.test was not looked up within 0.05 s; try again, or check this machine's DNS",
    });
  });

  test('a resolver that answers with no address: network, dns', async () => {
    expect(await reach('http://somewhere.test', { resolve: answering(null) })).toEqual({
      outcome: 'network',
      kind: 'dns',
      retryable: false,
      message: 'the name in ORIGIN does not exist (ENODATA); check its spelling',
    });
  });

  // Packets that nobody answers are not to be had on one machine, so dialling fails here with what Node says of them.
  test.for<[string, Error, Provenance]>([
    ['an address that never answers: timeout, connect', dialError('ETIMEDOUT'), unanswered],
    [
      'addresses that never answer: timeout, connect',
      new AggregateError([dialError('ETIMEDOUT'), dialError('ETIMEDOUT')]),
      unanswered,
    ],
    [
      'an address that never answers and one that refuses: network, connect',
      new AggregateError([dialError('ETIMEDOUT'), dialError('ECONNREFUSED')]),
      refused,
    ],
    [
      'a host without a route: network, connect',
      dialError('EHOSTUNREACH'),
      { ...refused, message: 'ORIGIN could not be reached (EHOSTUNREACH)' },
    ],
  ])('%s', async ([, error, expected]) => {
    expect(await reach('http://somewhere.test', { resolve: answering(error) })).toEqual(expected);
  });

  test('a self-signed certificate: network, tls', async () => {
    const server = await startServer(behaves, { tls: selfSigned('127.0.0.1') });
    expect(await shakeHands(server)).toEqual({
      outcome: 'network',
      kind: 'tls',
      retryable: false,
      message:
        'ORIGIN failed the TLS handshake: self-signed certificate; ' +
        'the operator can trust its authority with NODE_EXTRA_CA_CERTS (DEPTH_ZERO_SELF_SIGNED_CERT)',
    });
  });

  test.for<[string, RawServerOptions, says: RegExp]>([
    [
      'TLS 1.1: network, tls',
      { tls: { ...selfSigned('127.0.0.1'), ...handshake.onlyTls11 } },
      /^ORIGIN failed the TLS handshake: .*; the two share no version of TLS$/,
    ],
    [
      'https to a plain http port: network, tls',
      { onConnection: handshake.plainHttp },
      /^ORIGIN failed the TLS handshake: .*; does the port speak plain http\?$/,
    ],
    [
      'a server that closes in the handshake: network, tls',
      { onConnection: handshake.close },
      /^ORIGIN failed the TLS handshake: .* disconnected before secure TLS connection was established$/,
    ],
  ])('%s', async ([, options, says]) => {
    expect(await shakeHands(await startServer(behaves, options))).toEqual({
      outcome: 'network',
      kind: 'tls',
      retryable: false,
      message: expect.stringMatching(says),
    });
  });

  test('a server that offers HTTP/2 only: network, protocol', async () => {
    const tls = { ...selfSigned('127.0.0.1'), ALPNProtocols: ['h2'] };
    expect(await shakeHands(await startServer(behaves, { tls }))).toEqual({
      outcome: 'network',
      kind: 'protocol',
      retryable: false,
      message: 'ORIGIN speaks only HTTP/2, and requests are sent in HTTP/1.1: it cannot be reached from here',
    });
  });

  test('a server that resets in the handshake: network, connection_lost', async () => {
    expect(await shakeHands(await startServer(behaves, { onConnection: handshake.reset }))).toEqual({
      outcome: 'network',
      kind: 'connection_lost',
      retryable: true,
      message: 'ORIGIN closed the connection without answering',
    });
  });

  test('a server that never answers the handshake: timeout, connect', async () => {
    const server = await startServer(behaves, { onConnection: handshake.stall });
    expect(await shakeHands(server, { connectTimeoutMs: 50 })).toEqual(stalled);
  });

  test('http to an https port: network, connection_lost', async () => {
    const server = await startServer(behaves, { tls: selfSigned('127.0.0.1') });
    const engine = startEngine();
    const origin = server.origin.replace('https:', 'http:');
    expect(told(failureOf(await engine.fetchOnce(origin)), origin)).toEqual({
      outcome: 'network',
      kind: 'connection_lost',
      retryable: true,
      message: 'ORIGIN closed the connection without answering',
    });
    await expectFine(engine);
    await expectNothingLeft(engine, server);
  });
});

describe('the connection ends before a response: network, connection_lost', () => {
  test.for<[string, Script]>([
    ['FIN', lost.fin],
    ['RST', lost.rst],
    ['FIN within the headers', lost.finWithinTheHeaders],
  ])('%s', async ([, fault]) => {
    expect(await commit(fault)).toEqual({
      outcome: 'network',
      kind: 'connection_lost',
      retryable: true,
      paths: ['/fault'],
      message: 'ORIGIN closed the connection without answering',
    });
  });
});

describe('nothing fails and nothing ends: the deadline does', () => {
  test.for<[string, Script, phase: RequestPhase]>([
    ['no headers', stalls.noHeaders, 'headers'],
    ['dripped headers', stalls.drippedHeaders, 'headers'],
    ['endless 103 Early Hints', stalls.endlessEarlyHints, 'headers'],
    ['a stalled body', stalls.stalledBody, 'body'],
    ['a dripped body', stalls.drippedBody, 'body'],
  ])('%s', async ([, fault, phase]) => {
    const server = await startServer(fault);
    const engine = startEngine();
    const { error, trace } = await engine.fetchOnce(`${server.origin}/fault`, { deadlineMs: 300 });
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ ms: 300 });
    expect(trace).toMatchObject({ sent: true, phase, url: `${server.origin}/fault` });
    await expectSockets(server, 0);
    await expectFine(engine, server);
    await expectNothingLeft(engine, server);
  });
});

describe('the body ends before it is complete: network, truncated', () => {
  test.for<[string, Script, bytes: number]>([
    ['FIN within the body', truncated.shortBodyThenFin, 4],
    ['FIN before the body', truncated.noBodyThenFin, 0],
    ['FIN within the body, Connection: close', truncated.shortBodyAndClose, 4],
    ['FIN before the body, Connection: close', truncated.noBodyAndClose, 0],
    ['FIN within a chunk', truncated.chunkCutOff, 4],
    ['FIN within a chunk, Connection: close', truncated.chunkCutOffAndClose, 4],
    ['FIN before the last chunk', truncated.lastChunkMissing, 4],
    ['FIN before the last chunk, Connection: close', truncated.lastChunkMissingAndClose, 4],
    ['RST within the body', truncated.rst, 4],
    ['RST within the body, Connection: close', truncated.rstAndClose, 4],
    ['RST within a chunked body', truncated.rstOfAChunkedBody, 4],
    ['RST within a body that has no length', truncated.rstOfABodyWithoutLength, 4],
  ])('%s', async ([, fault, bytes]) => {
    expect(await commit(fault)).toEqual({
      outcome: 'network',
      kind: 'truncated',
      retryable: true,
      paths: ['/fault'],
      message: `ORIGIN closed the connection after ${bytes} bytes, before the body was complete`,
    });
  });

  test('a body that has no length is complete when the connection ends in order', async () => {
    const { body } = await answerOf((socket) => {
      socket.end(answer('200 OK', ['Connection: close'], 'whole'));
    });
    expect(body.toString()).toBe('whole');
  });
});

describe('what comes is not HTTP/1.1: network, protocol', () => {
  const notAWebServer = 'the answer does not begin with HTTP/; is that port a web server?';
  const contradiction = 'its headers are malformed, or contradict its Content-Length';

  test.for<[string, Script, says: string]>([
    ['a bad chunk size', protocol.badChunkSize, 'Invalid character in chunk size'],
    ['a bad header line', protocol.badHeaderLine, 'Invalid header token'],
    ['NUL in a header', protocol.nulInAHeader, 'Invalid header value char'],
    ['an SSH banner', protocol.sshBanner, notAWebServer],
    ['a body of HTTP/0.9', protocol.http09Body, notAWebServer],
    ['two different Content-Lengths', protocol.twoContentLengths, contradiction],
    ['Content-Length, then Transfer-Encoding', protocol.lengthAndChunked, contradiction],
    [
      'Transfer-Encoding, then Content-Length',
      protocol.chunkedAndLength,
      "Content-Length can't be present with Transfer-Encoding",
    ],
    ['a Content-Length that is a list of different ones', protocol.listOfContentLengths, contradiction],
    ['a status of 000', protocol.status000, 'its status is 000'],
    ['a status of 099', protocol.status099, 'its status is 099'],
    ['bare line feeds', protocol.bareLineFeeds, 'Missing expected CR after response line'],
    ['a 101 without an Upgrade', protocol.status101WithoutUpgrade, 'it switched protocols (101), which nothing asked for'],
    ['a 101 nobody asked for', protocol.unsolicited101, 'it switched protocols (101), which nothing asked for'],
    ['headers over 64 KiB', protocol.headersOver64KiB, 'its headers are larger than 64 KiB'],
    ['one header over 64 KiB', protocol.oneHeaderOver64KiB, 'its headers are larger than 64 KiB'],
    ['headers without an end', protocol.endlessHeaders, 'its headers are larger than 64 KiB'],
  ])('%s', async ([, fault, says]) => {
    expect(await commit(fault)).toEqual({
      outcome: 'network',
      kind: 'protocol',
      retryable: false,
      paths: ['/fault'],
      message: `ORIGIN did not answer in valid HTTP/1.1: ${says}`,
    });
  });

  test.for<[string, Script]>([
    ['a 100 nobody asked for', protocol.unsolicited100],
    ['several 1xx, in pieces', protocol.unsolicited100InPieces],
    ['two equal Content-Lengths', protocol.equalContentLengths],
    ['a Content-Length that is a list of equal ones', protocol.listOfEqualContentLengths],
    ['headers of 60 KiB', protocol.headersOf60KiB],
  ])('%s: what is meant is clear', async ([, script]) => {
    const answered = await answerOf(script);
    expect([answered.status, answered.body.toString()]).toEqual([200, 'body']);
    expect([answered.headers['content-length'], answered.headers['x-a']]).toEqual(['4', answered.headers['x-a'] && 'b']);
  });

  test('what looks like headers in a body is left alone', async () => {
    expect((await answerOf(protocol.lengthInTheBody)).body).toHaveLength(40);
  });

  test.for<[string, Script]>([
    ['empty settings', protocol.http2],
    ['settings', protocol.http2WithSettings],
  ])('HTTP/2, which begins with %s, is named', async ([, fault]) => {
    expect(await commit(fault)).toEqual({
      outcome: 'network',
      kind: 'protocol',
      retryable: false,
      paths: ['/fault'],
      message: 'ORIGIN speaks only HTTP/2, and requests are sent in HTTP/1.1: it cannot be reached from here',
    });
  });

  test('TLS on the port is named', async () => {
    expect(await commit(protocol.tlsAlert)).toMatchObject({
      outcome: 'network',
      kind: 'protocol',
      message: 'ORIGIN did not answer in valid HTTP/1.1: the port speaks TLS; write https:// in place of http://',
    });
  });

  test.for<[string, Script]>([
    ['at once', bodiless.bodyAfter304(undefined)],
    ['a turn later', bodiless.bodyAfter304(0)],
    ['5 ms later', bodiless.bodyAfter304(5)],
    ['30 ms later', bodiless.bodyAfter304(30)],
    ['when the next request is on its way', bodiless.bodyAfter304BeforeTheNext()],
  ])('a body after a 304, %s, does not fail the next request', async ([, script]) => {
    const server = await startServer(script);
    const engine = startEngine();
    for (let round = 0; round < 5; round++) {
      expect(responseOf(await engine.fetchOnce(`${server.origin}/304`)).status).toBe(304);
      const { body } = responseOf(await engine.fetchOnce(`${server.origin}/next`));
      expect(body.toString()).toBe('fine');
      await pause(round * 10);
    }
  });

  test('nor is a request sent again that may have done something', async () => {
    const server = await startServer(bodiless.bodyAfter304BeforeTheNext());
    const engine = startEngine();
    responseOf(await engine.fetchOnce(`${server.origin}/304`));
    await pause(10); // its connection is free again
    const failure = failureOf(await engine.fetchOnce(`${server.origin}/next`, { method: 'POST' }));
    expect([failure.kind, failure.retryable]).toEqual(['protocol', true]);
    expect(server.requests.map(({ path }) => path)).toEqual(['/304', '/next']);
  });

  test('bytes after a body do not answer the next request', async () => {
    const server = await startServer((socket) => {
      socket.write(Buffer.concat([ok('first'), ok('smuggled')]));
    });
    const engine = startEngine();
    expect(responseOf(await engine.fetchOnce(`${server.origin}/`)).body.toString()).toBe('first');
    await expectFine(engine, server);
  });
});

describe('answers without a body, whatever their Content-Length says', () => {
  test.for<[number, Script]>([
    [204, bodiless.status204],
    [205, bodiless.status205],
    [304, bodiless.status304],
  ])('%i is a plain success', async ([status, script]) => {
    const answered = await answerOf(script);
    expect(answered.status).toBe(status);
    expect(answered.body).toHaveLength(0);
  });

  test.for<[string, Script]>([
    ['a Content-Length', bodiless.head],
    ['a Content-Encoding', bodiless.headWithAnEncoding],
  ])('HEAD answered with %s is a plain success', async ([, script]) => {
    const answered = await answerOf(script, { method: 'HEAD', maxBytes: 1_000 });
    expect(answered.status).toBe(200);
    expect(answered.body).toHaveLength(0);
  });
});

describe('the body is over the cap: too_large', () => {
  test.for<[string, Script, maxBytes: number]>([
    ['by its Content-Length, before a byte of it', bodies.tooLongByContentLength, 20_000],
    ['by counting', bodies.tooLongByCounting, 20_000],
    ['by a gzip bomb', bodies.gzipBomb, 20_000],
    ['by a gzip bomb that is inflated in another thread', bodies.longGzipBomb, 200_000],
    ['by a brotli bomb', bodies.brotliBomb, 20_000],
    ['by a bomb between two encodings', bodies.nestedBomb, 20_000],
  ])('%s', async ([, fault, maxBytes]) => {
    expect(await commit(fault, { maxBytes })).toEqual({
      outcome: 'too_large',
      retryable: false,
      paths: ['/fault'],
      message:
        `the body from ORIGIN is larger than ${maxBytes} bytes; ` +
        'ask for less (a page, a filter), or raise --max-response-bytes',
    });
  });

  test.for<[string, Script]>([
    ['plain', behavesWith('x'.repeat(1_000))],
    ['in gzip', bodies.encoded('gzip', gzipSync('x'.repeat(1_000)))],
  ])('a body of just the cap, %s, is whole', async ([, script]) => {
    expect((await answerOf(script, { maxBytes: 1_000 })).body).toHaveLength(1_000);
  });
});

describe('the body cannot be decoded: decode', () => {
  test.for<[string, Script, says: string]>([
    ['corrupt gzip', bodies.corruptGzip, 'the gzip body from ORIGIN is corrupt (Z_DATA_ERROR)'],
    [
      'plain text as gzip',
      bodies.plainTextAsGzip,
      'the gzip body from ORIGIN is corrupt (Z_DATA_ERROR); try the header "accept-encoding": "identity"',
    ],
    ['cut gzip', bodies.cutGzip, 'the gzip body from ORIGIN ends before it is complete (Z_BUF_ERROR)'],
    ['long cut gzip', bodies.cutGzipOfManyBytes, 'the gzip body from ORIGIN ends before it is complete (Z_BUF_ERROR)'],
    ['corrupt brotli', bodies.corruptBrotli, 'the br body from ORIGIN is corrupt (ERR_'],
    ['cut brotli', bodies.cutBrotli, 'the br body from ORIGIN ends before it is complete (Z_BUF_ERROR)'],
    [
      'an unknown encoding',
      bodies.unknownEncoding,
      'the body from ORIGIN is in a content encoding that is not known, "pack200-gzip"; try the header "accept-encoding": "identity"',
    ],
    ['six encodings', bodies.sixEncodings, 'ORIGIN put 6 content encodings on one body; at most 5 are undone'],
  ])('%s', async ([, fault, says]) => {
    expect(await commit(fault)).toEqual({
      outcome: 'decode',
      retryable: false,
      paths: ['/fault'],
      message: expect.stringContaining(says),
    });
  });
});

describe('the body is decoded right', () => {
  const text = 'The quick brown fox jumps over the lazy dog. '.repeat(5_000);

  test.for(bodies.encodings(Buffer.from(text)))('%s', async ([, contentEncoding, body]) => {
    expect((await answerOf(bodies.encoded(contentEncoding, body))).body.toString()).toBe(text);
  });

  test.for(bodies.encodings(bodies.noise(150_000)))('%s of more than 64 KiB', async ([, contentEncoding, body]) => {
    const decoded = (await answerOf(bodies.encoded(contentEncoding, body))).body;
    expect(decoded.equals(bodies.noise(150_000))).toBe(true);
  });

  test.for(['gzip', 'br', 'gzip, br', 'unheard-of'])('an empty body in %s is empty', async (contentEncoding) => {
    const answered = await answerOf(bodies.encoded(contentEncoding, Buffer.alloc(0)));
    expect(answered.status).toBe(200);
    expect(answered.body).toHaveLength(0);
  });
});

describe('the request cannot be sent: invalid', () => {
  test.for<[string, Record<string, string>, says: string]>([
    ['a line break in a header value', { 'x-bad': 'a\r\nX-Injected: b' }, 'invalid x-bad header'],
    ['NUL in a header value', { 'x-bad': 'a\0b' }, 'invalid x-bad header'],
    ['a character beyond Latin-1 in a header value', { 'x-bad': '\u{1f600}' }, 'invalid x-bad header'],
    ['a space in a header name', { 'x bad': 'a' }, 'invalid header key'],
  ])('%s', async ([, headers, says]) => {
    expect(await commit(behaves, { headers })).toEqual({
      outcome: 'invalid',
      retryable: false,
      paths: [],
      message: `the request to ORIGIN cannot be sent: ${says}`,
    });
  });

  test('a scheme that is not http', async () => {
    expect(await reach('ftp://127.0.0.1')).toEqual({
      outcome: 'invalid',
      retryable: false,
      message: expect.stringMatching(/^the request to ORIGIN cannot be sent: Invalid URL protocol/),
    });
  });
});

describe('redirects', () => {
  test.for<[string, Script]>([
    ['an endless body', redirects.withEndlessBody('/fine')],
    ['a stalled body', redirects.withStalledBody('/fine')],
    ['a body too long to drain', redirects.withABodyTooLongToDrain('/fine')],
    ['a body that is cut off', redirects.withACutBody('/fine')],
  ])('with %s are followed, and their connection is closed', async ([, fault]) => {
    const server = await startServer(fault);
    const engine = startEngine();
    const { body } = responseOf(await engine.fetchOnce(`${server.origin}/fault`, { deadlineMs: 2_500 }));
    expect(body.toString()).toBe('fine');
    expect(server.accepted).toBe(2);
    await expectSockets(server, 1);
    await expectNothingLeft(engine, server);
  });

  test('are not read to the end of an endless body, nor for long', async () => {
    const server = await startServer(redirects.withEndlessBody('/fine'));
    const engine = startEngine();
    responseOf(await engine.fetchOnce(`${server.origin}/fault`));
    await expectSockets(server, 1);
    expect(server.written).toBeLessThan(2_000_000);
  });

  test('with a short body are followed over the same connection', async () => {
    const server = await startServer(redirects.to('/fine'));
    const engine = startEngine();
    responseOf(await engine.fetchOnce(`${server.origin}/fault`));
    expect(server.accepted).toBe(1);
  });

  test('in a loop end: network, protocol', async () => {
    expect(await commit(redirects.to('/again'), { maxRedirects: 3 })).toEqual({
      outcome: 'network',
      kind: 'protocol',
      retryable: false,
      paths: ['/fault', '/again', '/again', '/again'],
      message: expect.stringMatching(/^stopped after 3 redirects \(.* ORIGIN\/again\); .*--max-redirects$/),
    });
  });

  test('to another origin leave every header behind but three, and do not bring them back', async () => {
    const other = await startServer((socket, request) => redirects.to(`${home.origin}/fine`)(socket, request));
    const home: RawServer = await startServer(redirects.to(`${other.origin}/away`));
    const kept = { accept: 'text/plain', 'accept-language': 'en', 'user-agent': 'test' };
    const secret = { authorization: 'Bearer 1', cookie: 'id=1', 'x-api-key': '1', 'x-unheard-of': '1' };
    const engine = startEngine();
    responseOf(await engine.fetchOnce(`${home.origin}/leave`, { headers: { ...kept, ...secret } }));
    const [first, last] = home.requests;
    expect(first?.headers).toMatchObject({ ...kept, ...secret });
    const own = { host: expect.any(String), connection: 'keep-alive', 'accept-encoding': expect.any(String) };
    expect(other.requests.map(({ headers }) => headers)).toEqual([{ ...own, ...kept }]);
    expect(last?.headers).toEqual({ ...own, ...kept });
    await expectNothingLeft(engine, home, other);
  });

  test('within an origin keep every header', async () => {
    const server = await startServer(redirects.to('/fine'));
    const engine = startEngine();
    const headers = { authorization: 'Bearer 1', 'x-a': 'b' };
    responseOf(await engine.fetchOnce(`${server.origin}/leave`, { headers }));
    expect(server.requests[1]).toMatchObject({ path: '/fine', headers });
  });

  test.for<[string, location: string, says: RegExp]>([
    ['a file', 'file:///etc/passwd', /^blocked: ORIGIN redirects \(302\) to file:, and only http and https/],
    ['a data URL', 'data:text/plain,hello', /^blocked: ORIGIN redirects \(302\) to data:/],
    ['a URL with a user', 'http://root@127.0.0.1/', /^blocked: ORIGIN redirects \(302\) to a URL with a user name/],
    ['a URL with a password', '//:secret@127.0.0.1/', /^blocked: ORIGIN redirects \(302\) to a URL with a user name/],
  ])('to %s: blocked', async ([, location, says]) => {
    expect(await commit(redirects.to(location))).toEqual({
      outcome: 'blocked',
      retryable: false,
      paths: ['/fault'],
      message: expect.stringMatching(says),
    });
  });

  test.for(['http://', 'http://[::1', 'https://a:b'])('to %s, which is no URL: network, protocol', async (location) => {
    expect(await commit(redirects.to(location))).toEqual({
      outcome: 'network',
      kind: 'protocol',
      retryable: false,
      paths: ['/fault'],
      message: 'ORIGIN redirects (302) to something that is not a URL',
    });
  });

  test.for<[string, host: string]>([
    ['a private address', '127.0.0.1'],
    ['a private address in disguise', '0x7f.1'],
    ['a private address within IPv6', '[::ffff:127.0.0.1]'],
    ['a name that resolves to a private address', 'inside.test'],
  ])('to %s: blocked, and nobody is called', async ([, host]) => {
    const inside = await startServer();
    const target = new URL(`http://${host}:${inside.port}`);
    const outside = await startServer(redirects.to(target.href));
    const engine = startEngine({
      allow: [`127.0.0.1:${outside.port}`],
      resolve: resolving({ 'inside.test': '127.0.0.1' }),
    });
    expect(told(failureOf(await engine.fetchOnce(`${outside.origin}/fault`)), target.origin)).toEqual({
      outcome: 'blocked',
      retryable: false,
      message: expect.stringMatching(/^blocked: ORIGIN .* this machine; start the server with --allow .* to permit/),
    });
    await expectNothingLeft(engine, outside);
    expect(inside.accepted).toBe(0);
  });
});

function behavesWith(body: string): Script {
  return (socket) => {
    socket.write(ok(body));
  };
}

/** A resolver that gives this error, or no error and no address either. */
function answering(error: Error | null): Resolve {
  return (_, __, callback) => {
    setImmediate(callback, error, []);
  };
}

function dialError(code: string): Error {
  return Object.assign(new Error(`connect ${code} 127.0.0.1:80`), { code, syscall: 'connect' });
}
