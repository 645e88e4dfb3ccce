import { describe, expect, test } from 'vitest';
import { json, pause, type Handler } from '../../support/api.ts';
import { outcomesOf, recordOf, resultOf, serve, sharedServer } from '../../support/shared-server.ts';

const LIMITS = ['--max-per-host', '5', '--max-concurrency', '9', '--max-response-bytes', '64KiB', '--store-bytes', '100k'];
const server = sharedServer(...LIMITS);

const slow: Handler = async (_, response) => {
  await pause(30);
  json(response, 1);
};

/** As many bytes as the path says; their number is announced if the request wants that. */
const sized: Handler = (request, response, { pathname }) => {
  const size = Number(pathname.slice(1));
  const known = request.headers['x-known'] === 'yes';
  response.writeHead(200, { 'content-type': 'text/plain', ...(known ? { 'content-length': size } : {}) });
  response.end('x'.repeat(size));
};

function paths(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `/${i}`);
}

describe('requests in flight', () => {
  test.each([1, 2, 4])('are as many as concurrency %i allows, and no more', async (concurrency) => {
    const api = await serve(slow);
    const { summary } = await server.run({ base_url: api.url, requests: paths(8), concurrency });
    expect(summary.ok).toBe(8);
    expect(api.peak).toBe(concurrency);
  });

  test.each([1, 3])('to one origin are as many as per_host %i allows, to two twice as many', async (perHost) => {
    const apis = [await serve(slow), await serve(slow)];
    const { summary } = await server.run({
      requests: apis.flatMap(({ url }) => paths(12).map((path) => url + path)),
      concurrency: 16,
      per_host: perHost,
    });
    expect(summary.ok).toBe(24);
    expect(apis.map(({ peak }) => peak)).toEqual([perHost, perHost]);
  });

  test('to one origin are at most --max-per-host, over all calls', async () => {
    const api = await serve(slow);
    const calls = [1, 2, 3, 4].map(() => {
      return server.run({ base_url: api.url, requests: paths(10), concurrency: 8, per_host: 8 });
    });
    const results = await Promise.all(calls);
    expect(results.map(({ summary }) => summary.ok)).toEqual([10, 10, 10, 10]);
    expect(api.peak).toBe(5);
  });

  test('are at most --max-concurrency, over all origins and calls', async () => {
    let inFlight = 0;
    let peak = 0;
    const counting: Handler = async (_, response) => {
      peak = Math.max(peak, ++inFlight);
      await pause(40);
      inFlight--;
      json(response, 1);
    };
    const apis = await Promise.all([1, 2, 3, 4].map(() => serve(counting)));
    const args = { requests: paths(10), concurrency: 8, per_host: 8 };
    const calls = apis.map(({ url }) => server.run({ base_url: url, ...args }));
    const results = await Promise.all(calls);
    expect(results.map(({ summary }) => summary.ok)).toEqual([10, 10, 10, 10]);
    expect(peak).toBe(9);
  });

  test('forty calls at once are all answered', async () => {
    const api = await serve((_, response, { pathname }) => json(response, Number(pathname.slice(1))));
    const calls = Array.from({ length: 40 }, (_, n) => server.run({ requests: [`${api.url}/${n}`] }));
    const results = await Promise.all(calls);
    expect(results.map((result) => recordOf(result, 0).body)).toEqual(calls.map((_, n) => n));
    expect(api.peak).toBeLessThanOrEqual(5);
    expect(server.connected.stderr()).toBe('');
  });
});

describe('a busy origin', () => {
  test('does not hold up another in the same call', async () => {
    const order: string[] = [];
    const busy = await serve(async (_, response) => {
      await pause(150);
      order.push('busy');
      json(response, 1);
    });
    const free = await serve((_, response) => {
      order.push('free');
      json(response, 1);
    });
    const requests = [...paths(6).map((path) => busy.url + path), ...paths(6).map((path) => free.url + path)];
    const { summary } = await server.run({ requests, concurrency: 4, per_host: 2 });
    expect(summary.ok).toBe(12);
    expect(order.slice(0, 6)).toEqual(Array.from({ length: 6 }, () => 'free'));
  });

  test('of other calls does not hold up another either, while there is room in the call', async () => {
    const controller = new AbortController();
    const busy = await serve(() => undefined);
    const free = await serve((_, response) => json(response, 1));
    const blocker = server
      .call({ base_url: busy.url, requests: paths(5), per_host: 5 }, { signal: controller.signal })
      .catch(() => 'cancelled');
    await expect.poll(() => busy.inFlight).toBe(5);
    const result = await server.run({ requests: [`${busy.url}/x`, `${free.url}/y`], concurrency: 2, deadline_ms: 1_000 });
    controller.abort();
    expect(await blocker).toBe('cancelled');
    expect(outcomesOf(result)).toEqual(['timeout', 'ok']);
    expect(recordOf(result, 0).error).toContain('had not been sent');
  });
});

describe('the size of a body', () => {
  test.each(['yes', 'no'])('is at most --max-response-bytes (announced: %s)', async (known) => {
    const { url } = await serve(sized);
    const { results, summary } = await server.run({
      base_url: url,
      requests: ['/65536', '/65537', '/10'],
      headers: { 'x-known': known },
      max_tokens: 100_000,
    });
    expect(results[0]?.body).toHaveLength(65_536);
    expect(results[1]).toMatchObject({ i: 1, url: `${url}/65537`, outcome: 'too_large' });
    expect(results[1]?.error).toMatch(/65536|64 ?KiB/);
    expect(results[1]).not.toHaveProperty('body');
    expect(results[2]?.body).toBe('xxxxxxxxxx');
    expect(summary).toMatchObject({ ok: 2, failed: 1, failures: [{ outcome: 'too_large', count: 1, i: [1] }] });
  });

  test('does not matter where no body is wanted', async () => {
    const { url } = await serve(sized);
    const answer = await server.call({ requests: [`${url}/1000000`], as: 'none' });
    expect(resultOf(answer).results).toEqual([{ i: 0, status: 200 }]);
  });
});

describe('what is stored', () => {
  test('has no room taken by an answer that a newer one has replaced', async () => {
    const padding = 'x'.repeat(36_000);
    const { url, asked } = await serve((_, response) => json(response, { isDone: asked.length > 3, padding }));
    const record = await server.one({ url, until: 'isDone', every_ms: 200 });
    expect(record).toMatchObject({ status: 200, truncated: { ref: expect.any(String) as unknown } });
    expect(asked).toHaveLength(4);
  });
});

test('bodies that find no room are named, whatever is made of them', async () => {
  const { url: base_url } = await serve((_, response) => json(response, 'x'.repeat(60_000)));
  const requests = ['/0', '/1', '/2'];
  const note = /^the bodies of i \d, \d could not be kept \(--store-bytes.*\): read_result cannot read them again$/;
  for (const how of [{ select: 'length(@)' }, { js: 'ok.length' }, { layout: 'table', max_tokens: 600 }]) {
    expect((await server.run({ base_url, requests, cache: false, ...how })).notes).toContainEqual(expect.stringMatching(note));
  }
  expect((await server.run({ base_url, requests: ['/0'], select: 'length(@)' })).notes).toBeUndefined();
});
