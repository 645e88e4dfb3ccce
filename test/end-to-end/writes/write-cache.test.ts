import { describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

/** Answers with how often it has been asked, for ten minutes; writes by `answered`. */
function counting(status = 200, headers: Record<string, string> = {}): Promise<Api> {
  let nth = 0;
  return serve((request, response) => {
    nth++;
    response.setHeader('cache-control', 'max-age=600');
    if (request.method === 'GET') return json(response, nth);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    return json(response, nth, status);
  });
}

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
  'a %s is never answered from the cache, nor is its answer stored',
  async (method) => {
    const api = await counting();
    for (const body of [1, 2]) expect(await server.writeOne({ url: api.url, method })).toEqual({ i: 0, status: 200, body });
    expect(await server.one(api.url)).toEqual({ i: 0, status: 200, body: 3 });
  },
);

describe('a write has what was stored of its URL forgotten', () => {
  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s', async (method) => {
    const api = await counting();
    await server.run({ base_url: api.url, requests: ['/a', '/b'], concurrency: 1 });
    await server.writeOne({ url: `${api.url}/a`, method });
    const { results } = await server.run({ base_url: api.url, requests: ['/a', '/b'] });
    expect(results).toEqual([
      { i: 0, status: 200, body: 4 },
      { i: 1, status: 200, cached: true, body: 2 },
    ]);
  });

  test('also if it fails, and under cache: false', async () => {
    const api = await counting(500);
    await server.one(api.url);
    await server.writeOne({ url: api.url, json: {} }, { cache: false });
    expect(await server.one(api.url)).toEqual({ i: 0, status: 200, body: 3 });
  });

  test('and of the Location it names', async () => {
    const api = await counting(201, { location: '/items/1' });
    await server.one(`${api.url}/items/1`);
    await server.writeOne({ url: `${api.url}/items`, json: {} });
    expect(await server.one(`${api.url}/items/1`)).toEqual({ i: 0, status: 200, body: 3 });
  });

  test('but not by a GET, HEAD or OPTIONS of request_many', async () => {
    const api = await counting();
    await server.one(api.url);
    for (const method of ['HEAD', 'OPTIONS']) await server.writeOne({ url: api.url, method });
    expect(await server.writeOne(api.url)).toEqual({ i: 0, status: 200, cached: true, body: 1 });
  });
});

test('equal GETs of one call are one, but not across a write that stands between them', async () => {
  const api = await counting();
  const requests = ['/a', '/a', { url: '/a', method: 'PUT' }, '/a', '/a'];
  const { results } = await server.write({ base_url: api.url, requests, concurrency: 1 });
  expect(results.map(({ body, duplicate_of: of = null }) => [body, of])).toEqual([
    [1, null],
    [1, 0],
    [2, null],
    [3, null],
    [3, 3],
  ]);
});
