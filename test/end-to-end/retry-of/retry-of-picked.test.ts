import { describe, expect, test } from 'vitest';
import type { CallResult } from '../../../src/batch/args/result-schema.ts';
import { json, type Api } from '../../support/api.ts';
import { readerOf } from '../../support/read-result.ts';
import { outcomesOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

/** Answers with its path, `/list` with numbers; those in `broken` with a 404 until they are taken out of it. */
async function mending(...broken: string[]): Promise<Api & { broken: Set<string> }> {
  const bad = new Set(broken);
  const api = await serve((_, response, { pathname }) => {
    json(response, pathname === '/list' ? [1, 2] : { path: pathname }, bad.has(pathname) ? 404 : 200);
  });
  return Object.assign(api, { broken: bad });
}

function indexesOf({ results }: CallResult): number[] {
  return results.map(({ i }) => i);
}

describe('i picks requests of the earlier call', () => {
  test('and no others; what is left can be run later, under the same indexes and refs', async () => {
    const api = await mending('/1', '/3', '/4');
    const first = await server.run({ base_url: api.url, requests: [{ url: '/{n}', vars: { n: '0..5' } }], select: 'path' });
    const batch = first.summary.batch ?? '';
    expect(outcomesOf(first)).toEqual(['ok', 'http_error', 'ok', 'http_error', 'http_error', 'ok']);
    api.broken.clear();
    const second = await server.run({ retry_of: batch, i: [4, 1] });
    expect(second.results).toEqual([1, 4].map((n) => ({ i: n, vars: { n }, status: 200, body: `/${n}` })));
    expect(second.summary).toMatchObject({ total: 2, ok: 2, batch });
    expect(api.asked.slice(6).toSorted()).toEqual(['GET /1', 'GET /4']);
    const third = await server.run({ retry_of: batch });
    expect([indexesOf(third), api.asked.slice(8)]).toEqual([[3], ['GET /3']]);
    expect((await readerOf(server).read({ ref: batch }))['results']).toMatchObject(
      [0, 1, 2, 3, 4, 5].map((n) => ({ i: n, body: `/${n}` })),
    );
  });

  test.each<[string, unknown, RegExp]>([
    ['that there are not', [1, 6], /^- i\[1\]: b\w+ has no request 6: its indexes go from 0 to 2$/m],
    ['that were ok', [0, 1], /^- i\[0\]: 0 was ok: read_result \{"ref": "b\w+\/0"\} reads its body again, without a request$/m],
    ['below nothing', [-1], /^- i\[0\]: /m],
    ['that are no numbers', ['x'], /^- i\[0\]: /m],
    ['none', [], /^- i: /m],
    ['of another kind', { from: 1 }, /^- i: /m],
  ])('%s: nothing is sent', async (_, i, said) => {
    const api = await mending('/b', '/c');
    const first = await server.run({ base_url: api.url, requests: ['/a', '/b', '/c'] });
    expect(await server.refused({ retry_of: first.summary.batch, i })).toMatch(said);
    expect(await server.refused({ retry_of: first.summary.batch, i, retrys: 1 })).toMatch(/^- retrys: /m);
    expect(api.asked).toHaveLength(3);
  });

  test('one number, or as text', async () => {
    const api = await mending('/a', '/b');
    const first = await server.run({ base_url: api.url, requests: ['/a', '/b'] });
    expect(indexesOf(await server.run({ retry_of: first.summary.batch, i: 1 }))).toEqual([1]);
    expect(indexesOf(await server.run({ retry_of: first.summary.batch, i: '[0, 1]' }))).toEqual([0, 1]);
  });

  test('and goes with retry_of only', async () => {
    const api = await mending();
    expect(await server.refused({ requests: [api.url], i: [0] })).toMatch(
      /^- i: picks requests of an earlier call: it goes with retry_of$/m,
    );
    expect(api.asked).toEqual([]);
  });

  test('in a dry run, too', async () => {
    const api = await mending('/a', '/b');
    const first = await server.run({ base_url: api.url, requests: ['/a', '/b'] });
    const { plan } = await server.run({ retry_of: first.summary.batch, i: [1], dry_run: true });
    expect(plan).toMatchObject({ requests: 1, first: `${api.url}/b` });
  });
});

describe('requests that take values from others', () => {
  const requests = [
    { id: 'list', url: '/list' },
    { id: 'each', url: '/each/{n}', vars: { n: { from: 'list' } } },
    '/other',
    { url: '/deep/{path}', vars: { path: { from: 'each', select: 'path' } } },
  ];

  test('are not run unless they are picked; then they take the places of the record that stood for them', async () => {
    const api = await mending('/list', '/other');
    const first = await server.run({ base_url: api.url, requests });
    const batch = first.summary.batch ?? '';
    expect(outcomesOf(first)).toEqual(['http_error', 'skipped', 'http_error', 'skipped']);
    expect(await server.refused({ retry_of: batch, i: [1] })).toMatch(
      /^- i\[0\]: 1 takes values from 0 \("list"\), which did not succeed: name that one, too$/m,
    );
    api.broken.clear();
    expect(indexesOf(await server.run({ retry_of: batch, i: [0] }))).toEqual([0]);
    expect(api.asked.slice(2)).toEqual(['GET /list']);
    const third = await server.run({ retry_of: batch, i: [1] });
    expect(third.results).toMatchObject([
      { i: 1, vars: { n: 1 }, body: { path: '/each/1' } },
      { i: 4, vars: { n: 2 }, body: { path: '/each/2' } },
    ]);
    const last = await server.run({ retry_of: batch, js: 'records.map(r => [r.i, r.body.path ?? r.body])' });
    expect(last['value']).toEqual([
      [0, [1, 2]],
      [1, '/each/1'],
      [2, '/other'],
      [3, '/deep/%2Feach%2F1'],
      [4, '/each/2'],
      [5, '/deep/%2Feach%2F2'],
    ]);
    expect(new Set(api.asked.slice(2)).size).toBe(api.asked.length - 2);
  });

  test('of which there are none after all leave no record behind', async () => {
    let isBroken = true;
    const api = await serve((_, response, { pathname }) => json(response, pathname === '/list' ? [] : {}, isBroken ? 404 : 200));
    const first = await server.run({ base_url: api.url, requests: requests.slice(0, 3) });
    isBroken = false;
    const second = await server.run({ retry_of: first.summary.batch });
    expect(indexesOf(second)).toEqual([0, 2]);
    expect(second.notes).toEqual([expect.stringContaining('"list" has no values for n, so nothing was sent for it')]);
    expect(await readerOf(server).refusal({ ref: `${first.summary.batch}/1` })).toContain('names no record');
  });
});
