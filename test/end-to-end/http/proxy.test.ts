import { expect, onTestFinished, test } from 'vitest';
import { fullError } from '../../support/full-error.ts';
import { connectIn, type Connected } from '../../support/client.ts';
import * as proxies from '../../support/faults/proxies.ts';
import { expectSockets, expectSoon, startServer } from '../../support/faults/started.ts';
import { CLOSED_PORT, type RawServer } from '../../support/raw-server.ts';
import { outcomesOf, resultOf, spawned } from '../../support/shared-server.ts';

/** A server that may ask this machine, with these flags and variables. */
async function started(flags: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Connected> {
  const server = await connectIn(env, '--allow', '127.0.0.1', ...flags);
  onTestFinished(() => server.close());
  return server;
}

/** What a proxy has been asked for, in some order. */
function asked({ requests }: RawServer): string[] {
  return requests.map(({ method, path }) => `${method} ${path}`).toSorted();
}

/** Every form of a secret that may show. */
function forms(secret: string): string[] {
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex')];
}

test('--proxy URL: many requests to an origin share few tunnels, and each origin has its own', async () => {
  const [proxy, one, other] = [await startServer(proxies.tunnels), await startServer(), await startServer()];
  const client = await started(['--proxy', proxy.origin]);
  const requests = [one, other].flatMap(({ origin }) => Array.from({ length: 20 }, (_, nth) => `${origin}/${nth}`));
  const result = resultOf(await client.fetchMany({ requests, concurrency: 4, per_host: 2 }));
  expect(result.summary).toMatchObject({ ok: 40, hosts: [`127.0.0.1:${one.port}`, `127.0.0.1:${other.port}`] });
  expect([one.requests.length, other.requests.length]).toEqual([20, 20]);
  expect(new Set(asked(proxy))).toEqual(new Set([`CONNECT 127.0.0.1:${one.port}`, `CONNECT 127.0.0.1:${other.port}`]));
  expect(proxy.accepted).toBeLessThanOrEqual(4);
});

test('--proxy env: the variables are used but for what NO_PROXY lists', async () => {
  const [proxy, direct, behind] = [await startServer(proxies.tunnels), await startServer(), await startServer()];
  const env = { HTTP_PROXY: proxy.origin, NO_PROXY: `10.0.0.0/8,127.0.0.1:${direct.port}` };
  const client = await started(['--proxy', 'env'], env);
  const { summary } = resultOf(await client.fetchMany({ requests: [direct.origin, behind.origin] }));
  expect(summary.ok).toBe(2);
  expect(asked(proxy)).toEqual([`CONNECT 127.0.0.1:${behind.port}`]);
});

test('the variables alone are not used', async () => {
  const [proxy, server] = [await startServer(proxies.tunnels), await startServer()];
  const client = await started([], { HTTP_PROXY: proxy.origin, http_proxy: proxy.origin, ALL_PROXY: proxy.origin });
  expect(resultOf(await client.fetchMany({ requests: [server.origin] })).summary.ok).toBe(1);
  expect(proxy.accepted).toBe(0);
});

test('what is blocked never reaches the proxy, not even by a redirect', async () => {
  const proxy = await startServer(proxies.tunnels);
  const leads = await startServer((socket) => {
    socket.write('HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n');
  });
  const client = await started(['--proxy', proxy.origin]);
  const requests = ['http://10.0.0.1', 'https://[fd00::1]', 'http://169.254.169.254/', 'http://localhost:3000', leads.origin];
  expect(outcomesOf(resultOf(await client.fetchMany({ requests })))).toEqual(requests.map(() => 'blocked'));
  expect(asked(proxy)).toEqual([`CONNECT 127.0.0.1:${leads.port}`]);
});

test('credentials of the URL go to the proxy and are seen nowhere else, right or wrong', async () => {
  const [name, password] = ['operator7', 's3cret/word'];
  const [proxy, server] = [await startServer(proxies.tunnelsFor(`${name}:${password}`)), await startServer()];
  const url = (as: string): string => proxy.origin.replace('//', `//${name}:${encodeURIComponent(as)}@`);
  const right = await started(['--log-level', 'debug'], { FETCH_MANY_PROXY: url(password) });
  const wrong = await started(['--log-level', 'debug'], { FETCH_MANY_PROXY: url(`${password}!`) });
  const good = await right.fetchMany({ requests: [server.origin], response_headers: ['x-echo'] });
  const bad = await wrong.fetchMany({ requests: [server.origin], response_headers: ['x-echo'] });
  expect(resultOf(good).results).toMatchObject([{ status: 200, body: 'fine' }]);
  expect(resultOf(bad).results).toMatchObject([
    {
      outcome: 'network',
      kind: 'proxy',
      error:
        `the proxy 127.0.0.1:${proxy.port} (--proxy) refused CONNECT 127.0.0.1:${server.port} with ` +
        '407 Proxy Authentication Required; the operator has to correct the name and password in its URL',
    },
  ]);
  const shown = JSON.stringify([good, bad, right.stderr(), wrong.stderr(), server.requests]);
  const secrets = [name, password, `${name}:${password}`, `${name}:${password}!`];
  for (const form of secrets.flatMap(forms)) expect(shown).not.toContain(form);
});

test('credentials that a proxy sends back in place of an answer are redacted', async () => {
  const proxy = await startServer(proxies.echoesItself);
  const client = await started(['--proxy', proxy.origin.replace('//', '//operator7:s3cret-word@')]);
  const answer = await client.fetchMany({ requests: ['http://127.0.0.1:8080/'] });
  expect(resultOf(answer).results).toMatchObject([
    { status: 200, body: { sent: 'Basic [redacted:proxy]', credentials: '[redacted:proxy]' } },
  ]);
  expect(answer.text).not.toContain('s3cret');
});

test('a mistake in --proxy is one line that has no word of the secret, and exit 2', async () => {
  const server = spawned('--proxy', 'http://operator7:s3cret/word@127.0.0.1:1');
  expect((await server.exit).code).toBe(2);
  expect(server.lines).toEqual([]);
  expect(server.stderr).toMatch(/^fetch-many: --proxy: expected a proxy such as http:.* percent-encoded\n$/);
  expect(server.stderr).not.toMatch(/s3cret|operator7/);
});

test('a dead proxy is named with its flag, and is asked again as often as a dead server', async () => {
  const client = await started(['--proxy', `127.0.0.1:${CLOSED_PORT}`]);
  const { results } = resultOf(
    await client.fetchMany({ requests: ['http://127.0.0.1:8080/', 'https://127.0.0.1/'], retries: 1 }),
  );
  const error = `the proxy 127.0.0.1:${CLOSED_PORT} (--proxy) refused the connection (ECONNREFUSED); is it running on that port?`;
  expect(results).toMatchObject([1, 2].map(() => ({ outcome: 'network', kind: 'proxy', attempts: 2 })));
  expect([0, 1].map((i) => fullError(results, i))).toEqual([error, error]);
});

test('a call that is cancelled, or at its deadline, closes its connections to a proxy that hangs', async () => {
  const proxy = await startServer(proxies.hangs);
  const client = await started(['--proxy', proxy.origin]);
  for (const [nth, scheme] of ['http', 'https'].entries()) {
    const controller = new AbortController();
    const requests = Array.from({ length: 4 }, (_, at) => `${scheme}://127.0.0.1:8080/${at}`);
    const going = client.fetchMany({ requests, per_host: 4 }, { signal: controller.signal }).catch((error: unknown) => error);
    await expectSoon(() => expect(proxy.open, scheme).toBe(4));
    controller.abort(new Error('enough'));
    await going;
    await expectSockets(proxy, 0);
    expect(proxy.accepted, scheme).toBe(4 * (nth + 1));
  }
  const { results } = resultOf(await client.fetchMany({ requests: ['https://127.0.0.1:8080/'], deadline_ms: 300 }));
  expect(results).toMatchObject([{ outcome: 'timeout', kind: 'deadline' }]);
  await expectSockets(proxy, 0);
});
