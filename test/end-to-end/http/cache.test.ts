import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { recordOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const MODIFIED = 'Thu, 05 Nov 2026 08:00:00 GMT';

/** An API that answers with these headers and the number of the request, or with what `body` makes of it. */
function answering(headers: Record<string, string>, body?: (request: IncomingMessage) => unknown, status = 200): Promise<Api> {
  let nth = 0;
  return serve((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    nth++;
    json(response, body ? body(request) : { nth }, status);
  });
}

describe('a second call', () => {
  test('asks nobody while the answer is fresh, and the record says so', async () => {
    const { url, asked } = await answering({ 'cache-control': 'max-age=600', 'x-shown': 'yes' });
    const args = { requests: [url], response_headers: ['x-shown', 'age'] };
    expect(await server.run(args)).toMatchObject({
      summary: { hosts: [new URL(url).host] },
      results: [{ i: 0, status: 200, headers: { 'x-shown': 'yes' }, body: { nth: 1 } }],
    });
    const { summary, results } = await server.run(args);
    expect(results).toEqual([
      { i: 0, status: 200, cached: true, headers: { 'x-shown': 'yes', age: expect.stringMatching(/^\d+$/) }, body: { nth: 1 } },
    ]);
    expect(summary).toMatchObject({ ok: 1, hosts: [] });
    expect(asked).toHaveLength(1);
  });

  test('gets it from a server that is gone', async () => {
    const api = await answering({ 'cache-control': 'max-age=600' });
    await server.one(api.url);
    await api.close();
    expect(await server.one(api.url)).toEqual({ i: 0, status: 200, cached: true, body: { nth: 1 } });
    expect(await server.one(api.url, { cache: false, retries: 0 })).toMatchObject({ outcome: 'network', kind: 'connect' });
  });

  test('selects anew from what is stored, and shows it in a table', async () => {
    const { url, asked } = await answering({ 'cache-control': 'max-age=600' }, () => ({ a: 1, b: 2 }));
    await server.one(url, { select: 'a' });
    expect(await server.one(url, { select: 'b' })).toMatchObject({ cached: true, body: 2 });
    const table = await server.run({ requests: [url, `${url}/other`], layout: 'table' });
    expect(table.columns).toEqual(['i', '_cached', 'a', 'b']);
    expect(table.rows).toEqual([
      [0, true, 1, 2],
      [1, null, 1, 2],
    ]);
    expect(asked).toHaveLength(2);
  });

  test.each([
    ['nothing', {}],
    ['no-store', { 'cache-control': 'no-store, max-age=600' }],
    ['max-age=0', { 'cache-control': 'max-age=0' }],
  ])('asks again where the answer says %s', async (_, headers) => {
    const { url, asked } = await answering(headers);
    await server.one(url);
    expect(await server.one(url)).toEqual({ i: 0, status: 200, body: { nth: 2 } });
    expect(asked).toHaveLength(2);
  });

  test('asks again, and stores nothing, under cache: false', async () => {
    const { url, asked } = await answering({ 'cache-control': 'max-age=600' });
    await server.one(url, { cache: false });
    expect(await server.one(url)).toEqual({ i: 0, status: 200, body: { nth: 2 } });
    expect(await server.one(url, { cache: 'false' })).toEqual({ i: 0, status: 200, body: { nth: 3 } });
    expect(asked).toHaveLength(3);
  });

  test('is told of a stored 404 as of a failure', async () => {
    const { url, asked } = await answering({ 'cache-control': 'max-age=600' }, () => ({ no: 'such' }), 404);
    await server.one(url);
    expect(await server.one(url)).toMatchObject({ outcome: 'http_error', status: 404, cached: true, body: { no: 'such' } });
    expect(asked).toHaveLength(1);
  });

  test.each([
    ['ETag', { etag: '"v1"' }, 'if-none-match', '"v1"'],
    ['Last-Modified', { 'last-modified': MODIFIED }, 'if-modified-since', MODIFIED],
  ])('asks whether it has changed, by its %s; unchanged, it is 200 and cached', async (_, validators, name, value) => {
    const api = await serve((request, response) => {
      for (const [header, said] of Object.entries(validators)) response.setHeader(header, said);
      if (request.headers[name] === value) response.writeHead(304).end();
      else json(response, { whole: true });
    });
    expect(await server.one(api.url)).toEqual({ i: 0, status: 200, body: { whole: true } });
    const { summary, results } = await server.run({ requests: [api.url] });
    expect(results).toEqual([{ i: 0, status: 200, cached: true, body: { whole: true } }]);
    expect(summary.hosts).toEqual([new URL(api.url).host]);
    expect(api.headers.map((headers) => headers[name])).toEqual([undefined, value]);
  });

  test('is not given what another asked for with other headers', async () => {
    const { url, asked } = await answering(
      { 'cache-control': 'max-age=600' },
      ({ headers }) => headers.authorization ?? 'nobody',
    );
    const by = (authorization: string): object => ({ url, headers: { authorization } });
    expect((await server.one(by('Basic YTph'))).body).toBe('Basic YTph');
    expect((await server.one(by('Basic Yjpi'))).body).toBe('Basic Yjpi');
    expect((await server.one(url)).body).toBe('nobody');
    expect(await server.one(by('Basic YTph'))).toMatchObject({ cached: true, body: 'Basic YTph' });
    expect(asked).toHaveLength(3);
  });

  test('is given the variant that Vary selects', async () => {
    const { url, asked } = await answering(
      { 'cache-control': 'max-age=600', vary: 'Accept-Language' },
      ({ headers }) => headers['accept-language'],
    );
    const inLanguage = (name: string): object => ({ url, headers: { 'accept-language': name } });
    for (const name of ['de', 'fr']) expect(await server.one(inLanguage(name))).toEqual({ i: 0, status: 200, body: name });
    for (const name of ['de', 'fr']) expect(await server.one(inLanguage(name))).toMatchObject({ cached: true, body: name });
    expect(asked).toHaveLength(2);
  });

  test('has a body of 3 MB from disk, whole, and beside the stored results', async () => {
    const text = 'a line of some words\n'.repeat(150_000);
    const { url, asked } = await serve((_, response) => {
      response.writeHead(200, { 'cache-control': 'max-age=600', 'content-type': 'text/plain' }).end(text);
    });
    const digest = createHash('sha256').update(text).digest('hex');
    for (const cached of [undefined, true]) {
      const record = await server.one({ url, as: 'text' });
      expect(record.cached).toBe(cached);
      const { contents } = await server.connected.client.readResource({ uri: `fetch-many://results/${record.truncated?.ref}` });
      const [content] = contents;
      const whole = content && 'text' in content ? content.text : '';
      expect(createHash('sha256').update(whole).digest('hex')).toBe(digest);
    }
    expect(asked).toHaveLength(1);
    const { resources } = await server.connected.client.listResources();
    expect(resources.filter(({ uri }) => !/\/b[a-z0-9]{8}\/\d+$/.test(uri))).toEqual([]);
  });
});

describe('redirects', () => {
  test('that say how long they hold are followed from what is stored, and the final answer tells whether it was', async () => {
    const api = await serve((request, response) => {
      if (request.url === '/old') response.writeHead(301, { location: '/new', 'cache-control': 'max-age=600' }).end();
      else json(response, request.url);
    });
    const record = { i: 0, url: `${api.url}/old`, final_url: `${api.url}/new`, status: 200, body: '/new' };
    expect(await server.one(`${api.url}/old`)).toEqual(record);
    expect(await server.one(`${api.url}/old`)).toEqual(record);
    expect(api.asked).toEqual(['GET /old', 'GET /new', 'GET /new']);
  });

  test('are kept under as: none, which keeps no bodies', async () => {
    const api = await answering({ 'cache-control': 'max-age=600' });
    expect(await server.one({ url: api.url, as: 'none' })).toEqual({ i: 0, status: 200 });
    expect(await server.one(api.url)).toEqual({ i: 0, status: 200, body: { nth: 2 } });
    expect(await server.one({ url: api.url, as: 'none' })).toEqual({ i: 0, status: 200, cached: true });
  });
});

test('a hundred fresh answers: the server is asked nothing', async () => {
  const { url, asked } = await answering({ 'cache-control': 'max-age=600' }, ({ url: path }) => path);
  const call = { base_url: url, requests: [{ url: '/{id}', vars: { id: '1..100' } }], select: '@' };
  await server.run(call);
  const result = await server.run(call);
  expect(result.results.filter(({ cached }) => cached)).toHaveLength(100);
  expect(recordOf(result, 41)).toMatchObject({ cached: true, body: '/42' });
  expect(asked).toHaveLength(100);
});

describe('what has changed is not told as it was', () => {
  const fresh = { 'cache-control': 'max-age=600' };

  test('by a GET that a write has overtaken', async () => {
    let state = 'old';
    const held: (() => void)[] = [];
    const api = await serve((request, response) => {
      const seen = state;
      response.writeHead(200, { 'content-type': 'application/json', ...fresh });
      if (request.method === 'PUT') response.end(JSON.stringify((state = 'new')));
      else if (held.length === 0) held.push(() => response.end(JSON.stringify(seen)));
      else response.end(JSON.stringify(seen));
    });
    const early = server.one(api.url);
    await expect.poll(() => held.length).toBe(1);
    await server.write({ requests: [{ url: api.url, method: 'PUT', json: {} }] });
    held[0]?.();
    expect(await early).toMatchObject({ body: 'old' });
    expect(await server.one(api.url)).toEqual({ i: 0, status: 200, body: 'new' });
  });

  test('nor after a HEAD or a call without the cache has seen it', async () => {
    let version = 1;
    const api = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', etag: `"v${version}"`, ...fresh });
      response.end(JSON.stringify(version));
    });
    expect(await server.one(api.url)).toMatchObject({ body: 1 });
    version = 2;
    expect(await server.one({ url: api.url, method: 'HEAD' })).toMatchObject({ status: 200 });
    expect(await server.one(api.url)).toMatchObject({ body: 2 });
    version = 3;
    expect(await server.one(api.url, { cache: false })).toMatchObject({ body: 3 });
    expect(await server.one(api.url)).toMatchObject({ body: 3 });
  });
});
