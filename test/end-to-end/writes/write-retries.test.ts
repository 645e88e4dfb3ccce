import { describe, expect, onTestFinished, test } from 'vitest';
import type { Script } from '../../support/raw-server.ts';
import { afterItIsRead, answer, CLOSED_PORT, ok, rawServer, type RawServer } from '../../support/raw-server.ts';
import { sharedServer } from '../../support/shared-server.ts';
import { recorder, type Recorder } from '../../support/recorder.ts';

const server = sharedServer();

/** Answers 503 so many times, and then 200. */
async function busy(times: number): Promise<Recorder> {
  let nth = 0;
  return recorder(
    (_, response) => void response.writeHead(nth++ < times ? 503 : 200, { 'content-type': 'application/json' }).end('{}'),
  );
}

async function raw(script: Script): Promise<RawServer> {
  const made = await rawServer(script);
  onTestFinished(() => made.close());
  return made;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function keysOf(api: Recorder): unknown[] {
  return api.received.map(({ headers }) => headers['idempotency-key']);
}

describe('a POST or PATCH that may have reached the server is not sent again', () => {
  test.each(['POST', 'PATCH'])('after a 503 to a %s', async (method) => {
    const api = await busy(1);
    const record = await server.writeOne({ url: api.url, method, json: {} }, { retries: 5 });
    expect(record).toMatchObject({ outcome: 'http_error', status: 503 });
    expect(record).not.toHaveProperty('attempts');
    expect(api.received).toHaveLength(1);
  });

  test.each<[string, Script]>([
    ['the connection is lost before an answer', (socket) => void socket.destroy()],
    ['the connection is reset', (socket) => void socket.resetAndDestroy()],
    [
      'the answer breaks off',
      (socket) => {
        socket.write(answer('200 OK', ['Content-Length: 100'], 'begun'));
        afterItIsRead(() => socket.destroy());
      },
    ],
  ])('when %s', async (_, script) => {
    const { origin, requests } = await raw(script);
    const record = await server.writeOne({ url: origin, json: {} }, { retries: 3 });
    expect(record).toMatchObject({
      outcome: 'network',
      error: expect.stringMatching(/; it had been sent and may have taken effect: look before it is sent again$/),
    });
    expect(requests).toHaveLength(1);
  });

  test('not either when a connection that was kept is found closed', async () => {
    const { origin, requests } = await raw((socket, { nth }) => {
      if (nth === 1) socket.write(ok('{}'));
      else socket.destroy();
    });
    const all = [1, 2, 3].map((n) => ({ url: `${origin}/${n}`, json: {} }));
    const { summary } = await server.write({ requests: all, concurrency: 1, retries: 3 });
    const paths = requests.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(summary.total).toBe(3);
  });
});

test('a POST is tried again while nothing of it has been sent', async () => {
  const record = await server.writeOne({ url: `http://127.0.0.1:${CLOSED_PORT}/`, json: {} }, { retries: 2 });
  expect(record).toMatchObject({ outcome: 'network', kind: 'connect', attempts: 3 });
  expect(record.error).not.toContain('had been sent');
});

describe('a method that does no more when it is sent twice is tried again', () => {
  test.each(['PUT', 'DELETE', 'OPTIONS'])('%s, with its body each time', async (method) => {
    const api = await busy(2);
    expect(await server.writeOne({ url: api.url, method, json: { a: 'ä' } })).toMatchObject({ status: 200, attempts: 3 });
    expect(api.received.map(({ body }) => body)).toEqual(Array.from({ length: 3 }, () => '{"a":"ä"}'));
  });

  test('after a lost connection, too', async () => {
    const { origin, requests } = await raw((socket, { nth }) => {
      if (requests.length === 1 && nth === 1) socket.destroy();
      else socket.write(ok('{}'));
    });
    expect(await server.writeOne({ url: origin, method: 'PUT', body: '' })).toMatchObject({ status: 200, attempts: 2 });
    expect(requests).toHaveLength(2);
  });
});

describe('with an Idempotency-Key', () => {
  test('a POST is tried again, with the same key and body', async () => {
    const api = await busy(2);
    expect(await server.writeOne({ url: api.url, json: { n: 1 } }, { idempotency_key: true })).toMatchObject({
      status: 200,
      attempts: 3,
    });
    const [key, ...others] = keysOf(api);
    expect(key).toMatch(UUID);
    expect(others).toEqual([key, key]);
    expect(api.received.map(({ body }) => body)).toEqual(['{"n":1}', '{"n":1}', '{"n":1}']);
  });

  test('after a lost connection, too', async () => {
    const { origin, requests } = await raw((socket) => {
      if (requests.length < 3) socket.destroy();
      else socket.write(ok('{}'));
    });
    expect(await server.writeOne({ url: origin, method: 'PATCH', body: '', idempotency_key: true })).toMatchObject({
      status: 200,
      attempts: 3,
    });
    expect(new Set(requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  test('each request has its own, those that are equal and those of a template, too', async () => {
    const api = await recorder();
    const requests = [
      { url: '/a', json: {} },
      { url: '/a', json: {} },
      { url: '/{n}', vars: { n: '1..3' }, json: {} },
      { url: '/d', method: 'DELETE' },
    ];
    await server.write({ base_url: api.url, requests, idempotency_key: 'true' });
    expect(keysOf(api)).toEqual(Array.from({ length: 6 }, () => expect.stringMatching(UUID)));
    expect(new Set(keysOf(api)).size).toBe(6);
  });

  test('what only reads has none', async () => {
    const api = await recorder();
    const requests = ['/a', { url: '/b', method: 'HEAD' }, { url: '/c', method: 'OPTIONS', idempotency_key: true }];
    await server.write({ base_url: api.url, requests, idempotency_key: true });
    expect(keysOf(api)).toEqual([undefined, undefined, undefined]);
  });

  test('of one request only, or of all but one', async () => {
    const api = await recorder();
    const requests = [
      { url: '/a', json: {}, idempotency_key: true },
      { url: '/b', json: {} },
      { url: '/c', json: {}, idempotency_key: false },
    ];
    await server.write({ base_url: api.url, requests, concurrency: 1 });
    await server.write({ base_url: api.url, requests, concurrency: 1, idempotency_key: true });
    expect(keysOf(api).map((key) => key !== undefined)).toEqual([true, false, false, true, true, false]);
  });

  test('that the caller gives, it is that one, and the request is tried again', async () => {
    const api = await busy(1);
    const record = await server.writeOne(
      { url: api.url, json: {}, headers: { 'Idempotency-Key': 'mine' } },
      { idempotency_key: true },
    );
    expect(record).toMatchObject({ status: 200, attempts: 2 });
    expect(keysOf(api)).toEqual(['mine', 'mine']);
    const plain = await busy(1);
    expect(await server.writeOne({ url: plain.url, json: {} }, { headers: { 'idempotency-key': 'for all' } })).toMatchObject({
      attempts: 2,
    });
    expect(keysOf(plain)).toEqual(['for all', 'for all']);
  });
});

test('each page of a POST has a key of its own, the same in every try; one that is given stays', async () => {
  let nth = 0;
  const api = await recorder((_, response) => {
    const status = nth++ === 1 ? 503 : 200;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ items: [nth], cursor: nth < 4 ? `c${nth}` : null }));
  });
  const search = { url: api.url, json: { q: 1 }, paginate: { next: 'cursor', param: 'cursor', items: 'items' } };
  expect(await server.writeOne({ ...search, idempotency_key: true }, { retries: 1 })).toMatchObject({
    pages: 3,
    body: [1, 3, 4],
  });
  const [first, again, second, third] = keysOf(api);
  expect(first).toMatch(UUID);
  expect([again, second, third]).toEqual([2, 2, 3].map((page) => `${String(first)}-${page}`));
  nth = 2;
  await server.writeOne({ ...search, headers: { 'idempotency-key': 'mine' }, idempotency_key: true });
  expect(keysOf(api).slice(4)).toEqual(['mine', 'mine']);
});

test('writes that were given one key are told, before they are sent, too', async () => {
  const api = await recorder();
  const note =
    'headers: 3 writes have one Idempotency-Key, so that only the first may be done; write a variable into it, or leave it out ' +
    'and say "idempotency_key": true, which makes one for each';
  const post = { url: '/{n}', vars: { n: '1..3' }, json: {} };
  const headers = { 'Idempotency-Key': 'mine' };
  for (const call of [{ requests: [{ ...post, headers }] }, { requests: [post, '/read'], headers }]) {
    expect((await server.write({ base_url: api.url, dry_run: true, ...call })).notes).toEqual([note]);
    expect((await server.write({ base_url: api.url, ...call })).notes).toEqual([note]);
  }
  const dependent = { ...post, vars: { n: { from: 'read', select: 'body => [1, 2, 3]' } }, headers };
  const after = await server.write({ base_url: api.url, requests: [{ id: 'read', url: '/read' }, dependent] });
  expect(after.notes).toEqual([note]);
  const other = await recorder();
  const apart = [api.url, other.url].map((url) => ({ url, json: {}, headers }));
  expect((await server.write({ requests: apart })).notes).toBeUndefined();
  const own = { ...post, headers: { 'idempotency-key': 'mine-{n}' } };
  expect((await server.write({ base_url: api.url, requests: [own] })).notes).toBeUndefined();
  expect((await server.write({ base_url: api.url, requests: [post], idempotency_key: true })).notes).toBeUndefined();
});
