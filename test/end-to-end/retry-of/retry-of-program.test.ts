import { describe, expect, test } from 'vitest';
import { json, pause } from '../../support/api.ts';
import { recorder, type Recorder } from '../../support/recorder.ts';
import { readerOf } from '../../support/read-result.ts';
import { outcomesOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const reader = readerOf(server);

/** `/N` has `{n: N, m: 10 N}`; whatever is in `broken` is a 500. */
async function numbers(...broken: string[]): Promise<Recorder & { broken: Set<string> }> {
  const bad = new Set(broken);
  const api = await recorder((_, response, { pathname }) => {
    const n = Number(pathname.slice(1));
    json(response, { n, m: n * 10 }, bad.has(pathname) ? 500 : 200);
  });
  return Object.assign(api, { broken: bad });
}

describe('a program', () => {
  test('sees the records of the first call with the new ones in their places', async () => {
    const api = await numbers('/2');
    const requests = [{ id: 'item', url: '/{n}', vars: { n: '1..3' } }];
    const args = { base_url: api.url, requests, retries: 0, select: 'n' };
    const first = await server.run({ ...args, js: 'records.map(r => [r.i, r.outcome, r.body])' });
    expect(first['value']).toEqual([
      [0, null, 1],
      [1, 'http_error', null],
      [2, null, 3],
    ]);
    api.broken.clear();
    const second = await server.run({ retry_of: first.summary.batch });
    expect(second['value']).toEqual([
      [0, null, 1],
      [1, null, 2],
      [2, null, 3],
    ]);
    expect(second.summary).toMatchObject({ total: 1, ok: 1, batch: first.summary.batch });
    expect(second.notes).toBeUndefined();
    const ref = first.summary.batch;
    expect((await reader.read({ ref: `${ref}/js` }))['body']).toEqual(second['value']);
    expect((await reader.read({ ref, js: 'ok.reduce((sum, r) => sum + r.body, 0)' }))['value']).toBe(6);
    expect(api.asked).toHaveLength(4);
  });

  test('counts those that are still not ok, picked or not', async () => {
    const api = await numbers('/1', '/2');
    const first = await server.run({ base_url: api.url, requests: ['/0', '/1', '/2', '/3'], retries: 0 });
    api.broken.clear();
    const { value, notes, results } = await server.run({ retry_of: first.summary.batch, i: [2], js: 'ok.map(r => r.body.n)' });
    expect(value).toEqual([0, 2, 3]);
    expect(results).toEqual([]);
    expect(notes).toEqual(['1 record did not succeed and is not in ok, of 4: i 1']);
  });

  test('is told of records that were read in another way', async () => {
    const api = await numbers('/2');
    const first = await server.run({ base_url: api.url, requests: ['/1', '/2'], retries: 0, select: 'n' });
    api.broken.clear();
    const ref = first.summary.batch;
    const second = await server.run({ retry_of: ref, select: 'm', js: 'records.map(r => r.body)' });
    expect(second['value']).toEqual([1, 20]);
    expect(second.notes).toEqual([
      'js has the bodies of i 0 as the earlier call read them, without the select given now; ' +
        `read_result {"ref": "${ref}", "js": ..., "select": ...} reads all alike`,
    ]);
    expect((await reader.read({ ref, select: 'm', js: 'records.map(r => r.body)' }))['value']).toEqual([10, 20]);
  });
});

describe('keys that others of the template have are null', () => {
  test('where these were ok in the first call', async () => {
    let isBroken = true;
    const api = await recorder((_, response, { pathname }) => {
      json(response, pathname === '/1' ? { n: 1, m: 1 } : { n: 2 }, pathname === '/2' && isBroken ? 500 : 200);
    });
    const requests = [{ url: '/{n}', vars: { n: '1..2' }, select: 'm' }];
    const first = await server.run({ base_url: api.url, requests, retries: 0 });
    expect(outcomesOf(first)).toEqual(['ok', 'http_error']);
    isBroken = false;
    expect((await server.run({ retry_of: first.summary.batch })).results).toEqual([
      { i: 1, vars: { n: 2 }, status: 200, body: null },
    ]);
  });

  test('and where all are read again', async () => {
    const api = await recorder((_, response, { pathname }) => json(response, pathname === '/1' ? { n: 1, m: 1 } : { n: 2 }));
    const requests = [{ url: '/{n}', vars: { n: '1..2' } }];
    const first = await server.run({ base_url: api.url, requests, select: 'x' });
    expect(outcomesOf(first)).toEqual(['select_error', 'select_error']);
    const { results } = await server.run({ retry_of: first.summary.batch, select: 'm' });
    expect(results.map(({ body }) => body)).toEqual([1, null]);
  });
});

describe('the rest of a call', () => {
  test('is run by one call at a time', async () => {
    let isSlow = false;
    const api = await recorder(async (_, response) => {
      if (isSlow) await pause(300);
      json(response, {}, isSlow ? 200 : 500);
    });
    const first = await server.write({ base_url: api.url, requests: [{ url: '/a', json: {} }] });
    isSlow = true;
    const both = [1, 2].map(() => server.connected.requestMany({ retry_of: first.summary.batch }));
    const answers = await Promise.all(both);
    expect(answers.filter(({ isError }) => isError)).toHaveLength(1);
    expect(answers.find(({ isError }) => isError)?.text).toContain(
      'is being run again by another call; wait until that has ended',
    );
    expect(api.asked).toEqual(['POST /a', 'POST /a']);
  });

  test('that its caller cancels keeps what it has done: a write is not done twice', async () => {
    let isBroken = true;
    const api = await recorder((_, response, { pathname }) => {
      if (isBroken) json(response, {}, 500);
      else if (pathname !== '/slow') json(response, { path: pathname }, 201);
    });
    const requests = ['/a', '/slow', '/b'].map((url) => ({ url, json: {} }));
    const first = await server.write({ base_url: api.url, requests });
    isBroken = false;
    const controller = new AbortController();
    const call = server.connected.requestMany({ retry_of: first.summary.batch }, { signal: controller.signal }).catch(String);
    await expect.poll(() => api.asked.length, { timeout: 5_000 }).toBe(6);
    await pause(100);
    controller.abort('enough');
    await call;
    const retry = (): Promise<unknown> => server.write({ retry_of: first.summary.batch, deadline_ms: 1_000 });
    await expect
      .poll(retry, { timeout: 5_000 })
      .toMatchObject({ results: [{ i: 1, outcome: 'timeout' }], summary: { total: 1 } });
    expect(api.asked.filter((each) => each !== 'POST /slow')).toEqual(['POST /a', 'POST /b', 'POST /a', 'POST /b']);
    const read = await reader.read({ ref: first.summary.batch });
    expect(read['results']).toMatchObject([
      { i: 0, body: { path: '/a' } },
      { i: 1, outcome: 'timeout' },
      { i: 2, body: { path: '/b' } },
    ]);
  });

  test('under on_error cancel keeps what was done before', async () => {
    const bad = new Set(['/b', '/d']);
    const api = await recorder((_, response, { pathname }) => json(response, { path: pathname }, bad.has(pathname) ? 409 : 201));
    const requests = ['/a', '/b', '/c', '/d'].map((url) => ({ url, json: {} }));
    const args = { base_url: api.url, requests, concurrency: 1, on_error: 'cancel' };
    const { value } = await server.connected.requestMany(args);
    expect(value && outcomesOf(value)).toEqual(['ok', 'http_error', 'cancelled', 'cancelled']);
    const batch = value?.summary.batch;
    bad.delete('/b');
    const second = await server.connected.requestMany({ retry_of: batch });
    expect([second.isError, second.value && outcomesOf(second.value)]).toEqual([true, ['ok', 'ok', 'http_error']]);
    expect(second.value && second.value.results.map(({ i }) => i)).toEqual([1, 2, 3]);
    bad.clear();
    const third = await server.write({ retry_of: batch });
    expect(third.results).toMatchObject([{ i: 3, status: 201 }]);
    expect(api.asked).toEqual(['/a', '/b', '/b', '/c', '/d', '/d'].map((path) => `POST ${path}`));
  });
});

test('what is doubtful of a body of the first call is told with what is computed of it later', async () => {
  let isDown = true;
  const { url } = await serve((_, response, { pathname, searchParams }) => {
    const page = Number(searchParams.get('page') ?? 1);
    if (pathname === '/list') response.setHeader('link', `</list?page=${page + 1}>; rel="next"`);
    json(response, [page], pathname === '/down' && isDown ? 404 : 200);
  });
  const requests = [{ url: '/list', paginate: { next: 'link', max_pages: 2 } }, '/down'];
  const js = 'ok.map(r => r.body.length)';
  const { summary } = await server.run({ base_url: url, requests, js });
  isDown = false;
  const { value, notes } = await server.run({ retry_of: summary.batch, js });
  expect({ value, notes }).toEqual({ value: [2, 1], notes: ['i 0: stopped at max_pages 2, and there are more'] });
});
