import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { fullError } from '../../support/full-error.ts';
import { connectIn, type Connected } from '../../support/client.ts';
import * as proxies from '../../support/faults/proxies.ts';
import { expectSockets, expectSoon, startServer } from '../../support/faults/started.ts';
import { rawServer, type RawServer, type Script } from '../../support/raw-server.ts';
import { runHere } from '../../support/run-here.ts';
import { outcomesOf, resultOf } from '../../support/shared-server.ts';

const [NAME, PASSWORD] = ['operator7', 's3cret/word'];
const behaves = proxies.tunnelsFor(`${NAME}:${PASSWORD}`);

/** A server that may ask this machine, and the proxy of its flag, which does in each test what its script says. */
let client: Connected;
let proxy: RawServer;
let script: Script;
const sockets: Socket[] = [];
/** Requests and connections that the proxy had before this test. */
let before: { readonly requests: number; readonly accepted: number };

beforeAll(async () => {
  proxy = await rawServer((socket, request) => script(socket, request), {
    onConnection: (socket) => void sockets.push(socket),
  });
  const url = proxy.origin.replace('//', `//${NAME}:${encodeURIComponent(PASSWORD)}@`);
  client = await connectIn({}, '--allow', '127.0.0.1', '--log-level', 'debug', '--proxy', url);
});

beforeEach(async () => {
  script = behaves;
  for (const socket of sockets.splice(0)) socket.destroy();
  await expectSockets(proxy, 0); // no tunnel is left of the test before
  before = { requests: proxy.requests.length, accepted: proxy.accepted };
});

afterEach(() => vi.unstubAllEnvs());

afterAll(async () => {
  await client.close();
  await proxy.close();
});

/** What a proxy has been asked for, in some order; the shared one in this test. */
function asked(requests: RawServer['requests'] = proxy.requests.slice(before.requests)): string[] {
  return requests.map(({ method, path }) => `${method} ${path}`).toSorted();
}

/** Every form of a secret that may show. */
function forms(secret: string): string[] {
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex')];
}

test('--proxy URL: many requests to an origin share few tunnels, and each origin has its own', async () => {
  const [one, other] = [await startServer(), await startServer()];
  const requests = [one, other].flatMap(({ origin }) => Array.from({ length: 20 }, (_, nth) => `${origin}/${nth}`));
  const result = resultOf(await client.fetchMany({ requests, concurrency: 4, per_host: 2 }));
  expect(result.summary).toMatchObject({ ok: 40, hosts: [`127.0.0.1:${one.port}`, `127.0.0.1:${other.port}`] });
  expect([one.requests.length, other.requests.length]).toEqual([20, 20]);
  expect(new Set(asked())).toEqual(new Set([`CONNECT 127.0.0.1:${one.port}`, `CONNECT 127.0.0.1:${other.port}`]));
  expect(proxy.accepted - before.accepted).toBeLessThanOrEqual(4);
});

test('--proxy env: the variables are used but for what NO_PROXY lists', async () => {
  const [own, direct, behind] = [await startServer(proxies.tunnels), await startServer(), await startServer()];
  const noProxy = `10.0.0.0/8,127.0.0.1:${direct.port}`;
  const variables = { FETCH_MANY_PROXY: 'env', HTTP_PROXY: own.origin, NO_PROXY: noProxy };
  expect((await runHere(['get', direct.origin, behind.origin], '', undefined, variables)).code).toBe(0);
  expect(asked(own.requests)).toEqual([`CONNECT 127.0.0.1:${behind.port}`]);
});

test('the variables alone are not used', async () => {
  const [own, target] = [await startServer(proxies.tunnels), await startServer()];
  for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY']) vi.stubEnv(name, own.origin);
  expect((await runHere(['get', target.origin], '', undefined, process.env)).code).toBe(0);
  expect([own.accepted, target.requests.length]).toEqual([0, 1]);
});

test('what is blocked never reaches the proxy, not even by a redirect', async () => {
  const leads = await startServer((socket) => {
    socket.write('HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n');
  });
  const requests = ['http://10.0.0.1', 'https://[fd00::1]', 'http://169.254.169.254/', 'http://localhost:3000', leads.origin];
  expect(outcomesOf(resultOf(await client.fetchMany({ requests })))).toEqual(requests.map(() => 'blocked'));
  expect(asked()).toEqual([`CONNECT 127.0.0.1:${leads.port}`]);
});

test('credentials of the URL go to the proxy and are seen nowhere else, right or wrong', async () => {
  const [server, other] = [await startServer(), await startServer()];
  const good = await client.fetchMany({ requests: [server.origin], response_headers: ['x-echo'] });
  script = proxies.tunnelsFor(`${NAME}:another`);
  const bad = await client.fetchMany({ requests: [other.origin], response_headers: ['x-echo'] });
  expect(resultOf(good).results).toMatchObject([{ status: 200, body: 'fine' }]);
  expect(resultOf(bad).results).toMatchObject([
    {
      outcome: 'network',
      kind: 'proxy',
      error:
        `the proxy 127.0.0.1:${proxy.port} (--proxy) refused CONNECT 127.0.0.1:${other.port} with ` +
        '407 Proxy Authentication Required; the operator has to correct the name and password in its URL',
    },
  ]);
  expect(client.stderr()).toContain(server.origin);
  const shown = JSON.stringify([good, bad, client.stderr(), server.requests]);
  const secrets = [NAME, PASSWORD, `${NAME}:${PASSWORD}`];
  expect(secrets.flatMap(forms).filter((form) => shown.includes(form))).toEqual([]);
});

test('credentials that a proxy sends back in place of an answer are redacted', async () => {
  script = proxies.echoesItself;
  const answer = await client.fetchMany({ requests: ['http://127.0.0.1:8080/'] });
  expect(resultOf(answer).results).toMatchObject([
    { status: 200, body: { sent: 'Basic [redacted:proxy]', credentials: '[redacted:proxy]' } },
  ]);
  expect(answer.text).not.toContain('s3cret');
});

test('a mistake in --proxy is one line that has no word of the secret, and exit 2', async () => {
  const words = ['--proxy', 'http://operator7:s3cret/word@127.0.0.1:1', 'get', 'http://127.0.0.1:1/'];
  const { code, stdout, stderr } = await runHere(words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^fetch-many: --proxy: expected a proxy such as http:.* percent-encoded\n$/);
  expect(stderr).not.toMatch(/s3cret|operator7/);
});

test('a call that is cancelled, or at its deadline, closes its connections to a proxy that hangs', async () => {
  script = proxies.hangs;
  for (const [nth, scheme] of ['http', 'https'].entries()) {
    const controller = new AbortController();
    const requests = Array.from({ length: 4 }, (_, at) => `${scheme}://127.0.0.1:8080/${at}`);
    const going = client.fetchMany({ requests, per_host: 4 }, { signal: controller.signal }).catch((error: unknown) => error);
    await expectSoon(() => expect(proxy.open, scheme).toBe(4));
    controller.abort(new Error('enough'));
    await going;
    await expectSockets(proxy, 0);
    expect(proxy.accepted - before.accepted, scheme).toBe(4 * (nth + 1));
  }
  const { results } = resultOf(await client.fetchMany({ requests: ['https://127.0.0.1:8080/'], deadline_ms: 300 }));
  expect(results).toMatchObject([{ outcome: 'timeout', kind: 'deadline' }]);
  await expectSockets(proxy, 0);
});

// The last one: it does not come back.
test('a dead proxy is named with its flag, and is asked again as often as a dead server', async () => {
  await proxy.close();
  const { results } = resultOf(
    await client.fetchMany({ requests: ['http://127.0.0.1:8080/', 'https://127.0.0.1/'], retries: 1 }),
  );
  const error = `the proxy 127.0.0.1:${proxy.port} (--proxy) refused the connection (ECONNREFUSED); is it running on that port?`;
  expect(results).toMatchObject([1, 2].map(() => ({ outcome: 'network', kind: 'proxy', attempts: 2 })));
  expect([0, 1].map((i) => fullError(results, i))).toEqual([error, error]);
});
