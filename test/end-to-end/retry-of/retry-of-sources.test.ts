import { expect, test } from 'vitest';
import { json } from '../../support/api.ts';
import { outcomesOf, serve, sharedServer } from '../../support/shared-server.ts';
import { recorder, type Recorder } from '../../support/recorder.ts';

const server = sharedServer();

/** Lists `/list` and `/more` hold numbers; whatever is in `broken` is a 404. */
async function listing(...broken: string[]): Promise<Recorder & { broken: Set<string> }> {
  const bad = new Set(broken);
  const api = await recorder((_, response, { pathname }) => {
    const lists: Record<string, unknown> = { '/list': [1, 2, 3], '/more': ['a', 'b'], '/list/1': [11], '/list/2': [22] };
    json(response, lists[pathname] ?? pathname, bad.has(pathname) ? 404 : 200);
  });
  return Object.assign(api, { broken: bad });
}

test('dependents that failed take the values that their source had then: it is not asked again', async () => {
  const api = await listing('/item/2');
  const requests = [
    { id: 'list', url: '/list' },
    { id: 'item', url: '/item/{n}', vars: { n: { from: 'list' } } },
  ];
  const first = await server.run({ base_url: api.url, requests });
  expect(outcomesOf(first)).toEqual(['ok', 'ok', 'http_error', 'ok']);
  api.broken.clear();
  const second = await server.run({ retry_of: first.summary.batch });
  expect(second.results).toEqual([{ i: 2, id: 'item', vars: { n: 2 }, status: 200, body: '/item/2' }]);
  expect(second.summary).toMatchObject({ total: 1, ok: 1 });
  expect(api.asked.slice(4)).toEqual(['GET /item/2']);
});

test('a source that failed is asked again, and what was skipped is sent then', async () => {
  const api = await listing('/list');
  const requests = [
    { id: 'list', url: '/list', select: 'length(@)' },
    { url: '/item/{n}', vars: { n: { from: 'list' } } },
    '/other',
  ];
  const first = await server.run({ base_url: api.url, requests });
  expect(outcomesOf(first)).toEqual(['http_error', 'skipped', 'ok']);
  api.broken.clear();
  const second = await server.run({ retry_of: first.summary.batch });
  expect(second.results.map(({ i, body }) => [i, body])).toEqual([
    [0, 3],
    [1, '/item/1'],
    [3, '/item/2'],
    [4, '/item/3'],
  ]);
  expect(api.asked.filter((each) => each === 'GET /other')).toHaveLength(1);
});

test('over three levels, what is in between and was ok is used', async () => {
  const api = await listing('/end/22');
  const requests = [
    { id: 'a', url: '/list', select: '[:2]' },
    { id: 'b', url: '/list/{n}', vars: { n: { from: 'a', select: '[:2]' } } },
    { id: 'c', url: '/end/{m}', vars: { m: { from: 'b' } } },
  ];
  const first = await server.run({ base_url: api.url, requests });
  expect(outcomesOf(first)).toEqual(['ok', 'ok', 'ok', 'ok', 'http_error']);
  api.broken.clear();
  const second = await server.run({ retry_of: first.summary.batch });
  expect(second.results).toMatchObject([{ id: 'c', vars: { m: 22 }, body: '/end/22' }]);
  expect(api.asked.slice(5)).toEqual(['GET /end/22']);
});

test('the pages of a source are not read again either', async () => {
  let isBroken = true;
  const api = await serve((_, response, { pathname, searchParams }) => {
    const page = Number(searchParams.get('page') ?? 1);
    if (pathname === '/list') json(response, { data: [page], next: page < 3 ? page + 1 : null });
    else json(response, pathname, isBroken && pathname === '/3' ? 500 : 200);
  });
  const paginate = { next: 'next', param: 'page', items: 'data' };
  const requests = [
    { id: 'list', url: '/list', paginate },
    { url: '/{n}', vars: { n: { from: 'list' } } },
  ];
  const first = await server.run({ base_url: api.url, requests, retries: 0 });
  expect(outcomesOf(first)).toEqual(['ok', 'ok', 'ok', 'http_error']);
  isBroken = false;
  expect((await server.run({ retry_of: first.summary.batch })).results).toMatchObject([{ body: '/3' }]);
  expect(api.asked.slice(6)).toEqual(['GET /3']);
});

test('of two sources one may have more to give: each write is made once, and none is left out', async () => {
  const api = await listing('/list/1');
  const requests = [
    { id: 'a', url: '/list/{n}', vars: { n: '1..2' } },
    { id: 'b', url: '/more' },
    { url: '/write', vars: { a: { from: 'a' }, b: { from: 'b' } }, json: { a: '{a}', b: '{b}' } },
  ];
  const first = await server.write({ base_url: api.url, requests });
  expect(outcomesOf(first)).toEqual(['http_error', 'ok', 'ok', 'skipped', 'ok', 'ok']);
  api.broken.clear();
  const second = await server.write({ retry_of: first.summary.batch });
  expect(outcomesOf(second)).toEqual(['ok', 'ok', 'ok']);
  const written = api.received.filter(({ method }) => method === 'POST').map(({ body }) => body);
  expect(written.toSorted()).toEqual([11, 22].flatMap((a) => ['a', 'b'].map((b) => JSON.stringify({ a, b }))).toSorted());
});

test('what the deadline kept a source from is sent when there is time', async () => {
  let isSlow = true;
  const api = await serve((_, response, { pathname }) => {
    if (pathname !== '/list' || !isSlow) json(response, pathname === '/list' ? [1, 2] : pathname);
  });
  const requests = [
    { id: 'list', url: '/list' },
    { id: 'each', url: '/{n}', vars: { n: { from: 'list' } } },
  ];
  const first = await server.run({ base_url: api.url, requests, deadline_ms: 400 });
  expect(outcomesOf(first)).toEqual(['timeout', 'timeout']);
  isSlow = false;
  const second = await server.run({ retry_of: first.summary.batch, deadline_ms: 20_000 });
  expect(second.results.map(({ body }) => body)).toEqual([[1, 2], '/1', '/2']);
});

test('rows and headers are those that their source had then', async () => {
  const broken = new Set(['/b/2']);
  const api = await recorder((_, response, { pathname }) => {
    response.setHeader('etag', `"${api.asked.length}"`);
    const rows = [
      { n: 1, name: 'a' },
      { n: 2, name: 'b' },
    ];
    json(response, pathname === '/rows' ? rows : {}, broken.has(pathname) ? 500 : 200);
  });
  const requests = [
    { id: 'rows', url: '/rows' },
    { method: 'PUT', url: '/{name}/{n}', json: { name: '{name}' }, vars: { from: 'rows' } },
    { method: 'PUT', url: '/etag', headers: { 'if-match': '{etag}' }, vars: { etag: { from: 'rows', header: 'etag' } }, json: 1 },
  ];
  const first = await server.write({ base_url: api.url, requests, retries: 0, concurrency: 1 });
  expect(outcomesOf(first)).toEqual(['ok', 'ok', 'http_error', 'ok']);
  broken.clear();
  const second = await server.write({ retry_of: first.summary.batch });
  expect(second.results).toMatchObject([{ vars: { n: 2, name: 'b' }, status: 200 }]);
  expect(api.received.map(({ method, path, body }) => [method, path, body])).toEqual([
    ['GET', '/rows', ''],
    ['PUT', '/a/1', '{"name":"a"}'],
    ['PUT', '/b/2', '{"name":"b"}'],
    ['PUT', '/etag', '1'],
    ['PUT', '/b/2', '{"name":"b"}'],
  ]);
  expect(api.received[3]?.headers['if-match']).toBe('"1"');
});
