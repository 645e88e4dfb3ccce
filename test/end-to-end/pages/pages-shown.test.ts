import { expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { resultOf, serve, sharedServer } from '../../support/shared-server.ts';
import { readerOf } from '../../support/read-result.ts';

const server = sharedServer();
const reader = readerOf(server);
const paginate = { next: 'next', param: 'page', items: 'data' };

/** `/n/COUNT` has that many pages of three items; whatever else is asked shows its path. */
function lists(headers: Record<string, string> = {}): Promise<Api> {
  return serve((_, response, { pathname, searchParams }) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const count = Number(/^\/n\/(\d+)/.exec(pathname)?.[1]);
    if (!count) return json(response, pathname);
    const page = Number(searchParams.get('page') ?? 1);
    return json(response, { data: [1, 2, 3].map((each) => ({ id: page * 10 + each })), next: page < count ? page + 1 : null });
  });
}

test('a template has pages for each of its requests, and a table shows how many', async () => {
  const api = await lists();
  const requests = [{ url: '/n/{n}', vars: { n: '1..4' }, paginate, select: 'length(@)' }];
  const { columns, rows } = await server.run({ base_url: api.url, requests, layout: 'table' });
  expect(columns).toEqual(['i', 'n', '_pages', 'body']);
  expect(rows).toEqual([1, 2, 3, 4].map((n, i) => [i, n, n, n * 3]));
  expect(api.asked).toHaveLength(1 + 2 + 3 + 4);
});

test('progress tells of the pages beyond the first', async () => {
  const api = await lists();
  const answer = await server.call({
    base_url: api.url,
    requests: [
      { url: '/n/4', paginate },
      { url: '/n/3', paginate },
    ],
  });
  expect(resultOf(answer).summary.ok).toBe(2);
  expect(answer.progress.at(-1)).toMatchObject({ progress: 2, total: 2, message: '2/2 done, 5 further pages' });
});

test('dependents take their values from all pages', async () => {
  const api = await lists();
  const { results } = await server.run({
    base_url: api.url,
    requests: [
      { id: 'list', url: '/n/3', paginate, select: 'length(@)' },
      { url: '/item/{id}', vars: { id: { from: 'list', select: '[].id' } } },
    ],
  });
  expect(results.map(({ body }) => body)).toEqual([9, ...[11, 12, 13, 21, 22, 23, 31, 32, 33].map((id) => `/item/${id}`)]);
});

test('a source whose third page fails skips its dependents: half a list is not the list', async () => {
  const api = await serve((_, response, { searchParams, pathname }) => {
    const page = Number(searchParams.get('page') ?? 1);
    if (pathname !== '/list') json(response, {});
    else json(response, { data: [{ id: page }], next: page + 1 }, page === 3 ? 404 : 200);
  });
  const { results } = await server.run({
    base_url: api.url,
    requests: [
      { id: 'list', url: '/list', paginate },
      { url: '/{id}', vars: { id: { from: 'list', select: '[].id' } } },
    ],
  });
  expect(results).toMatchObject([{ outcome: 'http_error', pages: 2, body: [{ id: 1 }, { id: 2 }] }, { outcome: 'skipped' }]);
  expect(results[1]?.error).toMatch(/page 3: 404/);
  expect(api.asked).toHaveLength(3);
});

test('what does not fit is cut, and to be had whole by its ref', async () => {
  const api = await serve((_, response, { searchParams }) => {
    const page = Number(searchParams.get('page') ?? 1);
    json(response, {
      data: Array.from({ length: 100 }, (__, n) => ({ id: page * 1_000 + n, text: 'lorem ipsum '.repeat(5) })),
      next: page + 1,
    });
  });
  const record = await server.one({ url: api.url, paginate: { ...paginate, max_pages: 5 } }, { max_tokens: 1_000 });
  expect(record).toMatchObject({ status: 200, pages: 5, truncated: { of: 500, ref: expect.any(String) } });
  expect(record.truncated?.kept).toBeLessThan(100);
  const { of, body } = await reader.read({ ref: record.truncated?.ref, offset: 499, limit: 1 });
  expect([of, body]).toEqual([500, [{ id: 5_099, text: expect.any(String) }]]);
});

test('equal requests share their pages', async () => {
  const api = await lists();
  const { results } = await server.run({
    base_url: api.url,
    requests: [
      { url: '/n/3', paginate },
      { url: '/n/3', paginate, select: '[0].id' },
    ],
  });
  expect(results).toMatchObject([{ pages: 3 }, { pages: 3, duplicate_of: 0, body: 11 }]);
  expect(api.asked).toHaveLength(3);
});

test('an answer is cached only if all its pages are', async () => {
  const api = await serve((_, response, { searchParams }) => {
    const page = Number(searchParams.get('page') ?? 1);
    if (page > 1) response.setHeader('cache-control', 'max-age=600');
    json(response, { data: [page], next: page < 2 ? 2 : null });
  });
  const fresh = await lists({ 'cache-control': 'max-age=600' });
  for (const again of [false, true]) {
    expect(await server.one({ url: api.url, paginate })).toEqual({ i: 0, status: 200, pages: 2, body: [1, 2] });
    const record = await server.one({ url: `${fresh.url}/n/2`, paginate, select: 'length(@)' });
    expect(record).toEqual({ i: 0, status: 200, pages: 2, ...(again ? { cached: true } : {}), body: 6 });
  }
  expect([api.asked.length, fresh.asked.length]).toEqual([3, 2]);
});
