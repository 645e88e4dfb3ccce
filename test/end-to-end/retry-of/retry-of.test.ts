import { describe, expect, test } from 'vitest';
import type { CallResult } from '../../../src/batch/args/result-schema.ts';
import { json, pause, type Api } from '../../support/api.ts';
import { readerOf } from '../../support/read-result.ts';
import { outcomesOf, resultOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

/** Answers with its path; those in `broken` with a 404 until they are taken out of it. */
async function mending(...broken: string[]): Promise<Api & { broken: Set<string> }> {
  const bad = new Set(broken);
  const api = await serve((_, response, { pathname }) => json(response, pathname, bad.has(pathname) ? 404 : 200));
  return Object.assign(api, { broken: bad });
}

function batchOf({ summary }: CallResult): string {
  return summary.batch ?? '';
}

describe('retry_of runs again', () => {
  test('what failed, with its index, its id and its URL, and nothing else', async () => {
    const api = await mending('/b', '/d');
    const requests = ['/a', { id: 'bee', url: '/b' }, '/c', '/d'];
    const first = await server.run({ base_url: api.url, requests });
    expect(outcomesOf(first)).toEqual(['ok', 'http_error', 'ok', 'http_error']);
    api.broken.clear();
    const second = await server.run({ retry_of: batchOf(first) });
    expect(second.summary).toMatchObject({ total: 2, ok: 2, failed: 0, batch: batchOf(first) });
    expect(second.results).toEqual([
      { i: 1, id: 'bee', url: `${api.url}/b`, status: 200, body: '/b' },
      { i: 3, url: `${api.url}/d`, status: 200, body: '/d' },
    ]);
    expect(api.asked.slice(4).toSorted()).toEqual(['GET /b', 'GET /d']);
  });

  test('by a request, although the failure may be used again for a while', async () => {
    let isThere = false;
    const api = await serve((_, response) => {
      response.setHeader('cache-control', 'max-age=600');
      json(response, isThere ? 'found' : null, isThere ? 200 : 404);
    });
    const first = await server.run({ requests: [api.url] });
    isThere = true;
    expect((await server.run({ retry_of: batchOf(first) })).results).toEqual([
      { i: 0, url: `${api.url}/`, status: 200, body: 'found' },
    ]);
    expect(await server.one(api.url)).toMatchObject({ body: 'found' });
  });

  test('in a third try what failed in the second, and then nothing', async () => {
    const api = await mending('/b', '/c');
    const first = await server.run({ base_url: api.url, requests: ['/a', '/b', '/c'] });
    api.broken.delete('/b');
    const second = await server.run({ retry_of: batchOf(first) });
    expect(outcomesOf(second)).toEqual(['ok', 'http_error']);
    api.broken.clear();
    const third = await server.run({ retry_of: batchOf(second) });
    expect(third.results).toEqual([{ i: 2, url: `${api.url}/c`, status: 200, body: '/c' }]);
    expect(await server.refused({ retry_of: batchOf(third) })).toContain(
      `retry_of: every request of ${batchOf(third)} was ok; there is nothing to run again`,
    );
    expect(api.asked).toHaveLength(3 + 2 + 1);
  });

  test('single requests of a template, with their variables', async () => {
    const api = await mending('/2', '/4');
    const vars = [1, 2, 3, 4, 5].map((n) => ({ n, hidden: 'x' }));
    const first = await server.run({ base_url: api.url, requests: [{ url: '/{n}', vars }] });
    api.broken.clear();
    const { results } = await server.run({ retry_of: batchOf(first), layout: 'records' });
    expect(results).toEqual([2, 4].map((n) => ({ i: n - 1, vars: { n, hidden: 'x' }, status: 200, body: `/${n}` })));
  });

  test('while another call reads all of it: that one has the bodies of before or after', async () => {
    let asked = 0;
    const { url } = await serve(async (_, response, { pathname }) => {
      if (pathname !== '/last') return json(response, pathname);
      // The second time while the others are being read, of which each takes a while.
      if (asked++ > 0) await pause(150);
      json(response, pathname, asked > 1 ? 200 : 404);
    });
    const paths = ['/1', '/2', '/3', '/4', '/5', '/6', '/7', '/8', '/last'];
    const ref = batchOf(await server.run({ base_url: url, requests: paths }));
    const select = 'body => { const end = Date.now() + 80; while (Date.now() < end); return body; }';
    const { read } = readerOf(server);
    expect((await read({ ref, select: 'body => body' })).summary).toMatchObject({ ok: 8 });
    const [first, again] = await Promise.all([read({ ref, select }), server.run({ retry_of: ref })]);
    expect(again.results).toMatchObject([{ i: 8, status: 200, body: '/last' }]);
    expect(first.results?.map(({ body }) => body)).toEqual(paths);
    expect(first.notes).toBeUndefined();
  });

  test('read by a form in the place of an extract, and the other way round', async () => {
    const { url } = await serve((_, response) => void response.setHeader('content-type', 'text/html').end('<h1>One</h1>'));
    const first = await server.run({ requests: [url], extract: { title: 'h2' } });
    expect(outcomesOf(first)).toEqual(['select_error']);
    const second = await server.run({ retry_of: batchOf(first), as: 'json' });
    expect(outcomesOf(second)).toEqual(['decode']);
    const third = await server.run({ retry_of: batchOf(first), extract: { title: 'h1' } });
    expect(third.results).toMatchObject([{ body: { title: 'One' } }]);
  });

  test.each<[string, object, object, unknown, string[]]>([
    ['auto beside an extract is none', { extract: { title: 'h1' } }, { as: 'auto' }, { title: 'One' }, []],
    ['with what was selected of the extract', { extract: { t: 'h1' }, select: 't' }, { as: 'markdown' }, '# One', []],
    ['a select stays where an extract does', { extract: { t: 'h2' }, select: 't' }, { extract: { t: 'h1' } }, 'One', []],
    ['its own goes before it', { own: { extract: { t: 'h1' } } }, { as: 'text' }, { t: 'One' }, ['extract goes before the as']],
    ['its own goes before a default', { own: { as: 'markdown' } }, { as: 'auto' }, '# One', []],
    ['its own that is the same', { own: { as: 'markdown' } }, { as: 'markdown' }, '# One', []],
  ])('read by another form: %s', async (_, { own, ...before }: { own?: object }, given, body, notes) => {
    let isDown = true;
    const { url } = await serve((__, response) => {
      response.statusCode = isDown ? 503 : 200;
      response.setHeader('content-type', 'text/html').end('<h1>One</h1>');
    });
    const first = await server.run({ requests: [{ url, ...own }], ...before, retries: 0 });
    isDown = false;
    const again = await server.run({ retry_of: batchOf(first), ...given });
    expect(again.results).toMatchObject([{ i: 0, body }]);
    expect(again.notes ?? []).toEqual(
      notes.map((said) => expect.stringContaining(`i 0: the request's own ${said} given`) as unknown),
    );
  });

  test('what on_error cancel has cancelled', async () => {
    const api = await mending('/b');
    const answer = await server.call({
      base_url: api.url,
      requests: ['/a', '/b', '/c', '/d'],
      concurrency: 1,
      on_error: 'cancel',
    });
    const first = resultOf(answer);
    expect([answer.isError, ...outcomesOf(first)]).toEqual([true, 'ok', 'http_error', 'cancelled', 'cancelled']);
    api.broken.clear();
    expect((await server.run({ retry_of: batchOf(first) })).results.map(({ body }) => body)).toEqual(['/b', '/c', '/d']);
    expect(api.asked.filter((each) => each === 'GET /a')).toHaveLength(1);
  });

  test('what the deadline has ended, with another deadline', async () => {
    let isSlow = true;
    const api = await serve((_, response, { pathname }) => {
      if (!isSlow || pathname === '/fast') json(response, pathname);
    });
    const first = await server.run({
      base_url: api.url,
      requests: ['/fast', '/slow', '/never'],
      concurrency: 2,
      deadline_ms: 1_500,
    });
    expect(outcomesOf(first)).toEqual(['ok', 'timeout', 'timeout']);
    const second = await server.run({ retry_of: batchOf(first) });
    expect(outcomesOf(second)).toEqual(['timeout', 'timeout']);
    isSlow = false;
    const third = await server.run({ retry_of: batchOf(first), deadline_ms: 20_000 });
    expect(third.results.map(({ body }) => body)).toEqual(['/slow', '/never']);
  });

  test('what was invalid, which is so again', async () => {
    const api = await mending();
    const first = await server.run({ base_url: api.url, requests: ['/a', { url: '/b', selct: 'x' }] });
    expect(outcomesOf(await server.run({ retry_of: batchOf(first) }))).toEqual(['invalid']);
    expect(api.asked).toEqual(['GET /a']);
  });
});

describe('what is given with it takes the place of what was given before', () => {
  test('headers, select, layout, response_headers', async () => {
    const api = await serve((request, response) => {
      response.setHeader('x-shown', 'yes');
      json(response, { a: 1, b: 2 }, request.headers['x-key'] === 'right' ? 200 : 401);
    });
    const args = {
      base_url: api.url,
      requests: ['/x', { url: '/y', select: 'b' }],
      select: 'a',
      headers: { 'x-key': 'wrong' },
    };
    const batch = batchOf(await server.run(args));
    expect(outcomesOf(await server.run({ retry_of: batch }))).toEqual(['http_error', 'http_error']);
    const { results } = await server.run({ retry_of: batch, headers: { 'x-key': 'right' } });
    expect(results.map(({ body }) => body)).toEqual([1, 2]);
    const table = await server.run({
      retry_of: batchOf(await server.run(args)),
      headers: { 'x-key': 'right' },
      select: 'b',
      layout: 'table',
      response_headers: ['x-shown'],
    });
    expect(table.rows?.map((row) => row.slice(-2))).toEqual([
      [{ 'x-shown': 'yes' }, 2],
      [{ 'x-shown': 'yes' }, 2],
    ]);
  });

  test('dry_run tells what would be sent', async () => {
    const api = await mending('/b');
    const first = await server.run({ base_url: api.url, requests: ['/a', '/b'] });
    const { plan, summary } = await server.run({ retry_of: batchOf(first), dry_run: true });
    expect(plan).toMatchObject({ requests: 1, first: `${api.url}/b` });
    expect(summary).not.toHaveProperty('batch');
    expect(api.asked).toHaveLength(2);
  });
});

describe('nothing is sent', () => {
  test('for a batch that is not known; the latest are named', async () => {
    const api = await mending();
    const batch = batchOf(await server.run({ requests: [api.url] }));
    for (const name of ['b9999', 'x', 'b9999/0']) {
      const said = await server.refused({ retry_of: name });
      expect(said).toContain(`retry_of: no batch "${name}" is known (any more); the latest are `);
      expect(said).toContain(batch);
    }
    expect(api.asked).toHaveLength(1);
  });

  test('by a ref; the indexes are an argument of their own', async () => {
    const api = await mending('/a');
    const batch = batchOf(await server.run({ requests: [`${api.url}/a`] }));
    const said = `retry_of: it takes the name of a call, "${batch}"; to run only some of its requests again, add "i": `;
    expect(await server.refused({ retry_of: `${batch}/0` })).toContain(`${said}[0]`);
    expect(await server.refused({ retry_of: `${batch}/0..3` })).toContain(`${said}[...]`);
    expect(api.asked).toHaveLength(1);
  });

  test('together with requests', async () => {
    const api = await mending('/');
    const batch = batchOf(await server.run({ requests: [api.url] }));
    const said = await server.refused({ retry_of: batch, requests: [`${api.url}/other`] });
    expect(said).toContain('retry_of: takes the place of requests; leave one of the two out');
    expect(api.asked).toHaveLength(1);
  });

  test('where something else is wrong with the call', async () => {
    const api = await mending('/');
    const batch = batchOf(await server.run({ requests: [api.url] }));
    expect(await server.refused({ retry_of: batch, retrys: 3, concurrency: 0 })).toMatch(
      /retrys: [^]*concurrency: |concurrency: [^]*retrys: /,
    );
    expect(api.asked).toHaveLength(1);
  });

  test('for a call that the client has cancelled: nobody has seen its name', async () => {
    const api = await serve(() => undefined);
    const names = async (): Promise<unknown> => (await readerOf(server).read({}))['batches'];
    const before = await names();
    const controller = new AbortController();
    const call = server.call({ requests: [api.url] }, { signal: controller.signal }).catch(String);
    await expect.poll(() => api.asked.length, { timeout: 5_000 }).toBe(1);
    controller.abort('enough');
    await call;
    expect(await names()).toEqual(before);
    expect(api.asked).toHaveLength(1);
  });
});

test('a batch may be named with spaces, and the other arguments be null', async () => {
  const api = await mending('/');
  const batch = batchOf(await server.run({ requests: [api.url] }));
  expect(outcomesOf(await server.run({ retry_of: ` ${batch} `, requests: null, base_url: null }))).toEqual(['http_error']);
  expect(outcomesOf(await server.run({ retry_of: batch.toUpperCase() }))).toEqual(['http_error']);
});
