import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { HttpRequest } from '../../../src/http/message.ts';
import { cachedSite, type Scripted } from '../support/cached-site.ts';

const START = Date.UTC(2026, 10, 6, 8, 0, 0);

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: START }));
afterEach(() => void vi.useRealTimers());

function pass(seconds: number): void {
  vi.setSystemTime(Date.now() + seconds * 1_000);
}

function request(headers: HttpRequest['headers']): HttpRequest {
  return { method: 'GET', url: new URL('http://one.test/a?b=c'), headers };
}

function fresh(location?: string): Scripted {
  return { headers: { 'cache-control': 'max-age=60', ...(location ? { location } : {}) } };
}

describe('for whom an answer is', () => {
  test.each([
    ['authorization', 'Bearer a', 'Bearer b'],
    ['cookie', 'a=1', 'a=2'],
    ['x-api-key', 'a', 'b'],
    ['x-nobody-has-heard-of', 'a', 'b'],
  ])('a different %s is somebody else', async (name, one, other) => {
    const { get } = cachedSite((_, nth) => ({ ...fresh(), body: String(nth) }));
    expect(await get({ [name]: one })).toMatchObject({ body: '1', cached: false });
    expect(await get({ [name]: other })).toMatchObject({ body: '2', cached: false });
    expect(await get()).toMatchObject({ body: '3', cached: false });
    expect(await get({ [name]: one })).toMatchObject({ body: '1', cached: true });
    expect(await get({ [name]: other })).toMatchObject({ body: '2', cached: true });
    expect(await get()).toMatchObject({ body: '3', cached: true });
  });

  test('headers in another order, or without meaning here, are the same', async () => {
    const { get } = cachedSite(fresh());
    await get({ cookie: 'a', authorization: 'b', accept: 'text/html', 'user-agent': 'one' });
    expect(await get({ authorization: 'b', cookie: 'a', accept: 'text/plain', 'user-agent': 'two' })).toMatchObject({
      cached: true,
    });
  });

  test('no secret is kept: neither in keys nor in what the answer was selected by', async () => {
    const { get, entries } = cachedSite({
      headers: { ...fresh().headers, vary: 'authorization, accept', 'set-cookie': 'id=s3cret' },
    });
    await get({ authorization: 'Bearer s3cret', cookie: 's3cret', accept: 'text/html' });
    const entry = entries.find(request({ authorization: 'Bearer s3cret', cookie: 's3cret', accept: 'text/html' }));
    expect(entry?.selecting).toEqual({ accept: 'text/html' });
    expect(JSON.stringify(entry)).not.toContain('s3cret');
  });

  test('Vary selects, and several variants are kept side by side', async () => {
    const { get, asked } = cachedSite(({ headers }) => {
      return { headers: { ...fresh().headers, vary: ['Accept', 'accept-language'] }, body: headers['accept'] ?? 'none' };
    });
    for (const accept of ['text/html', 'text/plain'])
      expect(await get({ accept })).toMatchObject({ body: accept, cached: false });
    for (const accept of ['text/html', 'text/plain']) expect(await get({ accept })).toMatchObject({ body: accept, cached: true });
    expect(await get({ accept: 'text/html', 'accept-language': 'de' })).toMatchObject({ cached: false });
    expect(await get()).toMatchObject({ body: 'none', cached: false });
    expect(asked).toHaveLength(4);
  });

  test('variants of one URL are bounded', async () => {
    const { get } = cachedSite(fresh());
    for (let nth = 0; nth < 17; nth++) await get({ cookie: String(nth) });
    expect(await get({ cookie: '16' })).toMatchObject({ cached: true });
    expect(await get({ cookie: '0' })).toMatchObject({ cached: false });
  });
});

describe('a stale answer is asked about', () => {
  const etag = '"v1"';
  const modified = 'Thu, 05 Nov 2026 08:00:00 GMT';

  test.each<[string, Record<string, string>, Record<string, string>]>([
    ['ETag', { etag }, { 'if-none-match': etag }],
    ['Last-Modified', { 'last-modified': modified }, { 'if-modified-since': modified }],
    ['both', { etag, 'last-modified': modified }, { 'if-none-match': etag, 'if-modified-since': modified }],
  ])('by its %s; a 304 is a hit and makes it fresh', async (_, validators, conditions) => {
    const { get, asked } = cachedSite((_request, nth) => {
      const news = { 'cache-control': 'max-age=60', 'x-news': String(nth), 'content-type': 'text/wrong', 'content-length': '0' };
      return nth === 1
        ? { headers: { ...news, ...validators, 'content-type': 'text/a', age: '0' } }
        : { status: 304, headers: news, body: '' };
    });
    await get();
    pass(61);
    const again = await get({ accept: 'x' });
    expect(again).toMatchObject({ status: 200, body: 'body', cached: true });
    expect(again.headers).toMatchObject({ ...validators, 'x-news': '2', 'content-type': 'text/a' });
    expect(asked[1]?.headers).toEqual({ accept: 'x', ...conditions });
    pass(59);
    expect(await get()).toMatchObject({ status: 200, cached: true, headers: { 'x-news': '2', age: '59' } });
    expect(asked).toHaveLength(2);
  });

  test('each time, where it says no-cache or nothing of freshness', async () => {
    for (const headers of [
      { 'cache-control': 'no-cache', etag },
      { etag },
      { 'cache-control': 'max-age=0, must-revalidate', etag },
    ]) {
      const { get, asked } = cachedSite((_, nth) => (nth === 1 ? { headers } : { status: 304, body: '' }));
      for (const cached of [false, true, true]) expect(await get()).toMatchObject({ status: 200, body: 'body', cached });
      expect(asked.map((each) => each.headers)).toEqual([{}, { 'if-none-match': etag }, { 'if-none-match': etag }]);
    }
  });

  test('a new answer replaces it', async () => {
    const { get, asked } = cachedSite((_, nth) => ({
      headers: { 'cache-control': 'max-age=1', etag: `"v${nth}"` },
      body: String(nth),
    }));
    await get();
    pass(2);
    expect(await get()).toMatchObject({ body: '2', cached: false });
    pass(2);
    await get();
    expect(asked[2]?.headers).toEqual({ 'if-none-match': '"v2"' });
  });

  test('a 304 about another answer is no use: the request is sent without conditions', async () => {
    const { get, asked } = cachedSite(
      (_, nth) => [{ headers: { etag } }, { status: 304, headers: { etag: '"v2"' } }, { body: 'new' }][nth - 1] ?? {},
    );
    await get();
    expect(await get()).toMatchObject({ status: 200, body: 'new', cached: false });
    expect(asked[2]?.headers).toEqual({});
  });

  test('a weak ETag is the same as a strong one here', async () => {
    const { get } = cachedSite((_, nth) => (nth === 1 ? { headers: { etag } } : { status: 304, headers: { etag: `W/${etag}` } }));
    await get();
    expect(await get()).toMatchObject({ status: 200, cached: true });
  });

  test('an error of the server is told, and forgets nothing', async () => {
    const { get } = cachedSite((_, nth) => (nth === 1 ? { headers: { etag } } : nth === 2 ? { status: 503 } : { status: 304 }));
    await get();
    expect(await get()).toMatchObject({ status: 503, cached: false });
    expect(await get()).toMatchObject({ status: 200, cached: true });
  });

  test("a 304 to conditions of the caller is the caller's", async () => {
    const { get } = cachedSite({ status: 304, body: '' });
    expect(await get({ 'if-none-match': etag })).toMatchObject({ status: 304, cached: false });
  });
});

describe('what may change a resource', () => {
  const post = { method: 'POST' } as const;

  test.each([true, false])('forgets what is stored of it, for everybody (isUsed: %s)', async (isUsed) => {
    const { get } = cachedSite(fresh());
    await get();
    await get({ cookie: 'a' });
    await get({}, { ...post, isUsed });
    expect(await get()).toMatchObject({ cached: false });
    expect(await get({ cookie: 'a' })).toMatchObject({ cached: false });
  });

  test('and what its Location names, on the same origin', async () => {
    const made = { url: new URL('http://one.test/made') };
    const other = { url: new URL('http://two.test/made') };
    for (const [location, cached] of [
      ['/made', false],
      [other.url.href, true],
    ] as const) {
      const { get } = cachedSite(({ method }) => fresh(method === 'GET' ? undefined : location));
      await get({}, made);
      await get({}, other);
      await get({}, post);
      expect(await get({}, made)).toMatchObject({ cached });
      expect(await get({}, other)).toMatchObject({ cached: true });
    }
  });

  test('is never stored itself', async () => {
    const { get, asked } = cachedSite(fresh());
    await get({}, post);
    await get({}, post);
    expect(asked).toHaveLength(2);
  });
});
