import { describe, expect, test } from 'vitest';
import { json, pause, startApi, type Handler } from '../../support/api.ts';
import { readerOf } from '../../support/read-result.ts';
import { outcomesOf, recordOf, resultOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

/** `/ok` answers at once, `/404` that there is no such page, `/silent` never, `/drip` without end. */
const moody: Handler = async (_, response, { pathname }) => {
  if (pathname.startsWith('/silent')) return;
  if (pathname.startsWith('/drip')) {
    response.writeHead(200, { 'content-type': 'text/plain' });
    while (!response.destroyed) {
      response.write('x'.repeat(100));
      await pause(20);
    }
    return;
  }
  json(response, { path: pathname }, pathname.startsWith('/404') ? 404 : 200);
};

describe('timeout_ms', () => {
  const waits = [
    ['/silent', 'headers'],
    ['/drip', 'body'],
  ] as const;
  test.each(waits)('ends %s, and says it waited for the %s', async (path, what) => {
    const { url } = await serve(moody);
    const result = await server.run({ base_url: url, requests: [path, '/ok'], timeout_ms: 250, retries: 0 });
    expect(outcomesOf(result)).toEqual(['timeout', 'ok']);
    expect(recordOf(result, 0)).toMatchObject({ i: 0, url: url + path, outcome: 'timeout', kind: 'request' });
    expect(recordOf(result, 0).error).toMatch(new RegExp(`250 ms.*${what}.*timeout_ms`));
    expect(result.summary.failures).toEqual([{ outcome: 'timeout', kind: 'request', count: 1, i: [0] }]);
  });

  test('has redirects and retries included', async () => {
    const { url, asked } = await serve(async (_, response, { pathname }) => {
      await pause(120);
      if (pathname === '/redirects') response.writeHead(302, { location: '/redirects' }).end();
      else json(response, {}, 503);
    });
    const result = await server.run({ base_url: url, requests: ['/redirects', '/busy'], timeout_ms: 300, retries: 5 });
    expect(recordOf(result, 0)).toMatchObject({ outcome: 'timeout', kind: 'request' });
    expect(recordOf(result, 1).outcome).toMatch(/timeout|http_error/);
    expect(asked.length).toBeLessThan(10);
  });
});

describe('deadline_ms', () => {
  test('gives back what is finished, and says of the rest whether it had been sent', async () => {
    const api = await serve(moody);
    const answer = await server.call({
      base_url: api.url,
      requests: ['/ok', '/silent/1', '/404', '/silent/2', '/silent/3', { url: '/never', id: 'last' }],
      concurrency: 3,
      deadline_ms: 700,
    });
    expect(answer.isError).toBe(false);
    const result = resultOf(answer);
    expect(outcomesOf(result)).toEqual(['ok', 'timeout', 'http_error', 'timeout', 'timeout', 'timeout']);
    for (const i of [1, 3, 4, 5]) {
      expect(recordOf(result, i)).toMatchObject({ kind: 'deadline', url: expect.stringContaining(api.url) });
      expect(recordOf(result, i).error).toMatch(/700 ms.*raise deadline_ms|700 ms.*\(as i \d\)$/);
      expect(recordOf(result, i).error).toMatch(i === 5 ? /had not been sent/ : /had been sent/);
    }
    expect(recordOf(result, 5)).toMatchObject({ id: 'last', url: `${api.url}/never` });
    expect(api.asked).not.toContain('GET /never');
    expect(result.summary).toMatchObject({ total: 6, ok: 1, failed: 5, cancelled: 0 });
    expect(result.summary.failures).toContainEqual({ outcome: 'timeout', kind: 'deadline', count: 4, i: [1, 3, 4, 5] });
  });

  test('settles a call that would need hours', async () => {
    const { url } = await serve((_, response) => void response.writeHead(429, { 'retry-after': '1' }).end());
    const requests = Array.from({ length: 200 }, (_, i) => `/${i}`);
    const { summary } = await server.run({ base_url: url, requests, concurrency: 1, retries: 5, deadline_ms: 600 });
    expect(summary).toMatchObject({ total: 200, ok: 0, failed: 200 });
    expect(summary.elapsed_ms).toBeLessThan(10_000);
  });

  test('does not matter to a call that is done before', async () => {
    const { url } = await serve(moody);
    const { summary } = await server.run({ base_url: url, requests: ['/ok'], deadline_ms: 20_000 });
    expect(summary.ok).toBe(1);
    expect(summary.elapsed_ms).toBeLessThan(10_000);
  });
});

describe('on_error: cancel', () => {
  test('ends the call at the first failure, keeps every record, and sends nothing new', async () => {
    const api = await serve(async (request, response, url) => {
      while (url.pathname === '/404' && api.inFlight < 3) await pause(5);
      await moody(request, response, url);
    });
    const answer = await server.call({
      base_url: api.url,
      requests: ['/ok', '/404', '/silent/1', '/silent/2', '/later/1', '/later/2'],
      concurrency: 3,
      on_error: 'cancel',
    });
    expect(answer.isError).toBe(true);
    const result = resultOf(answer);
    expect(outcomesOf(result)).toEqual(['ok', 'http_error', 'cancelled', 'cancelled', 'cancelled', 'cancelled']);
    expect(recordOf(result, 0)).toEqual({ i: 0, status: 200, body: { path: '/ok' } });
    expect(recordOf(result, 1)).toMatchObject({ status: 404, error: '404 Not Found', body: { path: '/404' } });
    expect(recordOf(result, 2).error).toMatch(/had been sent/);
    expect(recordOf(result, 5)).toMatchObject({
      url: `${api.url}/later/2`,
      error: expect.stringContaining('had not been sent'),
    });
    expect(result.summary).toMatchObject({ total: 6, ok: 1, failed: 1, cancelled: 4, skipped: 0 });
    await pause(100);
    expect(api.asked).toHaveLength(4);
    expect(api.asked.filter((asked) => asked.includes('later'))).toEqual([]);
    expect(JSON.parse(answer.text)).toEqual(answer.value);
  });

  test('ends it also where a request is invalid, before anything is sent', async () => {
    const api = await serve(moody);
    const answer = await server.call({
      base_url: api.url,
      requests: ['/ok', 'ftp://127.0.0.1/', '/ok'],
      on_error: 'cancel',
    });
    expect(answer.isError).toBe(true);
    expect(outcomesOf(resultOf(answer))).toEqual(['cancelled', 'invalid', 'cancelled']);
    expect(api.asked).toEqual([]);
  });

  test('changes nothing where all is well', async () => {
    const { url } = await serve(moody);
    const answer = await server.call({ base_url: url, requests: ['/1', '/2', '/3'], on_error: 'cancel' });
    expect(answer.isError).toBe(false);
    expect(outcomesOf(resultOf(answer))).toEqual(['ok', 'ok', 'ok']);
  });

  test('continue, the default, runs every request', async () => {
    const { url } = await serve(moody);
    const answer = await server.call({ base_url: url, requests: ['/404', '/1', '/404', '/2'], concurrency: 1 });
    expect(answer.isError).toBe(false);
    expect(outcomesOf(resultOf(answer))).toEqual(['http_error', 'ok', 'http_error', 'ok']);
  });
});

test('a server that is not there is network, kind connect, and says who did not answer', async () => {
  const gone = await startApi(() => undefined);
  await gone.close();
  const record = await server.one(`${gone.url}/x`, { retries: 0 });
  expect(record).toMatchObject({ url: `${gone.url}/x`, outcome: 'network', kind: 'connect' });
  expect(record.error).toContain(`127.0.0.1:${gone.port}`);
});

test('a connection that is cut is network, kind connection_lost or truncated', async () => {
  const { url } = await serve((request, response, { pathname }) => {
    if (pathname === '/body') {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half', () => request.socket.destroy());
    } else {
      request.socket.destroy();
    }
  });
  const result = await server.run({ base_url: url, requests: ['/head', '/body'], retries: 0 });
  expect(recordOf(result, 0)).toMatchObject({ outcome: 'network', kind: 'connection_lost' });
  expect(recordOf(result, 1)).toMatchObject({
    outcome: 'network',
    kind: expect.stringMatching(/^(truncated|connection_lost)$/),
  });
});

describe('layout: failures', () => {
  test('shows only what did not succeed, and keeps the rest', async () => {
    const { url } = await serve(moody);
    const requests = ['/ok/0', '/404/1', '/ok/2', '/404/3'];
    const { summary, results } = await server.run({ base_url: url, requests, layout: 'failures' });
    expect(results.map(({ i, status }) => [i, status])).toEqual([
      [1, 404],
      [3, 404],
    ]);
    expect(summary).toMatchObject({ total: 4, ok: 2, failed: 2 });
    expect(await readerOf(server).read({ ref: `${summary.batch}/2` })).toMatchObject({ body: { path: '/ok/2' } });
  });

  test('shows nothing where all succeeded', async () => {
    const { url } = await serve(moody);
    const { summary, results } = await server.run({ base_url: url, requests: ['/ok'], layout: 'failures' });
    expect([summary.ok, results]).toEqual([1, []]);
  });
});
