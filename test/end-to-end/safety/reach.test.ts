import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { fetchMany } from 'fetch-many-mcp';
import { json, startApi, type Api, type Handler } from '../../support/api.ts';
import { connect, type Connected } from '../../support/client.ts';
import { rawServer, type RawServer } from '../../support/raw-server.ts';
import { outcomesOf, recordOf, resultOf } from '../../support/shared-server.ts';
import type { ResultRecord } from '../../../src/batch/args/result-schema.ts';

/** `/to?URL` redirects there, `/hops/3` three times, anything else echoes. */
const redirecting: Handler = (request, response, { pathname, search }) => {
  const hops = Number(/^\/hops\/(\d+)/.exec(pathname)?.[1] ?? 0);
  const status = Number(/^\/to\/(\d+)/.exec(pathname)?.[1] ?? 302);
  if (pathname.startsWith('/to')) response.writeHead(status, { location: decodeURIComponent(search.slice(1)) }).end();
  else if (hops > 0) response.writeHead(302, { location: `/hops/${hops - 1}` }).end();
  else json(response, { path: pathname, method: request.method, headers: request.headers });
};

let allowed: Api;
let other: Api;
/** Allowed by a name, with its port. */
let named: Api;
let server: Connected;

beforeAll(async () => {
  [allowed, other, named] = await Promise.all([startApi(redirecting), startApi(redirecting), startApi(redirecting)]);
  const rules = [allowed.port, other.port].map((port) => `127.0.0.1:${port}`);
  const flags = [...rules, `localhost:${named.port}`].flatMap((rule) => ['--allow', rule]);
  server = await connect(...flags, '--max-redirects', '3');
});

afterAll(() => Promise.all([server.close(), allowed.close(), other.close(), named.close()]));

async function fetchOne(request: unknown, args: Record<string, unknown> = {}): Promise<ResultRecord> {
  return recordOf(resultOf(await server.fetchMany({ ...args, requests: [request] })), 0);
}

/** Where a request is sent on to `target`. */
function to(target: string, status = 302): string {
  return `${allowed.url}/to/${status}?${encodeURIComponent(target)}`;
}

/** Listens on a port that no --allow names. */
async function forbidden(): Promise<RawServer> {
  const origin = await rawServer((socket) => socket.end());
  onTestFinished(() => origin.close());
  return origin;
}

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308])('of status %i is followed', async (status) => {
    const url = to('/end', status);
    const record = await fetchOne(url, { select: '[path, method]' });
    expect(record).toEqual({ i: 0, url, final_url: `${allowed.url}/end`, status: 200, body: ['/end', 'GET'] });
  });

  test('keeps HEAD a HEAD', async () => {
    const before = allowed.asked.length;
    await fetchOne({ url: to('/end', 303), method: 'HEAD' });
    expect(allowed.asked.slice(before).map((asked) => asked.split(/[?]/)[0])).toEqual(['HEAD /to/303', 'HEAD /end']);
  });

  test('may be followed by --max-redirects others, and no more', async () => {
    expect(await fetchOne(`${allowed.url}/hops/3`, { select: 'path' })).toMatchObject({ status: 200, body: '/hops/0' });
    const before = allowed.asked.length;
    const record = await fetchOne(`${allowed.url}/hops/4`);
    expect(record.outcome).toBe('network');
    expect(record.error).toMatch(/3 redirects.*--max-redirects/);
    expect(allowed.asked.length - before).toBe(4);
  });

  test('keeps the headers on the same origin', async () => {
    const headers = { authorization: 'Bearer hush', 'x-api-key': 'hush', cookie: 'a=b' };
    const record = await fetchOne({ url: to('/end'), headers }, { select: 'headers' });
    expect(record.body).toMatchObject(headers);
  });

  test('to another origin leaves every header behind but accept, accept-language and user-agent', async () => {
    const headers = {
      accept: 'application/json',
      'Accept-Language': 'de',
      'user-agent': 'mine/1',
      Authorization: 'Bearer hush',
      'X-Api-Key': 'hush',
      Cookie: 'a=hush',
      'x-anything': 'hush',
      referer: 'http://hush.test/',
    };
    const answer = await server.fetchMany({ requests: [{ url: to(`${other.url}/end`), headers }] });
    const { body, final_url: finalUrl } = recordOf(resultOf(answer), 0);
    expect(finalUrl).toBe(`${other.url}/end`);
    expect(body).toMatchObject({
      headers: {
        accept: 'application/json',
        'accept-language': 'de',
        'user-agent': 'mine/1',
        host: `127.0.0.1:${other.port}`,
      },
    });
    expect(JSON.stringify(other.headers)).not.toContain('hush');
  });

  test('back to the first origin does not bring them back', async () => {
    const there = `${other.url}/to/302?${encodeURIComponent(`${allowed.url}/end`)}`;
    const record = await fetchOne({ url: to(there), headers: { authorization: 'hush' } }, { select: 'keys(headers)' });
    expect(record.body).not.toContain('authorization');
  });

  test('names every host that was asked', async () => {
    const { summary } = resultOf(await server.fetchMany({ requests: [to(`${other.url}/end`)] }));
    expect(summary.hosts.toSorted()).toEqual([allowed.port, other.port].map((port) => `127.0.0.1:${port}`).toSorted());
  });

  const targets = ['file:///etc/hosts', 'ftp://127.0.0.1/', 'javascript:alert(1)', 'data:,x'];
  test.each(targets)('to %s is blocked', async (target) => {
    const record = await fetchOne(to(target));
    expect(record).toMatchObject({ outcome: 'blocked', error: expect.stringContaining(new URL(target).protocol) });
  });
});

describe('an address that is not allowed', () => {
  test.each<[string, (port: number) => string, (port: number) => string]>([
    ['by its literal', (port) => `http://127.0.0.1:${port}/x`, (port) => `127.0.0.1:${port}`],
    ['in an odd spelling', (port) => `http://0x7f.1:${port}/x`, (port) => `127.0.0.1:${port}`],
    ['by its name', (port) => `http://localhost:${port}/x`, (port) => `localhost:${port}`],
    ['as IPv6', (port) => `http://[::1]:${port}/x`, (port) => `[::1]:${port}`],
    ['by a redirect', (port) => to(`http://127.0.0.1:${port}/x`), (port) => `127.0.0.1:${port}`],
    ['by a redirect to its name', (port) => to(`http://localhost:${port}/x`), (port) => `localhost:${port}`],
  ])('is blocked %s; the error has the flag to paste, and nothing is dialled', async (_, urlOf, flagOf) => {
    const origin = await forbidden();
    const answer = await server.fetchMany({ requests: [urlOf(origin.port), `${allowed.url}/fine`] });
    const result = resultOf(answer);
    const record = recordOf(result, 0);
    expect(record.outcome).toBe('blocked');
    expect(record.error).toContain(`--allow ${flagOf(origin.port)} `);
    expect(record.error).not.toContain('\n');
    expect(record).not.toHaveProperty('status');
    expect(recordOf(result, 1).status).toBe(200);
    expect(result.summary.failures).toEqual([{ outcome: 'blocked', count: 1, i: [0] }]);
    expect(origin.accepted).toBe(0);
  });

  test('localhost is another name than the literal that is allowed, and the error names it', async () => {
    const record = await fetchOne(`http://localhost:${allowed.port}/x`);
    expect(record).toMatchObject({
      outcome: 'blocked',
      error: expect.stringContaining(`--allow localhost:${allowed.port} `),
    });
  });

  test('is not tried again', async () => {
    const origin = await forbidden();
    const record = await fetchOne(`${origin.origin}/x`, { retries: 5 });
    expect(record).not.toHaveProperty('attempts');
    expect(origin.accepted).toBe(0);
  });

  test.each([
    'http://10.0.0.1/',
    'http://192.168.1.1/',
    'http://172.16.0.1/',
    'http://100.64.0.1/',
    'http://[fd00::1]/',
    'http://0.0.0.0/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::]/',
  ])('%s is blocked', async (url) => {
    expect(await fetchOne(url)).toMatchObject({ outcome: 'blocked', error: expect.stringContaining('--allow ') });
  });

  test.each(['http://169.254.169.254/latest/meta-data/', 'http://[fd00:ec2::254]/', 'http://100.100.100.200/'])(
    'a metadata service, %s, is blocked, and no flag is offered',
    async (url) => {
      const record = await fetchOne(url);
      expect(record.outcome).toBe('blocked');
      expect(record.error).not.toContain('--allow');
    },
  );
});

describe('--allow', () => {
  test('permits a name and a port, and no other', async () => {
    const urls = [`http://localhost:${named.port}/x`, named.url, `http://localhost:${allowed.port}/x`];
    const result = resultOf(await server.fetchMany({ requests: urls, as: 'none' }));
    expect(outcomesOf(result)).toEqual(['ok', 'blocked', 'blocked']);
    expect(named.asked).toEqual(['GET /x']);
  });

  test.each<[string, string, string[]]>([
    ['a name and every port', 'localhost:*', ['localhost']],
    ['a network', '127.0.0.0/8', ['127.0.0.1', 'localhost']],
  ])('permits %s, and no other', async (_, flag, hosts) => {
    for (const host of ['localhost', '127.0.0.1']) {
      const result = await fetchMany({ requests: [`http://${host}:${allowed.port}/x`], as: 'none' }, { allow: [flag] });
      expect(result.results[0]?.outcome).toBe(hosts.includes(host) ? undefined : 'blocked');
    }
  });

  test('is nothing that an argument can give', async () => {
    const origin = await forbidden();
    for (const key of ['allow', 'hosts', 'proxy']) {
      const answer = await server.fetchMany({ requests: [origin.origin], [key]: [`127.0.0.1:${origin.port}`] });
      expect(answer.isError).toBe(true);
    }
    const headers = { host: `127.0.0.1:${allowed.port}`, 'x-forwarded-for': '8.8.8.8' };
    expect((await fetchOne({ url: origin.origin, headers })).outcome).toBe('invalid');
    expect(origin.accepted).toBe(0);
  });
});
