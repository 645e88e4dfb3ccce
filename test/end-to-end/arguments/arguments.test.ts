import { describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { recordOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

/** Answers with what it was asked. */
function echo(): Promise<Api> {
  return serve((request, response, { pathname, searchParams }) => {
    json(response, { id: 7, name: 'Ann', path: pathname, query: [...searchParams], headers: request.headers });
  });
}

describe('requests', () => {
  test.each<[string, (url: string) => unknown]>([
    ['one URL', (url) => `${url}/a`],
    ['one object', (url) => ({ url: `${url}/a` })],
    ['a list of URLs', (url) => [`${url}/a`]],
    ['a list of objects', (url) => [{ url: `${url}/a` }]],
    ['JSON text of a list of URLs', (url) => JSON.stringify([`${url}/a`])],
    ['JSON text of a list of objects', (url) => JSON.stringify([{ url: `${url}/a` }], null, 2)],
    ['JSON text of one object', (url) => JSON.stringify({ url: `${url}/a` })],
    ['a list with the JSON text of an object', (url) => [JSON.stringify({ url: `${url}/a` })]],
  ])('may be %s', async (_, requests) => {
    const api = await echo();
    const { summary, results } = await server.run({ requests: requests(api.url), select: 'path' });
    expect(summary).toMatchObject({ total: 1, ok: 1 });
    expect(results).toEqual([{ i: 0, status: 200, body: '/a' }]);
    expect(api.asked).toEqual(['GET /a']);
  });

  test('strings, objects and JSON text may stand side by side', async () => {
    const api = await echo();
    const { results } = await server.run({
      base_url: api.url,
      requests: ['/a', { url: '/b' }, '{"url": "/c", "select": "name"}'],
      select: 'path',
    });
    expect(results.map(({ body }) => body)).toEqual(['/a', '/b', 'Ann']);
  });

  test('an id that is a number is echoed as text', async () => {
    const api = await echo();
    expect(await server.one({ url: api.url, id: 12, as: 'none' })).toEqual({ i: 0, id: '12', status: 200 });
  });
});

describe('values in another form', () => {
  test('numbers may be text', async () => {
    const api = await echo();
    const { summary } = await server.run({
      requests: [`${api.url}/1`, { url: `${api.url}/2`, timeout_ms: '4000' }, `${api.url}/3`],
      concurrency: '1',
      per_host: '1',
      retries: '0',
      timeout_ms: '5000',
      deadline_ms: '6000',
      max_tokens: '900',
    });
    expect(summary).toMatchObject({ ok: 3 });
    expect(api.peak).toBe(1);
  });

  test('headers may be JSON text, their values numbers and booleans', async () => {
    const api = await echo();
    const headers = await server.one(
      { url: api.url, headers: { 'x-number': 5, 'x-boolean': true } },
      { headers: '{"x-text": "abc"}', select: 'headers' },
    );
    expect(headers.body).toMatchObject({ 'x-text': 'abc', 'x-number': '5', 'x-boolean': 'true' });
    const own = await server.one({ url: api.url, headers: '{"x-own": "1"}', select: 'headers."x-own"' });
    expect(own.body).toBe('1');
  });

  test('query may be JSON text, its values numbers, booleans and lists', async () => {
    const api = await echo();
    const plain = await server.one({ url: api.url, query: { a: 1, b: false, c: ['x', 2, true] }, select: 'query' });
    expect(plain.body).toEqual([
      ['a', '1'],
      ['b', 'false'],
      ['c', 'x'],
      ['c', '2'],
      ['c', 'true'],
    ]);
    const text = await server.one({ url: api.url, query: '{"a": [1, 2]}', select: 'query' });
    expect(text.body).toEqual([
      ['a', '1'],
      ['a', '2'],
    ]);
  });

  test('select may be the JSON text of a list of paths', async () => {
    const api = await echo();
    const record = await server.one({ url: api.url }, { select: '["id", "headers.host"]' });
    expect(record.body).toEqual({ id: 7, 'headers.host': `127.0.0.1:${api.port}` });
  });

  test('response_headers may be one name, or JSON text', async () => {
    const api = await echo();
    const headers = { 'content-type': 'application/json' };
    expect(await server.one(api.url, { response_headers: 'content-type', as: 'none' })).toMatchObject({ headers });
    expect(await server.one(api.url, { response_headers: '["content-type"]', as: 'none' })).toMatchObject({ headers });
  });

  test.each(['get', 'Get', 'head', 'HEAD', 'hEaD'])('method %s is understood', async (method) => {
    const api = await echo();
    expect((await server.one({ url: api.url, method })).outcome).toBeUndefined();
    expect(api.asked).toEqual([`${method.toUpperCase()} /`]);
  });

  test('the words of as and on_error are understood in any case', async () => {
    const api = await echo();
    const { results } = await server.run({
      requests: [api.url, { url: api.url, as: 'Text' }],
      as: 'NONE',
      on_error: 'Cancel',
    });
    expect(results[0]).toEqual({ i: 0, status: 200 });
    expect(results[1]?.body).toBeTypeOf('string');
  });
});

describe('URLs', () => {
  test('base_url keeps its path, with and without slashes between', async () => {
    const api = await echo();
    const requests = ['users/1', '/users/2', '?page=3'];
    const bases = ['/v1', '/v1/'];
    for (const base of bases) await server.run({ base_url: api.url + base, requests, concurrency: 1 });
    const [first, second] = [api.asked.slice(0, 3), api.asked.slice(3)];
    expect(first.slice(0, 2)).toEqual(['GET /v1/users/1', 'GET /v1/users/2']);
    expect(first[2]).toMatch(/^GET \/v1\/?\?page=3$/);
    expect(second.slice(0, 2)).toEqual(first.slice(0, 2));
  });

  test('an absolute URL is not touched by base_url', async () => {
    const api = await echo();
    const { results } = await server.run({
      base_url: 'http://elsewhere.invalid/v1',
      requests: [`${api.url}/x`],
      select: 'path',
    });
    expect(results).toEqual([{ i: 0, status: 200, body: '/x' }]);
  });

  test('query is added to the query that is there; a list repeats its key', async () => {
    const api = await echo();
    await server.one({ url: `${api.url}/p?x=1&x=2#part`, query: { tag: ['a', 'b c'], x: 3, 'ü&': '=' } });
    expect(api.asked).toEqual(['GET /p?x=1&x=2&tag=a&tag=b+c&x=3&%C3%BC%26=%3D']);
  });

  test('a fragment is not sent', async () => {
    const api = await echo();
    expect(await server.one(`${api.url}/page#top`, { select: 'path' })).toEqual({ i: 0, status: 200, body: '/page' });
  });
});

describe('what a request says of itself', () => {
  test('wins over what the call says: select, as, headers', async () => {
    const api = await echo();
    const { results } = await server.run({
      base_url: api.url,
      select: 'name',
      as: 'json',
      headers: { 'X-Who': 'call', 'x-both': 'call' },
      requests: [
        '/1',
        { url: '/2', select: ['headers.x-who', 'headers.x-both'], headers: { 'x-who': 'request' } },
        { url: '/3', as: 'none' },
      ],
    });
    expect(results[0]?.body).toBe('Ann');
    expect(results[1]?.body).toEqual({ 'headers.x-who': 'request', 'headers.x-both': 'call' });
    expect(results[2]).toEqual({ i: 2, status: 200 });
  });

  test('wins over what the call says: timeout_ms', async () => {
    const api = await serve((_, response, { pathname }) => {
      if (pathname !== '/silent') json(response, {});
    });
    const result = await server.run({
      base_url: api.url,
      timeout_ms: 60_000,
      retries: 0,
      requests: ['/1', { url: '/silent', timeout_ms: 150 }],
    });
    expect(recordOf(result, 0)).toMatchObject({ status: 200 });
    expect(recordOf(result, 1)).toMatchObject({
      outcome: 'timeout',
      kind: 'request',
      error: expect.stringContaining('150 ms'),
    });
  });

  test('says nothing of a user agent: the default one names this server, and may be set', async () => {
    const api = await echo();
    const select = 'headers."user-agent"';
    expect((await server.one(api.url, { select })).body).toMatch(/^fetch-many-mcp\/\d+\.\d+\.\d+/);
    expect((await server.one({ url: api.url, headers: { 'User-Agent': 'mine/1' } }, { select })).body).toBe('mine/1');
  });
});
