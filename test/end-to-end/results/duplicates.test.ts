import { describe, expect, test } from 'vitest';
import { json, pause, type Api } from '../../support/api.ts';
import { outcomesOf, recordOf, resultOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

/** Counts how often it was asked for each path, in the body; by its path it fails, is large or takes its time. */
function counting(): Promise<Api> {
  const asked = new Map<string, number>();
  return serve(async (request, response, { pathname }) => {
    const count = (asked.get(pathname) ?? 0) + 1;
    asked.set(pathname, count);
    if (pathname.startsWith('/hang')) return undefined;
    if (pathname.startsWith('/list')) return json(response, ['a', 'b', 'a']);
    if (pathname.startsWith('/large'))
      return json(
        response,
        Array.from({ length: 200_000 }, () => count),
      );
    if (pathname.startsWith('/slow')) await pause(200);
    response.setHeader('cache-control', 'no-store');
    json(response, { count, accept: request.headers.accept }, pathname.startsWith('/404') ? 404 : 200);
  });
}

function duplicatesIn(results: readonly { readonly duplicate_of?: number | undefined }[]): (number | undefined)[] {
  return results.map(({ duplicate_of: original }) => original);
}

test('equal requests are sent once, and each is answered and says of which it is the duplicate', async () => {
  const api = await counting();
  const { results, summary } = await server.run({
    base_url: api.url,
    requests: ['/a', '/b', { id: 'again', url: '/a' }, '/x/../a', `${api.url}/a#part`],
  });
  expect(api.asked.toSorted()).toEqual(['GET /a', 'GET /b']);
  expect(duplicatesIn(results)).toEqual([undefined, undefined, 0, 0, 0]);
  expect(results[2]).toMatchObject({ i: 2, id: 'again', status: 200, duplicate_of: 0, body: { count: 1 } });
  expect(summary).toMatchObject({ total: 5, ok: 5 });
});

test('each selects from the shared answer what it wants, and is read as it wants', async () => {
  const api = await counting();
  const headers = { accept: 'application/json' };
  const requests = [
    { url: '/a', select: 'count' },
    { url: '/a', select: 'nothing' },
    { url: '/a', as: 'text' },
    { url: '/a', select: ['accept'] },
  ];
  const { results } = await server.run({ base_url: api.url, headers, requests });
  expect(api.asked).toEqual(['GET /a']);
  expect(results.map(({ body, outcome }) => body ?? outcome)).toEqual([
    1,
    'select_error',
    JSON.stringify({ count: 1, ...headers }),
    headers,
  ]);
  expect(duplicatesIn(results)).toEqual([undefined, 0, 0, 0]);
});

describe('what is not equal is sent for itself', () => {
  test.each<[string, unknown]>([
    ['another header', { url: '/a', headers: { 'x-tenant': '2' } }],
    ['another Accept, by as', { url: '/a', as: 'html' }],
    ['another timeout', { url: '/a', timeout_ms: 9_000 }],
    ['another query', { url: '/a', query: { page: 1 } }],
    ['HEAD', { url: '/a', method: 'HEAD' }],
  ])('%s', async (_, request) => {
    const api = await counting();
    const { results } = await server.run({ base_url: api.url, requests: ['/a', request] });
    expect(api.asked).toHaveLength(2);
    expect(duplicatesIn(results)).toEqual([undefined, undefined]);
  });

  test('a write, however often', async () => {
    const api = await counting();
    const write = { url: '/a', method: 'POST', json: { a: 1 } };
    const args = {
      base_url: api.url,
      requests: [write, write, { url: '/a', method: 'OPTIONS' }, { url: '/a', method: 'OPTIONS' }],
    };
    const { structuredContent } = await server.connected.client.callTool({ name: 'request_many', arguments: args });
    expect(structuredContent).toMatchObject({ summary: { ok: 4 } });
    expect(api.asked).toHaveLength(4);
    expect(JSON.stringify(structuredContent)).not.toContain('duplicate_of');
  });

  test('the same in another call, if it may not come from the cache', async () => {
    const api = await counting();
    const args = { base_url: api.url, requests: ['/a', '/a'], cache: false };
    expect(duplicatesIn((await server.run(args)).results)).toEqual([undefined, 0]);
    expect((await server.run(args)).results).toMatchObject([{ body: { count: 2 } }, { body: { count: 2 } }]);
    expect(api.asked).toHaveLength(2);
  });
});

/** A request below a path for each that `/list` has. */
function uses(path: string): object {
  return { url: `${path}/{x}`, vars: { x: { from: 'list' } } };
}

describe('over generations', () => {
  test('dependents share with requests that have finished, that are in flight, and with each other', async () => {
    const api = await counting();
    const requests = [
      '/use/a',
      { id: 'list', url: '/list' },
      uses('/use'),
      uses('/slow'),
      '/slow/b',
      { id: 'more', url: '/list?2', select: '[0]' },
    ];
    const { results, summary } = await server.run({ base_url: api.url, requests });
    expect(summary).toMatchObject({ total: 10, ok: 10 });
    expect(results.map(({ vars }, i) => [i, vars?.['x']])).toEqual([
      [0, undefined],
      [1, undefined],
      ...['a', 'b', 'a', 'a', 'b', 'a'].map((x, n) => [n + 2, x]),
      [8, undefined],
      [9, undefined],
    ]);
    expect(duplicatesIn(results)).toEqual([undefined, undefined, 0, undefined, 0, undefined, undefined, 5, 6, undefined]);
    expect(api.asked.toSorted()).toEqual(
      ['/list', '/list?2', '/slow/a', '/slow/b', '/use/a', '/use/b'].map((path) => `GET ${path}`),
    );
  });

  test('a source asked for twice feeds the dependents of both', async () => {
    const api = await counting();
    const other = { url: '/other/{x}', vars: { x: { from: 'twin' } } };
    const { results } = await server.run({
      base_url: api.url,
      requests: [{ id: 'list', url: '/list' }, { id: 'twin', url: '/list' }, uses('/use'), other],
    });
    expect(duplicatesIn(results)).toEqual([undefined, 0, undefined, undefined, 2, undefined, undefined, 5]);
    expect(api.asked).toHaveLength(5);
  });

  test('a large answer is kept for them once, not once for each', async () => {
    const api = await counting();
    const list = { id: 'list', url: '/list' };
    const chain = Array.from({ length: 30 }, (_, n) => [
      { id: `n${n}`, url: `/list/${n}`, vars: { x: { from: n === 0 ? 'list' : `n${n - 1}`, select: '[0]' } } },
      { url: '/large', vars: { x: { from: `n${n}`, select: '[0]' } }, select: '[0]' },
    ]).flat();
    const { results } = await server.run({ base_url: api.url, requests: ['/large', list, ...chain], max_tokens: 50_000 });
    expect(results).toHaveLength(62);
    expect(api.asked.filter((asked) => asked === 'GET /large')).toHaveLength(1);
  });
});

describe('a failure is shared like an answer', () => {
  test('each has it, and its own name', async () => {
    const api = await counting();
    const { results, summary } = await server.run({
      base_url: api.url,
      requests: ['/404', { id: 'b', url: '/404' }, '/ok', { url: '/hang', timeout_ms: 200 }, { url: '/hang', timeout_ms: 200 }],
      retries: 0,
    });
    expect(results.map(({ outcome, duplicate_of: original, body }) => [outcome, original, body !== undefined])).toEqual([
      ['http_error', undefined, true],
      ['http_error', 0, true],
      [undefined, undefined, true],
      ['timeout', undefined, false],
      ['timeout', 3, false],
    ]);
    expect(results[1]).toMatchObject({ id: 'b', url: `${api.url}/404`, error: '404 Not Found' });
    expect(summary.failures).toEqual([
      { outcome: 'http_error', status: 404, count: 2, i: [0, 1] },
      { outcome: 'timeout', kind: 'request', count: 2, i: [3, 4] },
    ]);
    expect(api.asked).toHaveLength(3);
  });

  test('under on_error: cancel all that were answered by it have it, and the rest is cancelled', async () => {
    const api = await counting();
    const answer = await server.call({ base_url: api.url, requests: ['/404', '/hang', '/404', '/hang'], on_error: 'cancel' });
    expect(outcomesOf(resultOf(answer))).toEqual(['http_error', 'cancelled', 'http_error', 'cancelled']);
    expect(duplicatesIn(resultOf(answer).results)).toEqual([undefined, undefined, 0, 1]);
  });

  test('at the deadline each says that it had been sent', async () => {
    const api = await counting();
    const { results } = await server.run({ base_url: api.url, requests: ['/hang', '/hang'], deadline_ms: 300 });
    expect(
      results.map(({ outcome, duplicate_of: original, error }) => [outcome, original, error?.includes('it had been sent')]),
    ).toEqual([
      ['timeout', undefined, true],
      ['timeout', 0, true],
    ]);
    expect(api.asked).toEqual(['GET /hang']);
  });
});

test('a large body that two share is had by the ref of either', async () => {
  const api = await counting();
  const result = await server.run({ base_url: api.url, requests: ['/first', '/large', '/large'], max_tokens: 2_000 });
  const refs = [1, 2].map((i) => recordOf(result, i).truncated?.ref ?? recordOf(result, i).ref);
  expect(refs).toEqual([`${result.summary.batch}/1`, `${result.summary.batch}/2`]);
  for (const ref of refs) {
    const { structuredContent } = await server.connected.client.callTool({
      name: 'read_result',
      arguments: { ref, select: '[199999]' },
    });
    expect(structuredContent).toMatchObject({ body: 1 });
  }
});
