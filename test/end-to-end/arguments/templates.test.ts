import { describe, expect, test } from 'vitest';
import { json, pause, type Api } from '../../support/api.ts';
import { resultOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

/** Answers `/users/N` with N and a name, after a delay that turns the order round. */
function users(): Promise<Api> {
  return serve(async (_, response, { pathname }) => {
    const id = Number(/\d+/.exec(pathname)?.[0] ?? 0);
    await pause((20 - id) * 3);
    json(response, { id, name: `user ${id}` });
  });
}

test('a range is one request each, in order whatever the timing, and its variables say which', async () => {
  const api = await users();
  const { results, summary } = await server.run({
    base_url: api.url,
    requests: [{ url: '/users/{id}', vars: { id: '1..12' }, select: 'name' }],
    concurrency: 12,
  });
  expect(summary).toMatchObject({ total: 12, ok: 12 });
  expect(results).toEqual(
    Array.from({ length: 12 }, (_, i) => {
      return { i, vars: { id: i + 1 }, status: 200, body: `user ${i + 1}` };
    }),
  );
});

test('vars may come as JSON text, and rows in a table', async () => {
  const api = await users();
  const vars = JSON.stringify([
    { kind: 'users', id: 3 },
    { kind: 'users', id: 4 },
  ]);
  const { columns, rows } = await server.run({
    base_url: api.url,
    requests: [{ url: '/{kind}/{id}', vars, select: ['id', 'name'] }],
    layout: 'table',
  });
  expect(columns).toEqual(['i', 'kind', 'id', 'name']);
  expect(rows).toEqual([3, 4].map((id, i) => [i, 'users', id, `user ${id}`]));
});

describe('nothing is sent', () => {
  test('for more requests than allowed: the refusal has the count', async () => {
    const api = await users();
    const answer = await server.call({ base_url: api.url, requests: ['/a', { url: '/{id}', vars: { id: '1..1000000' } }] });
    expect(answer.isError).toBe(true);
    expect(answer.text).toMatch(/requests: 1000001 requests, at most 1000/);
    expect(api.asked).toEqual([]);
  });

  test.each([
    ['a malformed template', { url: '/users/{id', vars: { id: 1 } }, /position 8/],
    ['a template without vars', { url: '/users/{id}' }, /needs vars/],
    ['a variable without a value', { url: '/users/{id}', vars: { ids: '1..3' } }, /uses \{id\}, and vars has ids/],
    ['a range of letters', { url: '/users/{id}', vars: { id: 'a..e' } }, /not a range of whole numbers/],
  ])('for %s; the others run', async (_, request, message) => {
    const api = await users();
    const { results } = resultOf(await server.call({ base_url: api.url, requests: [request, '/users/7'] }));
    expect(results[0]).toMatchObject({ i: 0, outcome: 'invalid', error: expect.stringMatching(message) });
    expect(results.at(-1)).toMatchObject({ status: 200 });
    expect(api.asked).toEqual(['GET /users/7']);
  });
});
