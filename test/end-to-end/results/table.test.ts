import { describe, expect, test } from 'vitest';
import { estimateTokens } from '../../../src/result/budget/tokens.ts';
import users from '../../demo/users.json' with { type: 'json' };
import { json } from '../../support/api.ts';
import { resultOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

/** Answers each path with the value of that name. */
function bodies(values: Readonly<Record<string, unknown>>, failing: readonly string[] = []): ReturnType<typeof serve> {
  return serve((_, response, { pathname }) => {
    const name = pathname.slice(1);
    json(response, values[name] ?? null, failing.includes(name) ? 404 : 200);
  });
}

describe('layout: table', () => {
  test('gives columns once, then a row per request, in input order', async () => {
    const { url } = await bodies({ a: { id: 1, name: 'Ann' }, b: { id: 2, name: 'Bob' } });
    const result = await server.run({ base_url: url, requests: ['/b', '/a', '/b?again'], layout: 'table' });
    expect(result).toEqual({
      summary: expect.anything(),
      columns: ['i', 'id', 'name'],
      rows: [
        [0, 2, 'Bob'],
        [1, 1, 'Ann'],
        [2, 2, 'Bob'],
      ],
      results: [],
    });
  });

  test('tells variables that are named as a column of its own from it', async () => {
    const { url } = await bodies({ a: { i: 5, 'vars.i': 6, n: 1 }, b: { i: 5, n: 2 } });
    const requests = [{ url: '/{i}{?status,_pages}', vars: { i: ['a', 'b'], status: [1], _pages: [2] } }];
    const { columns, rows } = await server.run({ base_url: url, requests, layout: 'table' });
    expect(columns).toEqual(['i', 'vars.vars.i', 'status', '_pages', 'body.i', 'vars.i', 'n']);
    expect(rows).toEqual([
      [0, 'a', 1, 2, 5, 6, 1],
      [1, 'b', 1, 2, 5, null, 2],
    ]);
  });

  test('has the columns of all, with null where one has none', async () => {
    const { url } = await bodies({ a: { id: 1 }, b: { name: 'Bob', tags: ['x'] }, c: { id: null } });
    const { columns, rows } = await server.run({ base_url: url, requests: ['/a', '/b', '/c'], layout: 'table' });
    expect(columns).toEqual(['i', 'id', 'name', 'tags']);
    expect(rows).toEqual([
      [0, 1, null, null],
      [1, null, 'Bob', ['x']],
      [2, null, null, null],
    ]);
  });

  test('has a column status where it varies', async () => {
    const { url } = await serve((_, response, { pathname }) => json(response, { id: 1 }, pathname === '/new' ? 201 : 200));
    const { columns, rows } = await server.run({ base_url: url, requests: ['/old', '/new'], layout: 'table' });
    expect(columns).toEqual(['i', 'status', 'id']);
    expect(rows).toEqual([
      [0, 200, 1],
      [1, 201, 1],
    ]);
  });

  test('leaves records that would bring a dozen columns of their own as records', async () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, nth) => [`own_key_${nth}`, nth]));
    const names = Array.from({ length: 30 }, (_, nth) => String(nth));
    const { url } = await bodies({ ...Object.fromEntries(names.map((name) => [name, { id: Number(name) }])), odd: many });
    const requests = [...names.slice(0, 15), 'odd', ...names.slice(15)].map((name) => `/${name}`);
    const { columns, rows = [], results } = await server.run({ base_url: url, requests, layout: 'table' });
    expect(columns).toEqual(['i', 'id']);
    expect(rows).toHaveLength(30);
    expect(results).toEqual([{ i: 15, status: 200, body: many }]);
  });

  test('knows what it would cost before it is made: dozens of bodies with ten keys of their own', async () => {
    const { url } = await serve((_, response, { pathname }) => {
      const own = Array.from({ length: 10 }, (__, nth) => [`key${pathname.slice(1)}_${nth}`, nth] as const);
      json(response, Object.fromEntries(own));
    });
    const requests = Array.from({ length: 40 }, (_, nth) => `/${nth}`);
    const args = { base_url: url, requests, concurrency: 32, per_host: 8, max_tokens: 100_000 };
    const { columns = [], rows = [], results } = await server.run({ ...args, layout: 'table' });
    expect(columns.length).toBeLessThanOrEqual(200);
    expect(rows.length + results.length).toBe(40);
  });

  test('puts what is no object into one column', async () => {
    const { url } = await bodies({ text: 'x', list: [1, 2], object: { id: 1 } });
    const requests = ['/text', '/list', '/object'];
    const { columns, rows } = await server.run({ base_url: url, requests, layout: 'table' });
    expect(columns).toEqual(['i', 'body', 'id']);
    expect(rows).toEqual([
      [0, 'x', null],
      [1, [1, 2], null],
      [2, null, 1],
    ]);
  });

  test('keeps keys apart that are named like its own columns', async () => {
    const body = { i: 'eye', status: 'active', _id: 7, 'body.i': 'other', __proto__x: 1 };
    const { url } = await bodies({ a: body });
    const requests = ['a', 'b'].map((id) => ({ url: '/a', id }));
    const { columns = [], rows = [] } = await server.run({ base_url: url, requests, layout: 'table' });
    expect(new Set(columns).size).toBe(columns.length);
    expect(columns.slice(0, 2)).toEqual(['i', '_id']);
    expect(rows[0]).toEqual([0, 'a', null, 'eye', 'active', 7, 'other', 1]);
    expect(columns.slice(2)).toEqual(['_duplicate_of', 'body.body.i', 'status', 'body._id', 'body.i', '__proto__x']);
  });

  test('gives whatever else a record says in columns of its own', async () => {
    const { url } = await serve((_, response, { pathname }) => {
      if (pathname === '/old') response.writeHead(302, { location: '/new' }).end();
      else json(response, { ok: true });
    });
    const { columns, rows } = await server.run({
      base_url: url,
      requests: ['/new', { url: '/old', id: 'moved' }],
      layout: 'table',
      response_headers: ['content-type'],
    });
    const headers = { 'content-type': 'application/json' };
    expect(columns).toEqual(['i', '_id', '_url', '_final_url', '_headers', 'ok']);
    expect(rows).toEqual([
      [0, null, null, null, headers, true],
      [1, 'moved', `${url}/old`, `${url}/new`, headers, true],
    ]);
  });

  test('leaves failures in results', async () => {
    const { url } = await bodies({ a: { id: 1 }, b: { message: 'gone' } }, ['b']);
    const requests = ['/b', '/a', 'ftp://x/', { url: '/a', select: 'nope' }];
    const { rows, results, summary } = await server.run({ base_url: url, requests, layout: 'table' });
    expect(rows).toEqual([[1, 1]]);
    expect(results.map(({ i, outcome }) => `${i} ${outcome}`)).toEqual(['0 http_error', '2 invalid', '3 select_error']);
    expect(results[0]?.body).toEqual({ message: 'gone' });
    expect(summary).toMatchObject({ total: 4, ok: 1, failed: 3 });
  });

  test('is there without a single row', async () => {
    const { url } = await bodies({ a: {} }, ['a']);
    const { columns, rows, results } = await server.run({ base_url: url, requests: ['/a'], layout: 'table' });
    expect({ columns, rows }).toEqual({ columns: ['i'], rows: [] });
    expect(results).toHaveLength(1);
  });

  test('has one row per line in the text, which is the structured value', async () => {
    const { url } = await bodies({ a: { id: 1 }, b: 'text' });
    const { text, value } = await server.call({ base_url: url, requests: ['/a', '/b', 'ftp://x/'], layout: 'table' });
    expect(JSON.parse(text)).toEqual(value);
    const lines = text.split('\n').map((line) => line.replace(/,$/, ''));
    expect(lines).toEqual(expect.arrayContaining((value?.rows ?? []).map((row) => JSON.stringify(row))));
  });

  test('says of a body that was cut how much there is and where', async () => {
    const { url } = await bodies({ long: 'word '.repeat(20_000), short: { id: 1 } });
    const requests = ['/long', '/short'];
    const answer = await server.call({ base_url: url, requests, layout: 'table', max_tokens: 800 });
    const { columns = [], rows = [] } = resultOf(answer);
    expect(estimateTokens(answer.text)).toBeLessThanOrEqual(800);
    expect(columns).toEqual(['i', '_truncated', 'body', 'id']);
    expect(rows[0]?.[1]).toEqual({
      kept: expect.any(Number),
      of: 100_000,
      ref: expect.stringMatching(/^b[a-z0-9]{8}\/0$/),
      bytes: 100_002,
    });
    expect(rows[1]).toEqual([1, null, null, 1]);
  });

  test('that fits as a table is not cut because records would not fit', async () => {
    const { url } = await bodies({ a: { identification: 1, description: 'text' } });
    const args = { base_url: url, requests: Array.from({ length: 200 }, () => '/a'), concurrency: 32, per_host: 8 };
    const table = await server.call({ ...args, layout: 'table', max_tokens: 100_000 });
    const needed = estimateTokens(table.text);
    const answer = await server.call({ ...args, layout: 'table', max_tokens: needed + 20 });
    expect(resultOf(answer).columns).not.toContain('_truncated');
    expect(estimateTokens((await server.call({ ...args, max_tokens: 100_000 })).text)).toBeGreaterThan(needed * 1.5);
  });
});

describe('the size of 20 users', () => {
  const people: Record<string, unknown> = Object.fromEntries(
    Array.from({ length: 20 }, (_, i) => {
      return [String(i + 1), { ...users[i % users.length], id: i + 1 }];
    }),
  );
  const args = { requests: Object.keys(people).map((id) => `/users/${id}`), concurrency: 32, per_host: 8 };
  const hash = '{id: id, name: name, username: username, city: address.city}';
  const list = '[id, name, username, address.city]';
  const line = 'join(`" "`, [to_string(id), username, address.city, website])';

  async function tokens(more: Record<string, unknown>): Promise<number> {
    const { url } = await serve((_, response, { pathname }) => json(response, people[pathname.split('/')[2] ?? '']));
    const answer = await server.call({ ...args, base_url: url, ...more });
    expect(resultOf(answer).summary.ok).toBe(20);
    expect(resultOf(answer).notes, JSON.stringify(more)).toBeUndefined();
    return estimateTokens(answer.text);
  }

  // The estimate is half as much again as the tokens of a lean tokenizer, so what it allows is on the safe side.
  test.each([
    ['a hash', hash, 1_280, 730],
    ['a list', list, 960, 750],
    ['a line', line, 860, 600],
  ])('with four fields as %s', async (_, select, records, table) => {
    expect(await tokens({ select })).toBeLessThan(records);
    expect(await tokens({ select, layout: 'table' })).toBeLessThan(table);
  });

  test('with the same fields, whether picked by a hash or by paths, is as small as a table', async () => {
    const paths = ['id', 'name', 'username', 'address.city'];
    const one = await tokens({ select: hash, layout: 'table' });
    const other = await tokens({ select: paths, layout: 'table' });
    expect(Math.abs(one - other)).toBeLessThan(10);
  });

  test('whole bodies stay within the budget', async () => {
    const { url } = await serve((_, response, { pathname }) => json(response, people[pathname.split('/')[2] ?? '']));
    for (const layout of ['records', 'table']) {
      const { text } = await server.call({ ...args, base_url: url, layout, max_tokens: 2_000 });
      expect(text).toMatch(/cut to fit max_tokens/);
      expect(estimateTokens(text)).toBeLessThanOrEqual(2_000);
    }
  });
});
