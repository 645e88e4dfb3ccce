import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { json, pause, type Api } from '../../support/api.ts';
import { resultOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const paginate = { next: 'next', items: 'data' };

/** Pages of one item each without end, of which the fourth is what `fourth` makes of it. */
function failing(fourth: (response: ServerResponse, time: number) => void): Promise<Api> {
  let times = 0;
  return serve((_, response, { searchParams }) => {
    const page = Number(searchParams.get('page') ?? 1);
    if (page === 4) fourth(response, ++times);
    else json(response, { data: [page], next: page < 6 ? `?page=${page + 1}` : null });
  });
}

describe('what goes wrong on page 4 keeps the three before it, and says so', () => {
  test.each<[string, (response: ServerResponse) => void, Record<string, unknown>, RegExp]>([
    [
      'a 404',
      (response) => json(response, { message: 'gone' }, 404),
      { outcome: 'http_error', status: 404 },
      /^page 4: 404 Not Found; /,
    ],
    [
      'a 500',
      (response) => json(response, {}, 500),
      { outcome: 'http_error', status: 500 },
      /^page 4: 500 Internal Server Error; /,
    ],
    [
      'a 429',
      (response) => void response.writeHead(429, { 'retry-after': '90' }).end(),
      { outcome: 'http_error', status: 429 },
      /retry after 90 s; /,
    ],
    ['no answer', () => undefined, { outcome: 'timeout', kind: 'request' }, /^page 4: no complete answer within 1500 ms .*; /],
    [
      'a cut connection',
      (response) => void response.socket?.destroy(),
      { outcome: 'network', kind: 'connection_lost' },
      /^page 4: .*; /,
    ],
    ['what is no JSON', (response) => void response.end('<html>'), { outcome: 'decode' }, /^page 4: .*JSON.*; /],
    ['an empty body', (response) => void response.end(), { outcome: 'decode' }, /^page 4: .*; /],
    [
      'a body too large',
      (response) =>
        void response.writeHead(200, { 'content-type': 'application/json', 'content-length': 11 * 2 ** 20 }).write('"'),
      { outcome: 'too_large' },
      /^page 4: .*; /,
    ],
    [
      'a redirect nowhere',
      (response) => void response.writeHead(302, { location: 'ftp://x/' }).end(),
      { outcome: 'blocked' },
      /^page 4: blocked: /,
    ],
  ])('%s', async (_, fourth, expected, said) => {
    const api = await failing(fourth);
    const { results, summary } = await server.run({ requests: [{ url: api.url, paginate, timeout_ms: 1_500 }], retries: 0 });
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({ i: 0, url: `${api.url}/`, pages: 3, body: [1, 2, 3], ...expected });
    expect(results[0]?.error).toMatch(said);
    expect(results[0]).not.toHaveProperty('final_url');
    const [where] = results[0]?.error?.match(/; page 4 is .*; pages 1 to 3 are kept$/) ?? [];
    expect(where).toBe(`; page 4 is ${api.url}/?page=4; pages 1 to 3 are kept`);
    expect(summary).toMatchObject({ total: 1, ok: 0, failed: 1, failures: [{ count: 1, i: [0] }] });
    expect(api.asked).toHaveLength(4);
  });

  test('with the select of the request', async () => {
    const api = await failing((response) => json(response, {}, 500));
    const args = { retries: 0 };
    expect(await server.one({ url: api.url, paginate, select: 'sum(@)' }, args)).toMatchObject({
      outcome: 'http_error',
      pages: 3,
      body: 6,
    });
    const record = await server.one({ url: api.url, paginate, select: 'nothing' }, args);
    expect(record).toMatchObject({ outcome: 'http_error', status: 500, pages: 3, ref: expect.any(String) });
    expect(record.error).toMatch(/^page 4: 500 .*; pages 1 to 3 are kept; the body is kept: read_result /);
  });
});

describe('what goes wrong on page 1', () => {
  test.each<[string, (response: ServerResponse) => void, Record<string, unknown>]>([
    [
      'an error status, has its body',
      (response) => json(response, { message: 'no' }, 403),
      { outcome: 'http_error', status: 403, error: '403 Forbidden', body: { message: 'no' } },
    ],
    [
      'no JSON, has its status and is kept',
      (response) => void response.end('<p>hello'),
      { outcome: 'decode', status: 200, ref: expect.any(String) },
    ],
  ])('%s', async (_, answered, expected) => {
    const api = await serve((__, response) => answered(response));
    const record = await server.one({ url: api.url, paginate }, { retries: 0 });
    expect(record).toMatchObject(expected);
    expect(record).not.toHaveProperty('pages');
  });
});

test('each page is tried again by itself, and the record says how often in all', async () => {
  let times = 0;
  const api = await serve((_, response, { searchParams }) => {
    const page = Number(searchParams.get('page') ?? 1);
    if (times++ % 2 === 0) return void response.writeHead(503).end();
    return json(response, { data: [page], next: page < 3 ? `?page=${page + 1}` : null });
  });
  expect(await server.one({ url: api.url, paginate }, { retries: 1 })).toEqual({
    i: 0,
    status: 200,
    attempts: 4,
    pages: 3,
    body: [1, 2, 3],
  });
  expect(api.asked).toHaveLength(6);
});

test('on_error cancel is met by a later page, too', async () => {
  const api = await failing((response) => json(response, {}, 404));
  const { isError, value } = await server.call({ requests: [{ url: api.url, paginate }], on_error: 'cancel' });
  expect(isError).toBe(true);
  expect(value?.results).toMatchObject([{ outcome: 'http_error', pages: 3, body: [1, 2, 3] }]);
});

test('the deadline keeps the pages that were read, as the request selects them', async () => {
  const api = await failing(() => undefined);
  const requests = [
    { url: api.url, paginate, select: 'sum(@)' },
    { url: `${api.url}/?x`, paginate },
    { url: `${api.url}/?y`, paginate, select: 'no' },
  ];
  const { results, summary } = await server.run({ requests, deadline_ms: 2_000 });
  const ended = { outcome: 'timeout', kind: 'deadline', pages: 3 };
  expect(results).toMatchObject([
    { ...ended, url: `${api.url}/`, body: 6 },
    { ...ended, url: `${api.url}/?x`, body: [1, 2, 3] },
    { ...ended, url: `${api.url}/?y`, ref: expect.any(String) },
  ]);
  expect(results[0]).not.toHaveProperty('final_url');
  expect(results[0]?.error).toMatch(/deadline of 2000 ms; it had been sent \(waiting for headers\).*; pages 1 to 3 are kept$/);
  expect(results[0]?.error).toContain(`; page 4 is ${api.url}/?page=4; `);
  expect(summary).toMatchObject({ ok: 0, failed: 3 });
});

test('a cancelled call closes the socket of the page it waits for, and asks for no more', async () => {
  const api = await failing(() => undefined);
  const controller = new AbortController();
  const call = server.call({ requests: [{ url: api.url, paginate }] }, { signal: controller.signal }).then(resultOf, String);
  await expect.poll(() => api.asked.length, { timeout: 5_000 }).toBe(4);
  controller.abort('enough');
  expect(await call).toMatch(/enough/);
  await expect.poll(() => api.openSockets, { timeout: 1_000 }).toBe(0);
  await pause(100);
  expect(api.asked).toHaveLength(4);
});
