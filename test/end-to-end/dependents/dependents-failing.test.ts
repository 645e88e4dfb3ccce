import { describe, expect, test } from 'vitest';
import { json, pause, type Api } from '../../support/api.ts';
import { outcomesOf, recordOf, resultOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

/** By its path a list of two, or something that is none. */
function api(): Promise<Api> {
  return serve(async (_, response, { pathname }) => {
    if (pathname === '/404') return json(response, { message: 'none' }, 404);
    if (pathname === '/hang') return undefined;
    if (pathname === '/reset') return void response.destroy();
    if (pathname === '/nulls') return json(response, [null, null]);
    if (pathname === '/some-nulls') return json(response, [1, null, 2]);
    if (pathname === '/large')
      return void response.writeHead(200, { 'content-type': 'application/json', 'content-length': 11 * 2 ** 20 }).write('"');
    if (pathname === '/text') return void response.end('plain text');
    if (pathname === '/nothing') return void response.end();
    if (pathname === '/empty') return json(response, []);
    if (pathname === '/objects')
      return json(response, [
        { id: 1, tags: ['a'] },
        { id: null, tags: [] },
      ]);
    if (pathname === '/big') return void response.end('[9007199254740993, 1.5, true, "a/b", "", "\\ud83d"]');
    if (pathname === '/slow') await pause(300);
    return json(response, [1, 2]);
  });
}

const use = (select?: string): object => ({
  id: 'use',
  url: '/use/{x}',
  vars: { x: { from: 'source', ...(select === undefined ? {} : { select }) } },
});

describe('a source that has failed makes its dependents skipped, and theirs', () => {
  test.each<[string, object, string]>([
    ['http_error', { url: '/404' }, '404 Not Found'],
    ['timeout', { url: '/hang', timeout_ms: 200 }, 'no complete answer within 200 ms'],
    ['too_large', { url: '/large' }, '10'],
    ['blocked', { url: 'http://10.1.2.3/' }, '10.1.2.3'],
    ['network', { url: '/reset' }, 'connection'],
    ['invalid', { url: '/{x', vars: { x: 1 } }, 'malformed template'],
    ['invalid', { url: '/a', color: 'red' }, 'unknown argument'],
    ['select_error', { url: '/objects', select: 'nme' }, 'matched nothing'],
    ['decode', { url: '/text', as: 'json' }, ''],
  ])('%s: %j', async (outcome, source, words) => {
    const { url, asked } = await api();
    const after = { url: '/after/{y}', vars: { y: { from: 'use' } } };
    const result = await server.run({ base_url: url, requests: [after, use(), { id: 'source', ...source }], retries: 0 });
    expect(outcomesOf(result)).toEqual(['skipped', 'skipped', outcome]);
    expect(recordOf(result, 1).error).toMatch(
      new RegExp(`^not sent: it takes values from "source" \\(.*\\), which ended as ${outcome}: `),
    );
    expect(recordOf(result, 1).error).toContain(words);
    expect(recordOf(result, 0).error).toMatch(/it takes values from "use" \(.*\), which ended as skipped/);
    expect(result.summary).toMatchObject({ total: 3, ok: 0, failed: 1, skipped: 2 });
    expect(result.summary.failures).toContainEqual({ outcome: 'skipped', count: 2, i: [0, 1] });
    expect(asked.filter((path) => /use|after/.test(path))).toEqual([]);
  });
});

describe('values that cannot be used', () => {
  test.each<[string, string, string | undefined, string, RegExp]>([
    [
      'objects',
      '/objects',
      undefined,
      'invalid',
      /^requests\[0\]\.vars\.x: "source" has values that are not scalars, such as \{"id":1,"tags":\["a"\]\}/,
    ],
    ['lists of lists', '/objects', '[*].tags', 'invalid', /such as \["a"\] .*pick plain values with "select"/],
    ['nothing but nulls', '/nulls', undefined, 'invalid', /"source" has nothing but null for it; pick/],
    ['a name that is not there', '/objects', 'ids', 'select_error', /in the body of "source".*matched nothing.*id, tags/],
    ['text', '/text', undefined, 'select_error', /"source" has no JSON to take values from/],
    ['no body', '/nothing', undefined, 'select_error', /has no JSON to take values from: its body is empty/],
  ])('%s: one record that shows why', async (_, path, select, outcome, message) => {
    const { url, asked } = await api();
    const result = await server.run({ base_url: url, requests: [use(select), { id: 'source', url: path }] });
    expect(outcomesOf(result)).toEqual([outcome, 'ok']);
    expect(recordOf(result, 0)).toMatchObject({ id: 'use', error: expect.stringMatching(message) });
    expect(asked).toEqual([`GET ${path}`]);
  });

  test('a null among others is the one request that cannot be sent', async () => {
    const { url, asked } = await api();
    const result = await server.run({ base_url: url, requests: [use(), { id: 'source', url: '/some-nulls' }] });
    expect(outcomesOf(result)).toEqual(['ok', 'invalid', 'ok', 'ok']);
    expect(recordOf(result, 1).error).toBe('requests[0].url: {x} is null or absent here; give it a value, or leave the row out');
    expect(asked.toSorted()).toEqual(['GET /some-nulls', 'GET /use/1', 'GET /use/2']);
  });

  test('an empty list is no error: a note, and no record', async () => {
    const { url } = await api();
    const { results, notes, summary } = await server.run({ base_url: url, requests: [use(), { id: 'source', url: '/empty' }] });
    expect(results).toEqual([{ i: 0, id: 'source', status: 200, body: [] }]);
    expect(summary.total).toBe(1);
    expect(notes).toEqual(['requests[0] ("use"): "source" has no values for x, so nothing was sent for it']);
  });

  test('every kind of scalar is sent as it is written, large numbers with all their digits', async () => {
    const { url, asked } = await api();
    const { summary } = await server.run({ base_url: url, requests: [use(), { id: 'source', url: '/big' }] });
    expect(summary).toMatchObject({ total: 7, ok: 7 });
    expect(asked.slice(1).toSorted()).toEqual(
      ['/', '/%EF%BF%BD', '/1.5', '/9007199254740993', '/a%2Fb', '/true'].map((end) => `GET /use${end}`),
    );
  });
});

describe('what is wrong with a dependent by itself is found before anything of it is sent', () => {
  test.each<[string, object, RegExp]>([
    ['another variable', { x: { from: 'source' }, y: 'a..e' }, /^requests\[0\]\.vars\.y: "a\.\.e" is not a range/],
    [
      'a variable of the URL that is nowhere',
      { y: { from: 'source' } },
      /^requests\[0\]\.url: the template uses \{x\}, and vars has y; "source" has no such variable to pass on either/,
    ],
    [
      'no name of a variable',
      { from: 'source', select: '[]' },
      /^requests\[0\]\.vars: say which variable its values are for: \{"x": \{"from": "source"/,
    ],
    ['an unknown key', { x: { from: 'source', pick: 'id' } }, /^requests\[0\]\.vars/],
    ['rows with from', [{ x: { from: 'source' } }], /^requests\[0\]\.vars/],
  ])('%s', async (_, vars, message) => {
    const { url, asked } = await api();
    const result = await server.run({
      base_url: url,
      requests: [
        { url: '/use/{x}', vars },
        { id: 'source', url: '/list' },
      ],
    });
    expect(outcomesOf(result)).toEqual(['invalid', 'ok']);
    expect(recordOf(result, 0).error).toMatch(message);
    expect(asked).toEqual(['GET /list']);
  });
});

test('on_error: cancel ends the call at a failed source: its dependents are skipped, others cancelled', async () => {
  const { url, asked } = await api();
  const requests = [
    use(),
    { id: 'source', url: '/404' },
    '/hang',
    { id: 'other', url: '/slow' },
    { url: '/o/{x}', vars: { x: { from: 'other' } } },
  ];
  const answer = await server.call({ base_url: url, requests, on_error: 'cancel' });
  expect(answer.isError).toBe(true);
  expect(outcomesOf(resultOf(answer))).toEqual(['skipped', 'http_error', 'cancelled', 'cancelled', 'cancelled']);
  expect(recordOf(resultOf(answer), 4).error).toContain('it had not been sent: it takes values from "other"');
  expect(asked.some((path) => path.includes('/o/'))).toBe(false);
});

test('of a source with several requests only the dependents of those that failed are skipped', async () => {
  const { url } = await api();
  const source = { id: 'source', url: '/{which}', vars: { which: ['a', '404', 'b'] } };
  const result = await server.run({ base_url: url, requests: [source, use()] });
  expect(outcomesOf(result)).toEqual(['ok', 'http_error', 'ok', 'ok', 'ok', 'skipped', 'ok', 'ok']);
  expect(recordOf(result, 5).error).toContain(`"source" (${url}/404)`);
});
