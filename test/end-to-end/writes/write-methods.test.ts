import { describe, expect, test } from 'vitest';
import { json } from '../../support/api.ts';
import { outcomesOf, recordOf, resultOf, serve, sharedServer } from '../../support/shared-server.ts';
import { recorder } from '../../support/recorder.ts';

const server = sharedServer();

describe('request_many sends', () => {
  test.each([
    ['GET', {}, 'GET', ''],
    ['HEAD', {}, 'HEAD', ''],
    ['OPTIONS', {}, 'OPTIONS', ''],
    ['DELETE', {}, 'DELETE', ''],
    ['post', { json: 1 }, 'POST', '1'],
    ['Put', { json: 1 }, 'PUT', '1'],
    ['PATCH', { json: 1 }, 'PATCH', '1'],
    ['DELETE', { json: { ids: [1] } }, 'DELETE', '{"ids":[1]}'],
    ['OPTIONS', { body: 'x' }, 'OPTIONS', 'x'],
  ])('%s %o', async (method, body, expected, text) => {
    const api = await recorder();
    const record = await server.writeOne({ url: api.url, method, ...body });
    expect(record).toEqual({ i: 0, status: 200, ...(expected === 'HEAD' ? {} : { body: {} }) });
    expect(api.received).toMatchObject([{ method: expected, path: '/', body: text }]);
  });

  test('a GET where nothing says otherwise, and a POST where there is a body', async () => {
    const api = await recorder();
    await server.write({
      base_url: api.url,
      concurrency: 1,
      requests: ['/a', { url: '/b' }, { url: '/c', json: {} }, { url: '/d', form: {} }, { url: '/e', body: '' }],
    });
    expect(api.asked).toEqual(['GET /a', 'GET /b', 'POST /c', 'POST /d', 'POST /e']);
  });

  test('equal writes each by itself, and equal GETs once', async () => {
    const api = await recorder();
    const requests = [
      ...Array.from({ length: 3 }, () => ({ url: '/x', json: {} })),
      { url: '/x', method: 'DELETE' },
      { url: '/x', method: 'DELETE' },
      '/x',
      '/x',
    ];
    const { results } = await server.write({ base_url: api.url, requests });
    expect(results.map(({ duplicate_of: original }) => original)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      5,
    ]);
    expect(api.asked.toSorted()).toEqual(['DELETE /x', 'DELETE /x', 'GET /x', 'POST /x', 'POST /x', 'POST /x']);
  });

  test('a GET after a write anew, though an equal one was answered before it', async () => {
    let count = 0;
    const api = await serve((request, response) => {
      if (request.method === 'POST') count++;
      json(response, { count });
    });
    const { results } = await server.write({
      base_url: api.url,
      requests: [
        { id: 'before', url: '/count' },
        { id: 'write', url: '/add{?n}', vars: { n: { from: 'before', select: 'count' } }, method: 'POST' },
        { id: 'after', url: '/count{#n}', vars: { n: { from: 'write', select: 'count' } } },
      ],
    });
    expect(results.map(({ body }) => body)).toEqual([{ count: 0 }, { count: 1 }, { count: 1 }]);
    expect(api.asked).toEqual(['GET /count', 'POST /add?n=0', 'GET /count']);
  });
});

test.each([['TRACE'], ['CONNECT'], ['FETCH'], ['GET /x']])('a method %s is invalid and not sent', async (method) => {
  const api = await recorder();
  expect(await server.writeOne({ url: api.url, method })).toMatchObject({
    outcome: 'invalid',
    error: expect.stringMatching(/requests\[0\]\.method: .*OPTIONS/),
  });
  expect(api.asked).toEqual([]);
});

test.each<[string, Record<string, unknown>, RegExp]>([
  [
    'a POST',
    { method: 'POST' },
    /^requests\[0\]\.method: expected GET or HEAD; request_many has the others, unless the server runs with --read-only$/,
  ],
  ['a delete', { method: 'delete' }, /^requests\[0\]\.method: expected GET or HEAD; request_many/],
  [
    'json',
    { json: {} },
    /^requests\[0\]\.json: unknown argument; request_many takes it, unless the server runs with --read-only; this tool only reads$/,
  ],
  ['a form', { form: {} }, /^requests\[0\]\.form: unknown argument; request_many/],
  ['a body', { body: 'x' }, /^requests\[0\]\.body: unknown argument; request_many/],
  ['an idempotency key', { idempotency_key: true }, /^requests\[0\]\.idempotency_key: unknown argument; request_many/],
])('fetch_many sends no request with %s, and says which tool does; the others run', async (_, request, said) => {
  const api = await recorder();
  const { results } = await server.run({ base_url: api.url, requests: [{ url: '/a', ...request }, '/b'] });
  expect(results).toMatchObject([{ outcome: 'invalid', error: expect.stringMatching(said) }, { status: 200 }]);
  expect(api.asked).toEqual(['GET /b']);
});

test('fetch_many refuses idempotency_key for the call', async () => {
  expect(await server.refused({ requests: ['http://127.0.0.1:1/'], idempotency_key: true })).toMatch(
    /^- idempotency_key: .*request_many takes it/m,
  );
});

test('GraphQL: many queries in one call', async () => {
  const query = 'query($id: ID!) { user(id: $id) { name } }';
  const api = await serve(async (request, response) => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the test sends
    const asked = JSON.parse(text) as { query: string; variables: { id: number } };
    json(response, asked.query === query ? { data: { user: { name: `user ${asked.variables.id + 0}` } } } : { errors: [asked] });
  });
  const { columns, rows } = await server.write({
    base_url: api.url,
    requests: [{ url: '/graphql', vars: { id: '1..3' }, json: { query, variables: { id: '{id}' } }, select: 'data.user' }],
    layout: 'table',
  });
  expect(columns).toEqual(['i', 'id', 'name']);
  expect(rows).toEqual([1, 2, 3].map((id, i) => [i, id, `user ${id}`]));
});

test('on_error cancel says which of the others had been sent, and sends no more', async () => {
  const api = await serve((request, response) => {
    if (request.url === '/bad') setTimeout(() => json(response, {}, 409), 100);
  });
  const requests = ['/bad', '/slow', '/never'].map((url) => ({ url, json: {} }));
  const answer = await server.connected.requestMany({ base_url: api.url, requests, concurrency: 2, on_error: 'cancel' });
  expect(answer.isError).toBe(true);
  expect(resultOf(answer).results).toMatchObject([
    { outcome: 'http_error', status: 409 },
    { outcome: 'cancelled', error: expect.stringContaining('it had been sent (waiting for headers)') },
    { outcome: 'cancelled', error: expect.stringContaining('it had not been sent') },
  ]);
  expect(api.asked.toSorted()).toEqual(['POST /bad', 'POST /slow']);
});

test('the deadline says which had been sent, and what may be done twice if it is sent again', async () => {
  const api = await serve(() => undefined);
  const sent = [
    { url: '/a', json: {} },
    { url: '/b', method: 'PATCH', json: {} },
    { url: '/c', json: {}, idempotency_key: true },
    { url: '/d', method: 'PUT', json: {} },
  ];
  const requests = [...sent, { url: '/e', json: {} }];
  const { results } = await server.write({ base_url: api.url, requests, concurrency: sent.length, deadline_ms: 1_500 });
  const late = { outcome: 'timeout', kind: 'deadline' };
  const unsure =
    /; it had been sent .+; raise deadline_ms or split the call; it may have taken effect: look before it is sent again$/;
  const harmless = /; it had been sent .+; raise deadline_ms or split the call$/;
  expect(results.slice(0, sent.length)).toMatchObject([
    { ...late, error: expect.stringMatching(unsure) },
    { ...late, error: expect.stringMatching(/it had been sent/) },
    { ...late, error: expect.stringMatching(harmless) },
    { ...late, error: expect.stringMatching(/it had been sent/) },
  ]);
  expect(results[1]?.error).toContain('(as i 0)');
  expect(results[3]?.error).toContain('(as i 2)');
  expect(results[4]).toMatchObject({ ...late, error: expect.stringContaining('it had not been sent') });
  expect(api.asked.toSorted()).toEqual(['PATCH /b', 'POST /a', 'POST /c', 'PUT /d']);
});

describe('a write whose URL lacks a part of its path, since a value is empty,', () => {
  test.each([
    ['DELETE', '/users/{id}', '/users/'],
    ['PUT', '/users/{id}/name{?all}', '/users//name'],
    ['POST', '{id}', ''],
  ])('is not sent to what holds it: a %s of %s', async (method, url, shown) => {
    const api = await recorder();
    const vars = [{ id: '7' }, { id: '' }, { id: '0' }];
    const requests = [{ method, url, vars: vars.map((row) => ({ ...row, all: null })) }];
    const result = await server.write({ base_url: `${api.url}/v1`, requests });
    expect(outcomesOf(result)).toEqual(['ok', 'invalid', 'ok']);
    expect(recordOf(result, 1).error).toBe(
      `requests[0].url: a value is empty, so that the ${method} would go to "${shown}" itself; give it a value, or leave the row out`,
    );
    expect(api.received).toHaveLength(2);
  });

  test('is sent where an empty value leaves something there, or is no part of the path; and what only reads always', async () => {
    const api = await recorder();
    const vars = { x: [''] };
    const requests = [
      { method: 'PUT', url: '/a/b{x}', vars },
      { method: 'PUT', url: '/a/?q=/{x}', vars },
      { method: 'PUT', url: '/a/{?x}', vars },
      { method: 'PUT', url: '/a/{x}{x}c', vars },
      { method: 'PUT', url: '/b/{?y}', vars: [{ y: null }] },
      { method: 'PUT', url: '/c/{#y}', vars: [{ y: '' }] },
      { url: '/a/{x}', vars },
    ];
    await server.write({ base_url: api.url, requests });
    const paths = ['/a/', '/a/?q=/', '/a/?x=', '/a/b', '/a/c', '/b/', '/c/'];
    expect(api.received.map(({ path }) => path).toSorted()).toEqual(paths);
  });
});

test('a write is not sent to what is left of a path that a value ends', async () => {
  const api = await recorder();
  const keys = ['a/b.txt', 'a/b?c.txt', 'a#b.txt', 'a?v=1#b', 'a%3Fb'];
  const result = await server.write({ base_url: api.url, requests: [{ method: 'DELETE', url: '/b/{+k}', vars: { k: keys } }] });
  expect(result.results.map(({ outcome }) => outcome)).toEqual([undefined, 'invalid', 'invalid', 'invalid', undefined]);
  expect(result.results[1]?.error).toBe(
    'requests[0].url: a value has a "?" or "#", so that the DELETE would go to "/b/a/b"; ' +
      'write {name} in place of {+name}, or %3F and %23 in the value; a query goes into "query"',
  );
  const fine = [
    { url: '/b/{+k}', vars: { k: keys } },
    { method: 'PUT', url: '{+u}', vars: { u: [`${api.url}/c?d#e`] } },
    { method: 'PUT', url: '/c{+q}', vars: { q: ['?d=1&e', '?acl'] } },
    { method: 'PUT', url: '/c/{x}?q={+q}{#f}', vars: { x: ['?'], q: ['a?b'], f: ['?#'] } },
  ];
  const sent = await server.write({ base_url: api.url, requests: fine });
  expect(sent.summary).toMatchObject({ ok: 9, failed: 0 });
  const linked = {
    method: 'POST',
    url: '{link}/reviews',
    vars: { link: [`${api.url}/pulls/1?api-version=7`, `${api.url}/pulls/1`] },
  };
  const { results } = await server.write({ requests: [linked] });
  expect(results.map(({ outcome, error }) => [outcome, error?.includes('would go to "http')])).toEqual([
    ['invalid', true],
    [undefined, undefined],
  ]);
});
