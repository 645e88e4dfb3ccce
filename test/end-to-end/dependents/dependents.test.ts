import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { json, pause, type Api } from '../../support/api.ts';
import { fetchManyCall } from '../../support/server-process.ts';
import { outcomesOf, recordOf, serve, sharedServer, spawned } from '../../support/shared-server.ts';

const server = sharedServer();

/** Lists users, their posts and the comments of these; `/list/N` lists N numbers. */
function blog(): Promise<Api> {
  return serve((_, response, { pathname }) => {
    const [kind, at] = pathname.slice(1).split('/');
    if (kind === 'users' && at === undefined)
      return json(response, [
        { id: 1, name: 'Ann' },
        { id: 2, name: 'Bob' },
      ]);
    if (kind === 'list')
      return json(
        response,
        Array.from({ length: Number(at) }, (__, id) => ({ id })),
      );
    if (kind === 'posts') return json(response, [{ id: `${at}1` }, { id: `${at}2` }]);
    return json(response, { path: pathname });
  });
}

const USERS = { id: 'users', url: '/users', select: '[].name' };
const POSTS = { id: 'posts', url: '/posts/{user}', vars: { user: { from: 'users', select: '[].id' } }, select: '[].id' };

/** A list of so many, and a request for each. */
function wide(count: number): object[] {
  const one = { url: '/one/{id}', vars: { id: { from: 'all', select: '[].id' } }, as: 'none' };
  return [{ id: 'all', url: `/list/${count}`, as: 'none' }, one];
}

test('one call lists and fetches the details, in the order of the list', async () => {
  const api = await blog();
  const { results, summary } = await server.run({ base_url: api.url, requests: [USERS, POSTS, '/last'] });
  expect(results).toEqual([
    { i: 0, id: 'users', status: 200, body: ['Ann', 'Bob'] },
    { i: 1, id: 'posts', vars: { user: 1 }, status: 200, body: ['11', '12'] },
    { i: 2, id: 'posts', vars: { user: 2 }, status: 200, body: ['21', '22'] },
    { i: 3, status: 200, body: { path: '/last' } },
  ]);
  expect(summary).toMatchObject({ total: 4, ok: 4, failed: 0 });
  expect(api.asked).toHaveLength(4);
});

test('dependents may stand before their source, three deep, and in a table', async () => {
  const api = await blog();
  const comments = { id: 'comments', url: '/comments/{user}/{post}', vars: { post: { from: 'posts', select: '[].id' } } };
  const { columns, rows, results } = await server.run({
    base_url: api.url,
    requests: [comments, POSTS, USERS],
    select: 'path',
    layout: 'table',
  });
  expect(columns).toEqual(['i', 'user', 'post', '_id', 'body']);
  expect(rows).toEqual([
    [0, 1, '11', 'comments', '/comments/1/11'],
    [1, 1, '12', 'comments', '/comments/1/12'],
    [2, 2, '21', 'comments', '/comments/2/21'],
    [3, 2, '22', 'comments', '/comments/2/22'],
    [4, 1, null, 'posts', ['11', '12']],
    [5, 2, null, 'posts', ['21', '22']],
    [6, null, null, 'users', ['Ann', 'Bob']],
  ]);
  expect(results).toEqual([]);
});

test('a source is asked once, however many use it', async () => {
  const api = await blog();
  const uses = Array.from({ length: 5 }, (_, n) => ({
    url: `/use${n}/{user}`,
    vars: { user: { from: 'users', select: '[].id' } },
  }));
  const { summary } = await server.run({ base_url: api.url, requests: [...uses, USERS] });
  expect(summary).toMatchObject({ total: 11, ok: 11 });
  expect(api.asked.filter((asked) => asked === 'GET /users')).toHaveLength(1);
});

test.each([
  ['text', { as: 'text' }],
  ['no body', { as: 'none' }],
  ['something else', { select: '[0].name' }],
  ['base64', { as: 'base64' }],
])('what the source itself shows does not matter: %s', async (_, how) => {
  const api = await blog();
  const { results } = await server.run({ base_url: api.url, requests: [{ ...USERS, select: undefined, ...how }, POSTS] });
  expect(results.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(api.asked.toSorted()).toEqual(['GET /posts/1', 'GET /posts/2', 'GET /users']);
});

test('two sources and a range make their product, the last variable fastest', async () => {
  const api = await blog();
  const vars = { a: { from: 'a', select: '[].id' }, n: '8..9', b: { from: 'b', select: '[].id' } };
  const product = { url: '/x/{a}/{n}', headers: { 'x-b': '{b}' }, vars };
  const { results } = await server.run({
    base_url: api.url,
    requests: [product, { id: 'b', url: '/list/2' }, { id: 'a', url: '/list/3' }],
  });
  const expected = [0, 1, 2].flatMap((a) => [8, 9].flatMap((n) => [0, 1].map((b) => [{ a, n, b }, { path: `/x/${a}/${n}` }])));
  expect(results.slice(0, 12).map(({ vars: shown, body }) => [shown, body])).toEqual(expected);
});

test('a source with a template gives each of its requests dependents of their own, which may use its variables', async () => {
  const api = await blog();
  const pages = { id: 'pages', url: '/list/{size}', vars: { size: '3..1' }, as: 'none' };
  const item = { url: '/of/{size}/{id}', vars: { id: { from: 'pages', select: '[].id' } }, select: 'path' };
  const { results } = await server.run({ base_url: api.url, requests: [item, pages] });
  expect(results.slice(0, 6).map(({ body }) => body)).toEqual(['/of/3/0', '/of/3/1', '/of/3/2', '/of/2/0', '/of/2/1', '/of/1/0']);
});

describe('the limit of requests', () => {
  test('refuses a fan-out of a thousand with the count when it is known', async () => {
    const api = await blog();
    const refused = await server.run({ base_url: api.url, requests: wide(1_000) });
    expect(outcomesOf(refused)).toEqual(['ok', 'invalid']);
    expect(recordOf(refused, 1).error).toBe(
      'requests[1]: its 1000 requests would make 1001, at most 1000 in one call (--max-requests); none of them was sent; pick fewer values',
    );
    expect(api.asked).toEqual(['GET /list/1000']);
  });

  test('is as the operator says: a fan-out of three hundred is made of 301, one more is refused', async () => {
    const api = await blog();
    const child = spawned('--allow', '127.0.0.1', '--max-requests', '301');
    await child.initialize();
    child.send(fetchManyCall(2, { base_url: api.url, requests: wide(300), concurrency: 32, per_host: 8 }));
    expect((await child.answer(2)).result).toMatchObject({ structuredContent: { summary: { total: 301, ok: 301 } } });
    expect(new Set(api.asked).size).toBe(301);
    child.send(fetchManyCall(3, { base_url: api.url, requests: wide(301) }));
    const error = expect.stringContaining('its 301 requests would make 302, at most 301 in one call') as unknown;
    expect((await child.answer(3)).result).toMatchObject({ structuredContent: { results: [{}, { outcome: 'invalid', error }] } });
    expect(api.asked).toHaveLength(302);
  });
});

test('permits hold for all generations together', async () => {
  const api = await serve(async (_, response, { pathname }) => {
    await pause(5);
    json(response, pathname.startsWith('/list') ? [1, 2, 3, 4, 5, 6] : 1);
  });
  const sources = Array.from({ length: 6 }, (_, n) => ({ id: `s${n}`, url: `/list/${n}` }));
  const items = sources.map(({ id }) => ({ url: `/of/${id}/{x}`, vars: { x: { from: id } } }));
  const { summary } = await server.run({ base_url: api.url, requests: [...items, ...sources], concurrency: 5, per_host: 3 });
  expect(summary).toMatchObject({ total: 42, ok: 42 });
  expect(api.peak).toBe(3);
});

test('dependents of a source are asked while another source is still pending', async () => {
  const held: ServerResponse[] = [];
  const api = await serve((_, response, { pathname }) =>
    pathname === '/slow' ? void held.push(response) : json(response, [1, 2]),
  );
  const requests = ['slow', 'fast'].flatMap((id) => [
    { id, url: `/${id}` },
    { url: `/of-${id}/{x}`, vars: { x: { from: id } } },
  ]);
  const call = server.run({ base_url: api.url, requests });
  await expect.poll(() => api.asked.length).toBe(4);
  expect(api.asked.toSorted()).toEqual(['/fast', '/of-fast/1', '/of-fast/2', '/slow'].map((path) => `GET ${path}`));
  await expect.poll(() => held.length).toBe(1);
  for (const response of held) json(response, [1, 2]);
  expect((await call).summary).toMatchObject({ total: 6, ok: 6 });
});

test('bodies of dependents that are too large are read again by their place among all', async () => {
  const api = await serve((_, response, { pathname }) =>
    json(response, pathname === '/list' ? [1, 2, 3] : Array.from({ length: 9_000 }, () => pathname)),
  );
  const requests = ['/first', { url: '/big/{x}', vars: { x: { from: 'list' } } }, { id: 'list', url: '/list' }];
  const { results } = await server.run({ base_url: api.url, requests });
  expect(results.map(({ i, truncated }) => [i, truncated?.ref?.replace(/^b[a-z0-9]{8}/, 'b')])).toEqual([
    [0, 'b/0'],
    [1, 'b/1'],
    [2, 'b/2'],
    [3, 'b/3'],
    [4, undefined],
  ]);
  for (const { truncated, vars } of results.slice(1, 4)) {
    const { structuredContent } = await server.connected.client.callTool({
      name: 'read_result',
      arguments: { ref: truncated?.ref, select: '[8999]' },
    });
    const path = `/big/${Number(vars?.['x'])}`;
    expect(structuredContent).toMatchObject({ url: `${api.url}${path}`, body: path });
  }
});

test('a whole URL as a value may stand as {link} where there is no base_url, and is sent as it is', async () => {
  const api = await serve((_, response, { pathname, search }) =>
    json(response, { links: [`http://x/`], path: pathname + search }),
  );
  const links = [`${api.url}/a?b=c%20d&e=/f`, `${api.url}/g`];
  const requests = ['{link}', '{+link}', '{link}#top', `${api.url}/to/{link}`].map((url) => ({
    url,
    vars: { link: links },
    select: 'path',
  }));
  const { results } = await server.run({ requests });
  expect(results.map(({ body }) => body)).toEqual([
    ...Array.from({ length: 3 }, () => ['/a?b=c%20d&e=/f', '/g']).flat(),
    ...links.map((link) => `/to/${encodeURIComponent(link)}`),
  ]);
  // It may be meant as a part of base_url, as proxies and archives take it.
  const { results: within } = await server.run({ base_url: `${api.url}/save`, requests: requests.slice(0, 1) });
  expect(within.map(({ body }) => body)).toEqual(links.map((link) => `/save/${encodeURIComponent(link)}`));
  // One that is below base_url is no part of it.
  for (const base_url of [api.url, `${api.url}/`]) {
    const { results: below } = await server.run({ base_url, requests: requests.slice(0, 1) });
    expect(below.map(({ body }) => body)).toEqual(['/a?b=c%20d&e=/f', '/g']);
  }
});
