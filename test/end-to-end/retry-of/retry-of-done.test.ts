import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { CallResult } from '../../../src/batch/args/result-schema.ts';
import { json } from '../../support/api.ts';
import { recorder, type Recorder } from '../../support/recorder.ts';
import { outcomesOf, recordOf, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

/** Creates whatever is posted, with a 201; `odd` may answer first. */
function shop(odd: (path: string, response: ServerResponse) => boolean = () => false): Promise<Recorder> {
  return recorder((request, response, { pathname }) => {
    if (odd(pathname, response)) return;
    json(response, { item: { path: pathname, n: 7 } }, request.method === 'GET' ? 200 : 201);
  });
}

function posts({ received }: Recorder): string[] {
  return received.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
}

function again(first: CallResult, args: Record<string, unknown> = {}): Promise<CallResult> {
  return server.write({ retry_of: first.summary.batch, ...args });
}

describe('a write that was answered 2xx', () => {
  test('whose select does not fit says that it was done; a new select reads the answer, and nothing is sent', async () => {
    const api = await shop();
    const requests = [
      { url: '/a', json: {} },
      { url: '/b', json: {}, method: 'PUT' },
    ];
    const first = await server.write({ base_url: api.url, requests, select: 'itm.n' });
    expect(outcomesOf(first)).toEqual(['select_error', 'select_error']);
    expect(recordOf(first, 0).error).toMatch(/; the POST was done \(answered 201\): do not send it again; the body is kept: /);
    expect(recordOf(first, 1).error).toMatch(/; the PUT was done \(answered 201\)/);
    const second = await again(first, { select: 'item.n' });
    expect(second.results).toEqual([0, 1].map((i) => ({ i, url: `${api.url}/${'ab'[i]}`, status: 201, body: 7 })));
    expect(second.notes).toEqual([
      'i 0: the POST was done by the earlier call; its answer was read again, and nothing was sent',
      'i 1: the PUT was done by the earlier call; its answer was read again, and nothing was sent',
    ]);
    expect(second.summary).toMatchObject({ total: 2, ok: 2, hosts: [], batch: first.summary.batch });
    expect(posts(api)).toEqual(['POST /a', 'PUT /b']);
  });

  test('and still cannot be read says so again, as often as it is tried', async () => {
    const api = await shop();
    const first = await server.write({ base_url: api.url, requests: [{ url: '/a', json: {}, select: 'nothing' }] });
    for (let time = 0; time < 2; time++) {
      const next = await again(first);
      expect(next.results).toMatchObject([{ i: 0, outcome: 'select_error', status: 201, ref: `${first.summary.batch}/0` }]);
      expect(recordOf(next, 0).error).toMatch(/^select "nothing" .*; the POST was done \(answered 201\): do not send it again; /);
    }
    // The call's select is not its own.
    expect(recordOf(await again(first, { select: 'item.n' }), 0).error).toContain(
      '; its own select goes before the one given with retry_of',
    );
    expect(posts(api)).toEqual(['POST /a']);
  });

  test.each<[string, Record<string, unknown>, (response: ServerResponse) => void, string]>([
    [
      'of a coding that cannot be undone',
      {},
      (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('made'),
      'decode',
    ],
    [
      'too large',
      {},
      (response) =>
        void response.writeHead(201, { 'content-type': 'application/json', 'content-length': 11 * 2 ** 20 }).write('"'),
      'too_large',
    ],
    [
      'cut off',
      {},
      (response) => {
        response.writeHead(201, { 'content-length': '100' }).write('half');
        setTimeout(() => response.socket?.destroy(), 50);
      },
      'network',
    ],
    ['not whole in time', { timeout_ms: 700 }, (response) => response.writeHead(201).write('half'), 'timeout'],
  ])('with an answer that is %s is not sent again', async (_, args, answer, outcome) => {
    const api = await shop((path, response) => {
      if (path === '/odd') answer(response);
      return path === '/odd';
    });
    const first = await server.write({ base_url: api.url, requests: [{ url: '/odd', json: {} }], retries: 0, ...args });
    expect(outcomesOf(first)).toEqual([outcome]);
    const said = '; it had been sent and may have taken effect: look before it is sent again';
    expect(recordOf(first, 0).error).toMatch(new RegExp(`; it was answered 20[01]${said}$`));
    for (let time = 0; time < 2; time++) {
      const next = await again(first, { timeout_ms: 5_000 });
      expect(next.results).toMatchObject([
        { i: 0, outcome, error: expect.stringMatching(/: look before it is sent again; it was not sent again: it may be done$/) },
      ]);
      expect(next.summary.hosts).toEqual([]);
    }
    expect(posts(api)).toEqual(['POST /odd']);
  });

  test('of a text is read as text', async () => {
    const api = await shop((_, response) => {
      response.writeHead(201, { 'content-type': 'text/plain' }).end('made 7');
      return true;
    });
    const first = await server.write({ base_url: api.url, requests: [{ url: '/a', body: 'x' }], as: 'json' });
    expect(outcomesOf(first)).toEqual(['decode']);
    expect((await again(first, { as: 'text' })).results).toMatchObject([{ i: 0, status: 201, body: 'made 7' }]);
    expect(posts(api)).toEqual(['POST /a']);
  });

  test('when the deadline came or another failed is not sent again, others are', async () => {
    const api = await shop((path, response) => {
      if (path === '/begun') response.writeHead(201).write('half');
      if (path === '/bad') setTimeout(() => json(response, {}, 409), 200);
      return path === '/begun' || path === '/bad';
    });
    const requests = ['/begun', '/bad', '/never'].map((url) => ({ url, json: {} }));
    const first = await server.connected.requestMany({ base_url: api.url, requests, concurrency: 2, on_error: 'cancel' });
    const value = first.value as CallResult;
    expect(outcomesOf(value)).toEqual(['cancelled', 'http_error', 'cancelled']);
    expect(recordOf(value, 0).error).toMatch(/it had been sent \(reading the body.*\); the POST was done \(answered 201\)/);
    // As in the first call, `on_error: "cancel"`: what was not sent again has not failed now.
    const second = await again(value, { concurrency: 1, i: [0, 2] });
    expect(outcomesOf(second)).toEqual(['cancelled', 'ok']);
    expect(recordOf(second, 0).error).toMatch(
      /the POST was done \(answered 201\): do not send it again; it was not sent again: it may be done$/,
    );
    expect(posts(api)).toEqual(['POST /begun', 'POST /bad', 'POST /never']);
    const third = await again(value, { on_error: 'continue' });
    expect(outcomesOf(third)).toEqual(['cancelled', 'http_error']);
  });

  test('and still cannot be read as it was ends no call that on_error cancel has ended', async () => {
    let isHeld = true;
    const api = await shop((path, response) => {
      if (path === '/b' && !isHeld) setTimeout(() => json(response, { item: 1 }), 100);
      return path === '/b';
    });
    const requests = [
      { url: '/a', json: {} },
      { url: '/b', select: 'item' },
    ];
    const args = { base_url: api.url, requests, select: 'itm.n', concurrency: 1, on_error: 'cancel' };
    const first = (await server.connected.requestMany(args)).value as CallResult;
    expect(outcomesOf(first)).toEqual(['select_error', 'cancelled']);
    const retry = (more: object): Promise<{ value: CallResult | undefined }> =>
      server.connected.requestMany({ retry_of: first.summary.batch, concurrency: 2, ...more });
    // What is read in another way may end it.
    expect(outcomesOf((await retry({ select: 'nor.this' })).value as CallResult)).toEqual(['select_error', 'cancelled']);
    isHeld = false;
    expect(outcomesOf((await retry({})).value as CallResult)).toEqual(['select_error', 'ok']);
    expect(api.received.map(({ path }) => path).slice(-1)).toEqual(['/b']);
    expect(posts(api)).toEqual(['POST /a']);
  });

  test('by a redirect that made it a GET is not sent again either', async () => {
    const api = await shop((path, response) => {
      if (path === '/made') response.writeHead(303, { location: '/gone' }).end();
      if (path === '/gone') json(response, {}, 404);
      return path === '/made' || path === '/gone';
    });
    const first = await server.write({ base_url: api.url, requests: [{ url: '/made', json: {} }] });
    const said = 'the POST was answered by a redirect, so it may be done: look before it is sent again';
    expect(first.results).toMatchObject([{ outcome: 'http_error', status: 404, error: expect.stringContaining(said) }]);
    expect(outcomesOf(await again(first))).toEqual(['http_error']);
    expect(api.asked).toEqual(['POST /made', 'GET /gone']);
  });

  test('and may be done without an answer is sent again, as is said', async () => {
    let isSlow = true;
    const api = await shop(() => isSlow);
    const first = await server.write({ base_url: api.url, requests: [{ url: '/a', json: {} }], timeout_ms: 400 });
    expect(outcomesOf(first)).toEqual(['timeout']);
    expect(recordOf(first, 0).error).toContain('it had been sent and may have taken effect');
    isSlow = false;
    const second = await again(first, { timeout_ms: 5_000 });
    expect(outcomesOf(second)).toEqual(['ok']);
    expect(second.notes).toEqual([
      'i 0: sent again, although it may have taken effect in the earlier call: look whether it was done twice',
    ]);
  });

  test('at another base_url is not sent to this one', async () => {
    const [api, other] = [await shop(), await shop()];
    const first = await server.write({ base_url: api.url, requests: [{ url: '/a', json: {} }, '/b'], select: 'x' });
    const second = await again(first, { base_url: other.url });
    expect(recordOf(second, 0).error).toMatch(new RegExp(`; it was sent to ${api.url}/a then, and was not sent again$`));
    expect([posts(api), other.asked]).toEqual([['POST /a'], ['GET /b']]);
  });
});

test('a select of the call is null for each 204 of a DELETE, and for an empty 200', async () => {
  const api = await recorder((_, response, { pathname }) => {
    if (pathname === '/3') json(response, { id: 3 });
    else response.writeHead(pathname === '/1' ? 204 : 200, { 'content-type': 'application/json' }).end();
  });
  const requests = [{ url: '/{n}', method: 'DELETE', vars: { n: '1..3' } }];
  const { results, notes } = await server.write({ base_url: api.url, requests, select: 'id' });
  expect(results).toEqual([
    { i: 0, vars: { n: 1 }, status: 204, body: null },
    { i: 1, vars: { n: 2 }, status: 200, body: null },
    { i: 2, vars: { n: 3 }, status: 200, body: 3 },
  ]);
  expect(notes).toBeUndefined();
});

describe('a GET that was answered 2xx', () => {
  test('is read again and not sent, shared answers too', async () => {
    const api = await shop();
    const requests = ['/a', '/b', '/a'];
    const first = await server.write({ base_url: api.url, requests, select: 'nothing' });
    const second = await again(first, { select: 'item.path' });
    expect(second.results.map(({ i, body, duplicate_of: original }) => [i, body, original])).toEqual([
      [0, '/a', undefined],
      [1, '/b', undefined],
      [2, '/a', 0],
    ]);
    expect(second.notes).toEqual(['i 0, 1, 2: read again from its answer to the earlier call; nothing was sent']);
    expect(api.asked).toHaveLength(2);
  });

  test('gives others their values then', async () => {
    const api = await shop();
    const requests = [
      { id: 'list', url: '/list' },
      { url: '/of/{n}', vars: { n: { from: 'list', select: 'item.n' } } },
    ];
    const first = await server.write({ base_url: api.url, requests, select: 'items' });
    expect(outcomesOf(first)).toEqual(['select_error', 'skipped']);
    const second = await again(first, { select: 'item' });
    expect(second.results).toMatchObject([
      { i: 0, id: 'list', body: { n: 7 } },
      { i: 1, vars: { n: 7 }, body: { path: '/of/7' } },
    ]);
    expect(api.asked).toEqual(['GET /list', 'GET /of/7']);
  });

  test('with pages is read again as a whole; if a page is missing it is asked again', async () => {
    let isBroken = true;
    const api = await recorder((_, response, { pathname, searchParams }) => {
      const page = Number(searchParams.get('page') ?? 1);
      if (pathname === '/broken' && page === 2 && isBroken) json(response, {}, 404);
      else json(response, { data: [{ n: page }], next: page < 2 ? page + 1 : null });
    });
    const paginate = { next: 'next', param: 'page', items: 'data' };
    const requests = [
      { url: '/whole', paginate },
      { url: '/broken', paginate },
    ];
    const first = await server.write({ base_url: api.url, requests, select: 'length(x)', concurrency: 1 });
    expect(outcomesOf(first)).toEqual(['select_error', 'http_error']);
    isBroken = false;
    const second = await again(first, { select: '[].n' });
    expect(second.results).toMatchObject([
      { i: 0, pages: 2, body: [1, 2] },
      { i: 1, pages: 2, body: [1, 2] },
    ]);
    expect(api.asked.slice(4)).toEqual(['GET /broken', 'GET /broken?page=2']);
  });
});
