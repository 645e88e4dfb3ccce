import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, expectTypeOf, test, vi } from 'vitest';
import {
  ConfigError,
  createFetchMany,
  fetchMany,
  requestMany,
  UsageError,
  type FetchMany,
  type FetchManyProgress,
  type OperatorOptions,
} from 'fetch-many-mcp';
import type * as published from 'fetch-many-mcp';
import type * as source from '../../src/index.ts';
import { json, type Api } from '../support/api.ts';
import { ROOT } from '../support/client.ts';
import { tunnels } from '../support/faults/proxies.ts';
import { startServer } from '../support/faults/started.ts';
import { serve } from '../support/shared-server.ts';

const allow = ['127.0.0.1'];
const BIG = Array.from({ length: 3_000 }, (_, id) => ({ id, text: 'some words' }));
let storeDir: string;

beforeEach(() => {
  storeDir = mkdtempSync(join(tmpdir(), 'fetch-many-library-'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(storeDir, { recursive: true });
});

/** `/big` does not fit a result, `/never` is not answered, `/missing` is not there. */
function api(): Promise<Api> {
  return serve((_, response, { pathname }) => {
    if (pathname !== '/never')
      json(response, pathname === '/big' ? BIG : { path: pathname }, pathname === '/missing' ? 404 : 200);
  });
}

function fail(): never {
  throw new Error('no more');
}

describe('fetchMany', () => {
  test('takes the arguments of the tool and gives its result; a failed request is a record', async () => {
    const { url } = await api();
    const progress: FetchManyProgress[] = [];
    const { summary, results } = await fetchMany(
      { base_url: url, requests: ['/a', '/missing', { url: '/{id}', vars: { id: '1..2' }, select: 'path' }] },
      { allow, onProgress: (report) => void progress.push(report) },
    );
    expect(summary).toMatchObject({ total: 4, ok: 3, failed: 1, failures: [{ outcome: 'http_error', status: 404, i: [1] }] });
    expect(results.map(({ body }) => body)).toEqual([{ path: '/a' }, { path: '/missing' }, '/1', '/2']);
    expect(progress.at(-1)).toMatchObject({ done: 4, total: 4, message: '4/4 done, 1 failed' });
  });

  test('requestMany takes those of the tool that writes', async () => {
    const { url, asked } = await api();
    const { results } = await requestMany(
      { base_url: url, requests: [{ url: '/{id}', vars: { id: [1, 2] }, json: { id: '{id}' } }] },
      { allow },
    );
    expect(results.map(({ status }) => status)).toEqual([200, 200]);
    expect(asked.toSorted()).toEqual(['POST /1', 'POST /2']);
  });

  test('refuses what is not public, unless the program allows it', async () => {
    const { url, asked } = await api();
    const { results } = await fetchMany({ requests: [`${url}/a`] });
    expect(results[0]).toMatchObject({ outcome: 'blocked' });
    expect(asked).toEqual([]);
  });

  test('goes through a proxy, named by its URL or by the environment', async () => {
    const [{ url }, proxy] = [await api(), await startServer(tunnels)];
    vi.stubEnv('http_proxy', proxy.origin);
    vi.stubEnv('no_proxy', '');
    for (const through of [undefined, 'env', proxy.origin]) {
      expect((await fetchMany({ requests: [`${url}/a`] }, { allow, proxy: through })).summary.ok).toBe(1);
    }
    expect(proxy.accepted).toBe(2);
    await expect(fetchMany({ requests: [url] }, { proxy: 'ftp://proxy' })).rejects.toThrow(/^proxy: expected a proxy such as/);
  });

  test('throws a UsageError that lists every problem, and sends nothing', async () => {
    const { url, asked } = await api();
    const wrong = { requests: [`${url}/a`], concurency: 3, retries: 99 };
    const thrown: unknown = await fetchMany(wrong, { allow }).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(UsageError);
    expect(String(thrown)).toMatch(/concurency[^]*concurrency[^]*retries|retries[^]*concurency[^]*concurrency/);
    expect(asked).toEqual([]);
  });

  test.each([
    [{ maxConcurrency: 0 }, /^maxConcurrency: expected a whole number from 1 to 1000, got "0"$/],
    [{ allow: ['10.0.0.0/99'] }, /^allow: /],
    [{ maxRedirect: 1 }, /^maxRedirect is not an option; did you mean "maxRedirects"\?$/],
  ])('throws a ConfigError for %j', async (options, message) => {
    const thrown: unknown = await fetchMany({ requests: ['http://127.0.0.1:1/'] }, options as OperatorOptions).catch(
      (error: unknown) => error,
    );
    expect(thrown).toBeInstanceOf(ConfigError);
    expect(thrown).toHaveProperty('message', expect.stringMatching(message));
  });

  test('rejects with the reason of its signal, and its sockets are closed', async () => {
    const server = await api();
    const stop = new AbortController();
    const call = fetchMany({ requests: [`${server.url}/never`] }, { allow, signal: stop.signal });
    await expect.poll(() => server.inFlight).toBe(1);
    stop.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    await expect.poll(() => server.openSockets).toBe(0);
    await expect(fetchMany({ requests: [`${server.url}/a`] }, { allow, signal: stop.signal })).rejects.toThrow('enough');
    expect(server.asked).toEqual(['GET /never']);
  });

  test.each([
    ['throws', () => fail()],
    ['rejects', async () => fail()],
  ])('ends, and rejects so, if what is told of its progress %s', async (_, onProgress) => {
    const server = await api();
    const requests = [`${server.url}/a`, `${server.url}/never`];
    await expect(fetchMany({ requests }, { allow, onProgress })).rejects.toThrow('no more');
    await expect.poll(() => server.openSockets).toBe(0);
  });

  test('leaves nothing behind: the process ends by itself, without a warning', async () => {
    const { url } = await api();
    const script = `import { fetchMany } from 'fetch-many-mcp';
      process.setMaxListeners(2); // what each call left to do at the exit would soon be warned of
      for (let i = 0; i < 2; i++) {
        const { results } = await fetchMany({ requests: ['${url}/big'] }, { allow: ['127.0.0.1'], storeDir: ${JSON.stringify(storeDir)} });
        process.stdout.write(results[0].truncated.ref + ' ');
      }`;
    const ran = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: ROOT,
      timeout: 15_000,
    });
    expect(ran).toEqual({ stdout: expect.stringMatching(/^(b[a-z0-9]{8}\/0 ){2}$/), stderr: '' });
    expect(readdirSync(storeDir)).toEqual([]);
  });
});

describe('createFetchMany', () => {
  let engine: FetchMany;
  beforeEach(() => {
    engine = createFetchMany({ allow, storeDir });
  });
  afterEach(() => engine.close());

  test('keeps connections and cut bodies for the next call', async () => {
    const { url } = await api();
    const { results } = await engine.fetchMany({ requests: [`${url}/big`] });
    const { ref = '' } = results[0]?.truncated ?? {};
    expect(results[0]?.truncated).toMatchObject({ of: BIG.length, ref: expect.stringMatching(/^b[a-z0-9]{8}\/0$/) });
    expect(await engine.readResult({ ref, select: '[2999].id' })).toMatchObject({ body: 2_999 });
    await expect(engine.readResult({ ref: 'b9/9' })).rejects.toThrow(UsageError);
  });

  test('a call is what its arguments were when it was made, and so is its retry', async () => {
    const { url, asked } = await api();
    const args = { base_url: url, requests: ['/1'] };
    const first = engine.fetchMany(args);
    args.requests[0] = '/2';
    const second = engine.fetchMany(args);
    args.requests = ['/3'];
    await Promise.all([first, second, engine.fetchMany(args)]);
    expect(asked.toSorted()).toEqual(['GET /1', 'GET /2', 'GET /3']);

    const row = { id: 'missing' };
    const { summary } = await engine.fetchMany({ base_url: url, requests: [{ url: '/{id}', vars: [row] }] });
    row.id = 'other';
    await engine.fetchMany({ retry_of: String(summary.batch) });
    expect(asked.slice(3)).toEqual(['GET /missing', 'GET /missing']);
  });

  test('what JSON has not is refused by its path, and never sent as something else', async () => {
    const { url, asked } = await api();
    const self: Record<string, unknown> = {};
    self['me'] = { self };
    const wrong: [unknown, RegExp][] = [
      [
        { json: new Map([['a', 1]]) },
        /^- requests\[0\]\.json: an instance of Map is no JSON; give a plain object, list or string$/m,
      ],
      [{ json: { n: [1n, NaN] } }, /^- .*\.json\.n\[0\]: a bigint .*\n- .*\.json\.n\[1\]: NaN is no JSON/m],
      [{ json: self }, /^- requests\[0\]\.json\.me\.self: holds itself$/m],
      [{ body: Buffer.from('a') }, /\.body: bytes are no JSON/],
      [{ body: new URLSearchParams({ a: '1' }) }, /\.body: an instance of URLSearchParams is no JSON/],
      [{ headers: new Headers({ a: 'b' }) }, /\.headers: an instance of Headers is no JSON/],
      [{ select: () => 1 }, /\.select: a function; write it as text/],
      [{ json: [new Date(Number.NaN)] }, /\.json\[0\]: an invalid date is no JSON; give a string$/m],
      [{ json: Object.create(Object.create(Object.create(null))) }, /\.json: an instance of a class is no JSON/],
      [{ timeout_ms: Number.POSITIVE_INFINITY }, /\.timeout_ms: Infinity is no JSON/],
    ];
    for (const [flaw, words] of wrong) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as a program without types would
      const call = engine.requestMany({ requests: [{ url, method: 'POST', ...(flaw as object) }] });
      await expect(call).rejects.toThrow(UsageError);
      await expect(call).rejects.toThrow(words);
    }
    expect(asked).toEqual([]);
  });

  test('what says its JSON itself is that, and an object in two places is in both', async () => {
    const { url } = await serve((request, response, { pathname }) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => json(response, { pathname, body }));
    });
    const twice = { day: new Date(0), left: undefined };
    class Named {
      readonly name = 'x';
    }
    const { results } = await engine.requestMany({
      requests: [
        { url, json: { a: twice, b: [twice], named: new Named(), text: Object('t'), n: Object(0) } },
        { url: '/{+at}', vars: { at: [new URL('http://x/y')] } },
      ],
      base_url: url,
    });
    const day = '1970-01-01T00:00:00.000Z';
    expect(results[0]?.body).toMatchObject({
      body: JSON.stringify({ a: { day }, b: [{ day }], named: { name: 'x' }, text: 't', n: 0 }),
    });
    expect(results[1]?.vars).toEqual({ at: 'http://x/y' });
  });

  test('close ends the calls in flight, and what comes later is refused', async () => {
    const server = await api();
    const call = engine.fetchMany({ requests: [`${server.url}/never`] });
    const ended = call.catch(String);
    await expect.poll(() => server.inFlight).toBe(1);
    await engine.close();
    expect(await ended).toBe('Error: The engine has been closed');
    await expect.poll(() => server.openSockets).toBe(0);
    await expect(engine.fetchMany({ requests: [`${server.url}/a`] })).rejects.toThrow('The engine has been closed');
  });
});

/** As the printed types are: what they describe is not for changing. */
type Frozen<T> = T extends object ? { readonly [Key in keyof T]: Frozen<T[Key]> } : T;

test('the printed types are those of the schemas', () => {
  expectTypeOf<published.FetchManyArgs>().toEqualTypeOf<Frozen<source.FetchManyArgs>>();
  expectTypeOf<published.RequestManyArgs>().toEqualTypeOf<Frozen<source.RequestManyArgs>>();
  expectTypeOf<published.FetchManyResult>().toEqualTypeOf<Frozen<source.FetchManyResult>>();
  expectTypeOf<published.ReadResultArgs>().toEqualTypeOf<Frozen<source.ReadResultArgs>>();
  expectTypeOf<published.ReadResultValue>().toEqualTypeOf<Frozen<source.ReadResultValue>>();
});
