import { describe, expect, test } from 'vitest';
import { json, pause } from '../../support/api.ts';
import { fullError } from '../../support/full-error.ts';
import { outcomesOf, recordOf, serve, sharedServer } from '../../support/shared-server.ts';
import { TokenBucket } from '../../http/support/token-bucket.ts';

const server = sharedServer();

function paths(count: number, prefix = ''): string[] {
  return Array.from({ length: count }, (_, nth) => `${prefix}/${nth}`);
}

/** An API that takes 10 requests a second, 10 at once, and answers 429 to the rest. */
async function limited(headers: Record<string, string> = {}) {
  const bucket = new TokenBucket(10, 10, () => performance.now());
  const { url } = await serve((_, response) => {
    if (bucket.take()) return json(response, 1);
    return void response.writeHead(429, headers).end();
  });
  return { url, bucket };
}

describe('an origin that takes 10 requests a second', () => {
  test.each<[string, Record<string, string>]>([
    ['and says nothing of it', {}],
    ['and sends Retry-After', { 'retry-after': '1' }],
    ['and sends RateLimit', { 'ratelimit-policy': '"default";q=10;w=1', ratelimit: '"default";r=0;t=1' }],
  ])('%s is not sent more than 15 per cent above it after its first 429, and holds up no other', async (_, headers) => {
    const { url, bucket } = await limited(headers);
    const { arrivals } = bucket;
    /** How many had arrived at the limited one when each request arrived at the other. */
    const limitedThen: number[] = [];
    const other = await serve((_request, response) => {
      limitedThen.push(arrivals.length);
      json(response, 1);
    });
    const { summary, notes } = await server.run({ requests: [...paths(40, url), ...paths(40, other.url)], as: 'none' });
    expect(summary.ok).toBe(80);
    const paced = /asked about [\d.]+ times a second, not to be refused, which took [1-9]\d* s$/;
    expect(notes).toEqual([expect.stringMatching(paced)]);
    expect(notes?.[0]).toContain(new URL(url).host);
    expect(bucket.refusals).toBeLessThan(12);
    // Over the whole time, because what is late on a busy machine comes closer together; six were on their way already.
    const seconds = ((arrivals.at(-1)?.at ?? Infinity) - bucket.firstRefusal) / 1_000;
    expect(arrivals.filter(({ at }) => at > bucket.firstRefusal).length).toBeLessThanOrEqual(6 + 11.5 * seconds);
    expect(limitedThen).toHaveLength(40);
    expect(limitedThen.at(-1)).toBeLessThan(30);
  });
});

describe('an origin that is closed for longer than the call may take', () => {
  test('is not asked again: the requests say when to call again', async () => {
    const { url, asked } = await serve((_, response) => void response.writeHead(429, { 'retry-after': '120' }).end());
    const result = await server.run({ base_url: url, requests: paths(30), deadline_ms: 20_000 });
    expect(result.summary.elapsed_ms).toBeLessThan(5_000);
    expect(asked.length).toBeLessThanOrEqual(6);
    expect(recordOf(result, 0)).toMatchObject({ outcome: 'http_error', status: 429 });
    expect(recordOf(result, 29)).toMatchObject({ outcome: 'timeout', kind: 'rate_limit' });
    const host = new URL(url).host;
    expect(fullError(result.results, 29)).toMatch(
      new RegExp(`^not sent: ${host} asks to wait 1(20|19) s \\(429\\), longer than this call's deadline; call again in`),
    );
  });

  test('on the word of a 200 that nothing is left, too', async () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.ceil(Date.now() / 1_000) + 300) };
    const { url, asked } = await serve((_, response) => void response.writeHead(200, headers).end('{}'));
    const result = await server.run({ base_url: url, requests: paths(3), concurrency: 1 });
    expect(outcomesOf(result)).toEqual(['ok', 'timeout', 'timeout']);
    expect(recordOf(result, 2).error).toContain('(rate limit)');
    expect(asked).toHaveLength(1);
  });

  test('ends the call under on_error cancel', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'ratelimit-remaining': '0', 'ratelimit-reset': '300' }).end('{}');
    });
    const { value, isError } = await server.call({ base_url: url, requests: paths(3), concurrency: 1, on_error: 'cancel' });
    expect(isError).toBe(true);
    expect(value && outcomesOf(value)).toEqual(['ok', 'timeout', 'cancelled']);
  });
});

test('a 429 that one call receives holds up the others to that origin', async () => {
  const times: number[] = [];
  const { url } = await serve((_, response) => {
    if (times.push(performance.now()) > 1) json(response, 1);
    else response.writeHead(429, { 'retry-after': '1' }).end();
  });
  const first = server.run({ requests: [`${url}/first`] });
  while (times.length === 0) await pause(5);
  await pause(100);
  const [one, two] = await Promise.all([first, server.run({ base_url: url, requests: paths(3) })]);
  expect([one.summary.ok, two.summary.ok]).toEqual([1, 3]);
  expect(times).toHaveLength(5);
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(990);
});

test('one 429 alone, after hardly a request, does not slow what comes after it', async () => {
  const api = await serve(async (_, response, { pathname }) => {
    await pause(50);
    json(response, 1, pathname === '/busy' ? 429 : 200);
  });
  expect(await server.one('/busy', { base_url: api.url, retries: 0 })).toMatchObject({ status: 429 });
  await server.run({ base_url: api.url, requests: paths(30), concurrency: 6 });
  expect(api.peak).toBe(6);
});

test('a redirect that asks for patience gets it', async () => {
  const times: number[] = [];
  const { url } = await serve((_, response, { pathname }) => {
    times.push(performance.now());
    if (pathname === '/from') response.writeHead(302, { location: '/to', 'retry-after': '1' }).end();
    else json(response, pathname);
  });
  expect(await server.one(`${url}/from`)).toMatchObject({ status: 200, body: '/to' });
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(990);
  expect(await server.one(`${url}/from`, { timeout_ms: 900 })).toMatchObject({ outcome: 'timeout', kind: 'rate_limit' });
  expect(times).toHaveLength(3);
});

describe('an origin that cannot be reached', () => {
  test('is given up after 20 failures in a row, and the rest say that they were not sent', async () => {
    let connections = 0;
    const { url } = await serve((request) => {
      connections++;
      request.socket.destroy();
    });
    const result = await server.run({ base_url: url, requests: paths(60), retries: 0 });
    expect(new Set(outcomesOf(result))).toEqual(new Set(['network']));
    expect(connections).toBe(20);
    expect(fullError(result.results, 59)).toMatch(
      /^20 requests in a row failed to reach 127\.0\.0\.1:\d+; this one was not sent/,
    );
    expect(paths(60).filter((_, i) => fullError(result.results, i).includes('was not sent'))).toHaveLength(40);
  });

  test('is not given up while some of its answers come', async () => {
    let asked = 0;
    const { url } = await serve((request, response) => {
      if (++asked % 10 === 0) json(response, 1);
      else request.socket.destroy();
    });
    const { summary } = await server.run({ base_url: url, requests: paths(60), retries: 0 });
    expect([summary.ok, asked]).toEqual([6, 60]);
  });
});

test('at an origin that has been slowed down a request that hangs holds up no other', async () => {
  let asked = 0;
  const { url } = await serve((_, response, { pathname }) => {
    if (pathname === '/hangs') return;
    json(response, 1, ++asked <= 12 ? 503 : 200);
  });
  const requests = ['/hangs', ...paths(25)];
  const result = await server.run({ base_url: url, requests, retries: 5, deadline_ms: 15_000, timeout_ms: 14_000 });
  expect(outcomesOf(result)).toEqual(['timeout', ...Array.from({ length: 25 }, () => 'ok')]);
});

describe('what an answer closes', () => {
  test('is the path of a 503, and not the others', async () => {
    const { url, asked } = await serve((_, response, { pathname }) => {
      if (pathname === '/sick') response.writeHead(503, { 'retry-after': '3600' }).end();
      else json(response, 1);
    });
    const first = await server.run({ base_url: url, requests: ['/sick', '/sick?2', ...paths(20)], concurrency: 1, retries: 1 });
    expect(outcomesOf(first).slice(2)).toEqual(Array.from({ length: 20 }, () => 'ok'));
    expect(recordOf(first, 0)).toMatchObject({
      outcome: 'http_error',
      error:
        '503 Service Unavailable; retry after 3600 s; ' +
        'given up after 1 of 2 attempts: a wait of 3600 s does not fit into timeout_ms',
    });
    expect(recordOf(first, 1)).toMatchObject({ outcome: 'timeout', kind: 'rate_limit' });
    expect(recordOf(first, 1).error).toMatch(
      /^not sent: .* asks to wait 3[56]\d\d s for \/sick \(503\), longer than this call's deadline/,
    );
    expect(asked.filter((each) => each.includes('sick'))).toHaveLength(1);
  });

  test('is the quota that it names: a search without one left keeps no other request from being sent', async () => {
    const { url, asked } = await serve((_, response, { pathname }) => {
      const isSearch = pathname.startsWith('/search');
      const reset = String(Math.ceil(Date.now() / 1_000) + 300);
      response.writeHead(200, {
        'x-ratelimit-resource': isSearch ? 'search' : 'core',
        'x-ratelimit-remaining': isSearch ? '0' : '4000',
        'x-ratelimit-reset': reset,
      });
      response.end('1');
    });
    const requests = [...paths(5, '/search'), ...paths(40, '/repos')];
    const { summary, results } = await server.run({ base_url: url, requests, concurrency: 2 });
    expect(results.slice(5).filter(({ outcome }) => outcome !== undefined)).toEqual([]);
    expect(asked.filter((each) => each.includes('/repos'))).toHaveLength(40);
    expect(summary.ok).toBeGreaterThanOrEqual(41);
    expect(fullError(results, 4)).toMatch(/asks to wait \d+ s for search \(rate limit\)/);
  });
});

describe('what was waited for', () => {
  test('is told, and why a request was given up early', async () => {
    let asked = 0;
    const { url } = await serve((_, response) => {
      response.writeHead(429, { 'retry-after': ++asked === 1 ? '1' : '120' }).end();
    });
    const result = await server.run({ base_url: url, requests: ['/x'], retries: 5, timeout_ms: 10_000 });
    expect(recordOf(result, 0)).toMatchObject({ outcome: 'http_error', attempts: 2 });
    expect(recordOf(result, 0).error).toMatch(
      /^429 Too Many Requests; retry after 120 s; given up after 2 of 6 attempts, waited 1 s: a wait of 120 s does not fit into timeout_ms$/,
    );
    expect(result.notes).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+: waited 1 s \(429\)$/)]);
  });

  test('by the word of a body alone, also where bodies are not wanted', async () => {
    for (const as of ['auto', 'none']) {
      const times: number[] = [];
      const { url } = await serve((_, response) => {
        if (times.push(performance.now()) > 1) json(response, { ok: true });
        else json(response, { ok: false, error_code: 429, parameters: { retry_after: 1 } }, 429);
      });
      expect(await server.one(`${url}/bot1/getMe`, { as })).toMatchObject({ status: 200, attempts: 2 });
      expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(990);
    }
  });

  test('is what a 403 asks for, as of a 429', async () => {
    const asked = new Map<string, number>();
    const { url } = await serve((_, response, { pathname }) => {
      const nth = (asked.get(pathname) ?? 0) + 1;
      asked.set(pathname, nth);
      if (nth > 1) return json(response, 1);
      return void response.writeHead(403, { 'retry-after': '1' }).end();
    });
    const { summary } = await server.run({ base_url: url, requests: paths(6, '/a') });
    expect(summary.ok).toBe(6);
  });
});

describe('min_interval_ms', () => {
  test('is between two requests to one origin, also of retries and redirects, and not between origins', async () => {
    const times: [number[], number[]] = [[], []];
    const origins = await Promise.all(
      times.map((own) =>
        serve((_, response, { pathname }) => {
          own.push(performance.now());
          if (pathname === '/redirects') response.writeHead(302, { location: '/0' }).end();
          else json(response, 1, own.length === 1 ? 503 : 200);
        }),
      ),
    );
    const requests = origins.flatMap(({ url }) => [`${url}/redirects`, ...paths(4, url)]);
    const started = performance.now();
    const { summary } = await server.run({ requests, min_interval_ms: 200 });
    expect(summary.ok).toBe(10);
    // The sum of five intervals, not each: what is late on a busy machine comes closer to the next.
    expect(times.map((own) => own.length)).toEqual([6, 6]);
    for (const own of times) expect((own.at(-1) ?? 0) - started).toBeGreaterThan(5 * 200 - 5);
    // At the same time, not one origin after the other.
    expect(Math.max(...times.map(([first = Infinity]) => first))).toBeLessThan(Math.min(...times.map((own) => own.at(-1) ?? 0)));
  });

  test.each([-1, 60_001, 1.5, 'soon'])('%s is refused', async (value) => {
    expect(await server.refused({ requests: ['http://127.0.0.1:1/'], min_interval_ms: value })).toContain('min_interval_ms');
  });
});
