import { STATUS_CODES } from 'node:http';
import { describe, expect, test } from 'vitest';
import { json } from '../../support/api.ts';
import { sharedServer } from '../../support/shared-server.ts';
import { recorder, type Recorder } from '../../support/recorder.ts';

const server = sharedServer();

/** Redirects every path but `/end`, by this status, to that. */
function redirecting(status: number, location: string): Promise<Recorder> {
  return recorder((_, response, { pathname }) => {
    if (pathname === '/end') json(response, {});
    else response.writeHead(status, { location }).end();
  });
}

const headers = { authorization: 'Bearer secret', 'content-language': 'de', 'x-key': 'k' };

describe('within the origin', () => {
  test.each([
    [301, 'POST'],
    [302, 'POST'],
    [303, 'POST'],
    [303, 'PUT'],
    [303, 'PATCH'],
    [303, 'DELETE'],
  ])('a %i makes a %s a GET, without the body and what describes it', async (status, method) => {
    const api = await redirecting(status, '/end');
    const record = await server.writeOne({ url: `${api.url}/start`, method, json: { a: 1 }, headers });
    expect(record).toEqual({ i: 0, url: `${api.url}/start`, final_url: `${api.url}/end`, status: 200, body: {} });
    const [first, second] = api.received;
    expect(first).toMatchObject({ method, path: '/start', body: '{"a":1}', headers: { 'content-type': 'application/json' } });
    expect(second).toMatchObject({
      method: 'GET',
      path: '/end',
      body: '',
      headers: { authorization: 'Bearer secret', 'x-key': 'k' },
    });
    expect(Object.keys(second?.headers ?? {}).filter((name) => name.startsWith('content-'))).toEqual([]);
  });

  test.each([
    [307, 'POST'],
    [308, 'POST'],
    [301, 'PUT'],
    [302, 'PATCH'],
    [307, 'DELETE'],
    [308, 'PUT'],
  ])('a %i keeps the %s, its body and its headers', async (status, method) => {
    const api = await redirecting(status, '/end');
    const record = await server.writeOne({ url: `${api.url}/start`, method, body: 'grüße', headers });
    expect(record).toMatchObject({ url: `${api.url}/start`, final_url: `${api.url}/end`, status: 200 });
    const [first, second] = api.received;
    expect(second).toEqual({ ...first, path: '/end' });
    expect(second).toMatchObject({
      method,
      body: 'grüße',
      headers: { 'content-length': '7', 'content-language': 'de', 'x-key': 'k' },
    });
  });

  test.each([
    [301, '/start', '/start/', true],
    [301, '/start', '/elsewhere', true],
    [302, '/start', '/start/', true],
    [302, '/start/', '/start?a=b', true],
    [302, '/start', '/done', false],
    [302, '/start', '/start', false],
    [303, '/start', '/start/', false],
  ])('a %i of a POST from %s to %s has a note, if the POST belongs there: %s', async (status, from, to, isTold) => {
    const api = await recorder(({ method }, response) => {
      if (method === 'POST') response.writeHead(status, { location: to }).end();
      else json(response, []);
    });
    const { notes = [], results } = await server.write({ requests: [{ url: `${api.url}${from}`, json: {} }] });
    expect(results).toMatchObject([{ status: 200, body: [] }]);
    const place = `${api.url}${to.replace(/\?.*/, '')}`;
    const note = `i 0: the POST was answered ${status}, so that ${place} was asked by GET, without the body: if nothing was done, send the POST there`;
    expect(notes).toEqual(isTold ? [note] : []);
  });

  test('the idempotency key goes along', async () => {
    const api = await redirecting(307, '/end');
    await server.writeOne({ url: `${api.url}/start`, json: {}, idempotency_key: true });
    const [first, second] = api.received.map(({ headers: sent }) => sent['idempotency-key']);
    expect(first).toBeTypeOf('string');
    expect(second).toBe(first);
  });

  test('a POST that became a GET is tried again, the POST itself is not', async () => {
    let nth = 0;
    const api = await recorder((_, response, { pathname }) => {
      if (pathname === '/start') response.writeHead(303, { location: '/end' }).end();
      else response.writeHead(nth++ === 0 ? 503 : 200).end();
    });
    expect(await server.writeOne({ url: `${api.url}/start`, json: {} })).toMatchObject({ status: 200, attempts: 2 });
    expect(api.asked).toEqual(['POST /start', 'GET /end', 'GET /end']);
  });
});

describe('to another origin', () => {
  test.each([
    [307, 'POST'],
    [308, 'POST'],
    [301, 'DELETE'],
    [302, 'PUT'],
    [307, 'PATCH'],
  ])('a %i of a %s is not followed', async (status, method) => {
    const other = await redirecting(200, '');
    const api = await redirecting(status, `${other.url}/end`);
    const record = await server.writeOne({ url: `${api.url}/start`, method, json: {} }, { idempotency_key: true });
    expect(record).toMatchObject({ i: 0, url: `${api.url}/start`, outcome: 'blocked' });
    expect(record.error).toBe(
      `blocked: ${api.url} redirects a ${method} to ${other.url}, another origin; request that one if it is meant`,
    );
    expect([api.asked, other.asked]).toEqual([[`${method} /start`], []]);
  });

  test.each([301, 302, 303])('a %i of a POST is a GET without the headers of the caller', async (status) => {
    const other = await redirecting(200, '');
    const api = await redirecting(status, `${other.url}/end`);
    const record = await server.writeOne({ url: `${api.url}/start`, json: {}, headers, idempotency_key: true });
    expect(record).toMatchObject({ url: `${api.url}/start`, final_url: `${other.url}/end`, status: 200 });
    expect(other.received).toMatchObject([{ method: 'GET', body: '' }]);
    const sent = Object.keys(other.received[0]?.headers ?? {}).toSorted();
    expect(sent).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
  });

  test.each([401, 403, 404, 500])('a %i says which headers have stayed behind, where that may be why', async (status) => {
    const other = await recorder((_, response) => json(response, {}, status));
    const api = await redirecting(301, `${other.url}/end`);
    const requests = [{ url: `${api.url}/start`, headers }, `${api.url}/start`, { url: `${other.url}/end`, headers }];
    const { results } = await server.run({ requests, retries: 0 });
    const text = STATUS_CODES[status];
    const left = `authorization, x-key not sent to ${other.url}, another origin, to which it redirects: request that one itself if it is meant`;
    expect(results.map(({ error }) => error)).toEqual([
      `${status} ${text}${status === 500 ? '' : `; ${left}`}`,
      `${status} ${text}`,
      `${status} ${text}`,
    ]);
  });

  test('but not one that comes without a redirect, of what was redirected before', async () => {
    let nth = 0;
    const other = await recorder((_, response) => json(response, { done: false }));
    const api = await recorder((_, response) => {
      if (nth++ === 0) response.writeHead(302, { location: `${other.url}/end` }).end();
      else json(response, {}, 404);
    });
    const record = await server.one({ url: `${api.url}/start`, headers, until: 'done', every_ms: 200 });
    expect(record).toMatchObject({ status: 404, error: '404 Not Found' });
  });
});
