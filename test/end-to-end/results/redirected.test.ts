import { expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

/** `/from/x` redirects to `/x`; `/404` is none, `/cut` breaks off, `/list` has two pages. */
function moving(): Promise<Api> {
  return serve((_, response, { pathname, search, searchParams }) => {
    const target = /^\/from(\/.*)/.exec(pathname)?.[1];
    if (target !== undefined) return void response.writeHead(302, { location: `${target}${search}` }).end();
    if (pathname === '/cut') return void response.socket?.destroy();
    if (pathname !== '/list') return json(response, pathname, pathname === '/404' ? 404 : 200);
    const page = Number(searchParams.get('page') ?? 1);
    return json(response, page > 2 ? [] : [page], page === 2 && searchParams.has('broken') ? 403 : 200);
  });
}

test('requests that are answered together say both where they were asked and where that led', async () => {
  const api = await moving();
  const requests = ['/from/a', { id: 'b', url: '/from/{x}', vars: { x: ['a'] } }];
  const { results } = await server.run({ base_url: api.url, requests });
  const led = { url: `${api.url}/from/a`, final_url: `${api.url}/a`, status: 200, body: '/a' };
  expect(results).toEqual([
    { i: 0, ...led },
    { i: 1, id: 'b', ...led, vars: { x: 'a' }, duplicate_of: 0 },
  ]);
  const table = await server.run({
    base_url: api.url,
    requests: [{ url: '/from/{x}', vars: { x: ['a', 'b'] } }],
    layout: 'table',
  });
  expect([table.columns, table.rows?.[1]]).toEqual([
    ['i', 'x', '_url', '_final_url', 'body'],
    [1, 'b', `${api.url}/from/b`, `${api.url}/b`, '/b'],
  ]);
});

test('a failure after a redirect says both, too', async () => {
  const api = await moving();
  const requests = ['/from/404', '/from/cut', '/404'];
  const { results } = await server.run({ base_url: api.url, requests, retries: 0 });
  expect(results).toMatchObject([
    { url: `${api.url}/from/404`, final_url: `${api.url}/404`, outcome: 'http_error' },
    { url: `${api.url}/from/cut`, final_url: `${api.url}/cut`, outcome: 'network' },
    { url: `${api.url}/404`, outcome: 'http_error' },
  ]);
  expect(results[2]).not.toHaveProperty('final_url');
});

test('the parameter that counts pages is no redirect', async () => {
  const api = await moving();
  const paginate = { next: 'page' };
  expect(await server.one({ url: `${api.url}/list`, paginate })).toEqual({ i: 0, status: 200, pages: 2, body: [1, 2] });
  const failing = await server.one({ url: `${api.url}/cut`, paginate }, { retries: 0 });
  expect(failing).toMatchObject({ url: `${api.url}/cut`, outcome: 'network' });
  expect(failing).not.toHaveProperty('final_url');
  expect(await server.one({ url: `${api.url}/from/list`, query: { broken: 1 }, paginate })).toMatchObject({
    url: `${api.url}/from/list?broken=1`,
    final_url: `${api.url}/list?broken=1&page=1`,
    pages: 1,
    error: `page 2: 403 Forbidden; page 2 is ${api.url}/from/list?broken=1&page=2, which redirects to ${api.url}/list?broken=1&page=2; page 1 is kept`,
  });
});
