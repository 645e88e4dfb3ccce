import { describe, expect, test } from 'vitest';
import { json, type Api, type Handler } from '../../support/api.ts';
import { fullError } from '../../support/full-error.ts';
import { outcomesOf, recordOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer('--respect-robots', '--max-per-host', '4');
const RULES = 'User-agent: *\nDisallow: /private\nAllow: /private/but/this\n\nUser-agent: other\nDisallow: /';
const THIRTY = [{ url: '/{id}', vars: { id: '1..30' } }];

/** An API with this robots.txt, or one that answers as `robots` does, and its path as the answer to all else. */
function crawled(robots: string | Handler = RULES): Promise<Api> {
  return serve((request, response, url) => {
    if (url.pathname !== '/robots.txt') json(response, url.pathname);
    else if (typeof robots === 'string') response.writeHead(200, { 'content-type': 'text/plain' }).end(robots);
    else return robots(request, response, url);
  });
}

function readings({ asked }: Api): number {
  return asked.filter((each) => each.endsWith(' /robots.txt')).length;
}

describe('what robots.txt says', () => {
  test('decides: allowed, disallowed, and allowed by the longer rule', async () => {
    const api = await crawled();
    const result = await server.run({
      base_url: api.url,
      requests: ['/open', '/private/a?key=1', '/private/but/this/one', { url: '/private', method: 'HEAD' }],
    });
    expect(outcomesOf(result)).toEqual(['ok', 'blocked', 'ok', 'blocked']);
    expect(recordOf(result, 1)).toEqual({
      i: 1,
      url: `${api.url}/private/a?key=1`,
      outcome: 'blocked',
      error:
        `blocked: ${api.url}/robots.txt (line 2) disallows /private/a for fetch-many-mcp; ` +
        'leave it out (the operator has started the server with --respect-robots)',
    });
    expect(api.asked.toSorted()).toEqual(['GET /open', 'GET /private/but/this/one', 'GET /robots.txt']);
  });

  test('is read once for thirty requests, before any of them, and is no record', async () => {
    const api = await crawled();
    for (const total of [30, 30]) {
      const { summary } = await server.run({ base_url: api.url, requests: THIRTY, concurrency: 20, per_host: 20 });
      expect(summary).toMatchObject({ total, ok: total, hosts: [new URL(api.url).host] });
    }
    expect(readings(api)).toBe(1);
    expect(api.asked[0]).toBe('GET /robots.txt');
    expect(api.peak).toBeLessThanOrEqual(4);
  });

  test('is asked for as this server, without what the caller sends', async () => {
    const api = await crawled('User-agent: fetch-many-mcp\nDisallow: /no');
    const headers = { 'user-agent': 'other/1', authorization: 'Bearer a' };
    const result = await server.run({ base_url: api.url, headers, requests: ['/yes', '/no'] });
    expect(outcomesOf(result)).toEqual(['ok', 'blocked']);
    expect(api.headers[0]?.['user-agent']).toMatch(/^fetch-many-mcp\//);
    expect(api.headers[0]?.authorization).toBeUndefined();
  });

  test('is heeded at every hop of a redirect', async () => {
    const target = await crawled();
    const from = await serve((request, response) => {
      if (request.url === '/robots.txt') response.writeHead(404).end();
      else response.writeHead(302, { location: `${target.url}/private/x` }).end();
    });
    expect(await server.one(`${from.url}/a`)).toMatchObject({
      outcome: 'blocked',
      url: `${from.url}/a`,
      final_url: `${target.url}/private/x`,
    });
    expect(target.asked).toEqual(['GET /robots.txt']);
  });
});

describe('where robots.txt is not', () => {
  test('404 allows all', async () => {
    const api = await crawled((_, response) => void response.writeHead(404).end('User-agent: *\nDisallow: /'));
    expect(await server.one(`${api.url}/private`)).toEqual({ i: 0, status: 200, body: '/private' });
  });

  test('500 means to wait, and nothing else is asked', async () => {
    const api = await crawled((_, response) => void response.writeHead(500).end());
    const result = await server.run({ base_url: api.url, requests: THIRTY, retries: 0 });
    expect(outcomesOf(result).filter((outcome) => outcome !== 'blocked')).toEqual([]);
    expect(recordOf(result, 0).error).toMatch(
      /robots\.txt could not be fetched \(500 [^)]+\).*--respect-robots.*try again in \d+ s$/,
    );
    expect(api.asked).toEqual(['GET /robots.txt']);
  });

  test('no server means to wait, too, and says what is the matter', async () => {
    const api = await crawled();
    await api.close();
    expect(await server.one(api.url, { retries: 0 })).toMatchObject({
      outcome: 'blocked',
      error: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('a redirect is followed, to another origin too', async () => {
    const elsewhere = await serve((_, response) => void response.end(RULES));
    const api = await crawled((_, response) => void response.writeHead(301, { location: `${elsewhere.url}/rules` }).end());
    const result = await server.run({ base_url: api.url, requests: ['/a', '/private', '/b', '/c', '/d', '/e'], per_host: 1 });
    expect(outcomesOf(result)).toEqual(['ok', 'blocked', 'ok', 'ok', 'ok', 'ok']);
    expect(elsewhere.asked).toEqual(['GET /rules']);
  });

  test('two origins whose rules are at each other do not wait for each other for ever', async () => {
    const rules = ['', ''];
    const apis = await Promise.all(
      [0, 1].map((nth) => {
        return crawled((_request, response) => void response.writeHead(302, { location: `${rules[1 - nth]}/rules` }).end());
      }),
    );
    for (const [nth, { url }] of apis.entries()) rules[nth] = url;
    const requests = Array.from({ length: 40 }, (_, nth) => `${rules[nth % 2]}/${nth}`);
    const { summary } = await server.run({ requests, concurrency: 2, per_host: 1 });
    expect(summary).toMatchObject({ total: 40, ok: 40 });
  });

  test('one that hangs ends the request in its own time', async () => {
    const api = await crawled(() => undefined);
    const record = await server.one(api.url, { timeout_ms: 300 });
    expect(record).toMatchObject({
      outcome: 'timeout',
      kind: 'request',
      error: expect.stringContaining('waiting for robots.txt'),
    });
  });

  test('one that hangs holds nobody up for more than ten seconds', { timeout: 60_000 }, async () => {
    const api = await crawled(() => undefined);
    const result = await server.run({ base_url: api.url, requests: THIRTY, retries: 0, deadline_ms: 40_000 });
    expect(outcomesOf(result).filter((outcome) => outcome !== 'blocked')).toEqual([]);
    expect(recordOf(result, 0).error).toContain('no complete answer within 10000 ms');
    expect(api.asked).toEqual(['GET /robots.txt']);
  });
});

describe('what the guard refuses', () => {
  test('is refused in its words: the cure is the same', async () => {
    expect((await server.one('http://127.0.0.2:1/')).error).toContain('--allow');
  });

  test('a robots.txt that leads there is one that could not be fetched, and is asked for once', async () => {
    const api = await crawled((_, response) => void response.writeHead(302, { location: 'http://127.0.0.2:1/' }).end());
    const { results } = await server.run({ base_url: api.url, requests: ['/a', '/b'] });
    expect(results).toHaveLength(2);
    for (const { i } of results) {
      expect(fullError(results, i)).toMatch(/robots\.txt could not be fetched \(blocked: .*127\.0\.0\.2/);
    }
    expect(api.asked).toEqual(['GET /robots.txt']);
  });
});

describe('without --respect-robots', () => {
  const plain = sharedServer();

  test('it is not asked for', async () => {
    const api = await crawled();
    expect(await plain.one(`${api.url}/private`)).toMatchObject({ status: 200 });
    expect(api.asked).toEqual(['GET /private']);
  });
});
