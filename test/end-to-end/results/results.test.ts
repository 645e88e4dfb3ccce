import { describe, expect, test } from 'vitest';
import { json, pause, type Handler } from '../../support/api.ts';
import { outcomesOf, recordOf, resultOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

/** `/status/404` answers with that status; anything else with its own path. */
const statuses: Handler = (_, response, { pathname }) => {
  const status = Number(/^\/status\/(\d+)/.exec(pathname)?.[1] ?? 200);
  json(response, { path: pathname }, status);
};

/** Answers with headers, and no body. */
const headed: Handler = (_, response, { pathname }) => {
  response
    .writeHead(pathname === '/404' ? 404 : 200, {
      ETag: '"abc"',
      Link: '</2>; rel="next"',
      'X-Many': ['a', 'b'],
      'Set-Cookie': ['sid=hush; HttpOnly'],
    })
    .end();
};

describe('the two forms of a result', () => {
  test('the text is the structured value, with one record per line', async () => {
    const { url } = await serve(statuses);
    const answer = await server.call({
      base_url: url,
      requests: ['/a', '/status/404', { url: '/with"quotes\\and\u2028separators', id: 'x\ny' }, 'ftp://127.0.0.1/'],
      response_headers: ['content-type'],
    });
    const { results } = resultOf(answer);
    expect(JSON.parse(answer.text)).toEqual(answer.value);
    const lines = answer.text.split('\n');
    const [first, last] = [lines.indexOf('"results": [') + 1, lines.findIndex((line) => line.startsWith(']'))];
    const records = lines.slice(first, last).map((line): unknown => JSON.parse(line.replace(/,$/, '')));
    expect(records).toEqual(results);
    expect(records).toHaveLength(4);
  });

  test('the summary comes first', async () => {
    const { url } = await serve(statuses);
    const { text } = await server.call({ requests: [url] });
    expect(text).toMatch(/^\{"summary": /);
  });

  test('there is one text block and nothing else', async () => {
    const { url } = await serve(statuses);
    const result = await server.connected.client.callTool({ name: 'fetch_many', arguments: { requests: [url] } });
    expect(result.content).toEqual([{ type: 'text', text: expect.any(String) }]);
  });
});

describe('the summary', () => {
  test('counts what became of the requests', async () => {
    const { url, port } = await serve(statuses);
    const { summary } = await server.run({
      base_url: url,
      requests: ['/1', '/status/404', '/2', '/status/404', '/status/403', 'nonsense:', { url: '/3', select: 'nope' }],
    });
    const { elapsed_ms: elapsed, batch, ...rest } = summary;
    expect(rest).toEqual({
      total: 7,
      ok: 2,
      failed: 5,
      cancelled: 0,
      skipped: 0,
      hosts: [`127.0.0.1:${port}`],
      failures: expect.any(Array),
    });
    expect(rest.failures).toHaveLength(4);
    expect(rest.failures).toEqual(
      expect.arrayContaining([
        { outcome: 'http_error', status: 404, count: 2, i: [1, 3] },
        { outcome: 'http_error', status: 403, count: 1, i: [4] },
        { outcome: 'invalid', count: 1, i: [5] },
        { outcome: 'select_error', count: 1, i: [6] },
      ]),
    );
    expect(elapsed).toBeTypeOf('number');
    expect(batch).toMatch(/^b[a-z0-9]{8}$/);
  });

  test('says nothing of failures when there are none', async () => {
    const { url } = await serve(statuses);
    const { summary } = await server.run({ requests: [url] });
    expect(summary.failures ?? []).toEqual([]);
  });

  test('names at most 20 requests of a group, and how many there are', async () => {
    const { url } = await serve(statuses);
    const requests = Array.from({ length: 70 }, (_, i) => (i % 2 === 0 ? `/status/404?${i}` : `/status/410?${i}`));
    const { summary } = await server.run({ base_url: url, requests, as: 'none' });
    expect(summary.failures).toHaveLength(2);
    for (const { count, i } of summary.failures ?? []) {
      expect(count).toBe(35);
      expect(i).toHaveLength(20);
    }
    const missing = summary.failures?.find(({ status }) => status === 404);
    expect(missing?.i).toEqual(Array.from({ length: 20 }, (_, n) => 2 * n));
  });

  test('numbers the calls of a server', async () => {
    const { url } = await serve(statuses);
    const [first, second] = [await server.run({ requests: [url] }), await server.run({ requests: [url] })];
    expect(Number(second.summary.batch?.slice(1))).toBe(Number(first.summary.batch?.slice(1)) + 1);
  });
});

describe('the records', () => {
  test('come in input order, whatever the order of the answers', async () => {
    const { url } = await serve(async (_, response, { pathname }) => {
      await pause(Math.random() * 60);
      json(response, Number(pathname.slice(1)), Math.random() < 0.2 ? 404 : 200);
    });
    const requests = Array.from({ length: 100 }, (_, i) => `/${i}`);
    const { results } = await server.run({ base_url: url, requests, concurrency: 32, per_host: 8 });
    expect(results.map(({ i }) => i)).toEqual(requests.map((_, i) => i));
    expect(results.map(({ body }) => body)).toEqual(requests.map((_, i) => i));
  });

  test('are one per request, also where the same URL is asked twice', async () => {
    const { url } = await serve(statuses);
    const { results } = await server.run({ base_url: url, requests: ['/a', '/a', '/b', '/a'], select: 'path' });
    expect(results.map(({ body }) => body)).toEqual(['/a', '/a', '/b', '/a']);
  });

  test('say nothing that is plain from the input', async () => {
    const { url } = await serve(statuses);
    expect(await server.one(`${url}/a`, { select: 'path' })).toEqual({ i: 0, status: 200, body: '/a' });
    const query = { url: '/a', query: { b: 1 }, id: 'mine' };
    expect(await server.one(query, { base_url: url, select: 'path' })).toEqual({
      i: 0,
      id: 'mine',
      status: 200,
      body: '/a',
    });
  });

  test('give the URL and where a redirect ended', async () => {
    const { url } = await serve((_, response, { pathname }) => {
      if (pathname === '/there') json(response, 'here');
      else response.writeHead(302, { location: '/there' }).end();
    });
    expect(await server.one(`${url}/here`)).toEqual({
      i: 0,
      url: `${url}/here`,
      final_url: `${url}/there`,
      status: 200,
      body: 'here',
    });
  });

  test('give the URL that failed, whole', async () => {
    const { url } = await serve(statuses);
    const request = { url: '/status/404', query: { q: 'a b' }, id: 'mine' };
    expect(await server.one(request, { base_url: url })).toEqual({
      i: 0,
      id: 'mine',
      url: `${url}/status/404?q=a+b`,
      outcome: 'http_error',
      status: 404,
      error: '404 Not Found',
      body: { path: '/status/404' },
    });
  });

  const errors = [400, 401, 403, 404, 405, 410, 418, 422, 451, 500, 501, 503];
  test.each(errors)('a %i is an http_error and never ok', async (status) => {
    const { url } = await serve(statuses);
    const result = await server.run({ requests: [`${url}/status/${status}`, url], retries: 0 });
    expect(outcomesOf(result)).toEqual(['http_error', 'ok']);
    expect(recordOf(result, 0)).toMatchObject({ status, error: expect.stringMatching(new RegExp(`^${status}\\b`)) });
    expect(result.summary).toMatchObject({ ok: 1, failed: 1 });
  });

  test('say how many attempts there were when there was more than one', async () => {
    let asked = 0;
    const { url } = await serve((_, response) => json(response, {}, ++asked === 1 ? 503 : 200));
    expect(await server.one(url, { as: 'none' })).toEqual({ i: 0, status: 200, attempts: 2 });
  });
});

describe('response_headers', () => {
  test('returns those asked for, in whatever case, and no others', async () => {
    const { url } = await serve(headed);
    const { headers } = await server.one(url, { response_headers: ['etag', 'LINK', 'x-missing'] });
    expect(headers).toEqual({ etag: '"abc"', link: '</2>; rel="next"' });
  });

  test('returns every value of one that comes more than once', async () => {
    const { url } = await serve(headed);
    const { headers } = await server.one(url, { response_headers: ['X-Many'] });
    expect([headers?.['x-many']].flat().join(', ')).toBe('a, b');
  });

  test('returns none by default', async () => {
    const { url } = await serve(headed);
    expect(await server.one(url)).toEqual({ i: 0, status: 200 });
  });

  test('works for failures too', async () => {
    const { url } = await serve(headed);
    expect(await server.one(`${url}/404`, { response_headers: ['etag'] })).toMatchObject({
      outcome: 'http_error',
      headers: { etag: '"abc"' },
    });
  });

  test('never returns Set-Cookie', async () => {
    const { url } = await serve(headed);
    const { text } = await server.call({
      requests: [url],
      response_headers: ['set-cookie', 'Set-Cookie', 'SET-COOKIE'],
    });
    expect(text).not.toContain('hush');
  });
});
