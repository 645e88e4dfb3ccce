import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CacheStore, type BlobStore } from '../../../src/http/cache/cache-store.ts';
import type { HttpRequest } from '../../../src/http/message.ts';
import { cachedSite, blobStore, type Scripted } from '../support/cached-site.ts';

const START = Date.UTC(2026, 10, 6, 8, 0, 0);
const FRESH: Scripted = { headers: { 'cache-control': 'max-age=60' } };

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: START }));
afterEach(() => void vi.useRealTimers());

function pass(seconds: number): void {
  vi.setSystemTime(Date.now() + seconds * 1_000);
}

function assignIndexes(nth: number): { url: URL } {
  return { url: new URL(`http://one.test/${nth}`) };
}

function at(seconds: number): string {
  return new Date(START + seconds * 1_000).toUTCString();
}

describe('an answer that says how long it is fresh is used for that long', () => {
  test.each<[string, Scripted['headers']]>([
    ['max-age', { 'cache-control': 'max-age=60' }],
    ['in capitals', { 'cache-control': 'Max-Age=60' }],
    ['quoted', { 'cache-control': 'max-age="60"' }],
    ['private: this is a private cache', { 'cache-control': 'private, max-age=60' }],
    ['s-maxage is for shared ones', { 'cache-control': 's-maxage=1, max-age=60' }],
    ['must-revalidate speaks of stale ones', { 'cache-control': 'max-age=60, must-revalidate' }],
    ['in two lines', { 'cache-control': ['public', 'max-age=60'] }],
    ['the first of two', { 'cache-control': 'max-age=60, max-age=9999' }],
    ['a quoted list with a comma', { 'cache-control': 'private="x, no-store", max-age=60' }],
    ['Expires', { expires: at(60), date: at(0) }],
    ['max-age wins over Expires', { 'cache-control': 'max-age=60', expires: at(-5), date: at(0) }],
    ['Age has passed already', { 'cache-control': 'max-age=90', age: '30' }],
  ])('%s', async (_, headers) => {
    const { get, asked } = cachedSite({ headers: headers ?? {} });
    expect(await get()).toMatchObject({ cached: false });
    pass(59);
    expect(await get()).toMatchObject({ status: 200, body: 'body', cached: true });
    expect(asked).toHaveLength(1);
    pass(2);
    expect(await get()).toMatchObject({ cached: false });
    expect(asked).toHaveLength(2);
  });

  test.each([203, 204, 301, 302, 307, 308, 404, 410])('status %i, too', async (status) => {
    const { get, asked } = cachedSite({ ...FRESH, status });
    await get();
    expect(await get()).toMatchObject({ status, cached: true });
    expect(asked).toHaveLength(1);
  });

  test('its Age is told, and what is of one connection or logs in is not', async () => {
    const headers = { ...FRESH.headers, connection: 'x-hop', 'x-hop': '1', 'set-cookie': ['a=b'], etag: '"e"', age: '7' };
    const { get } = cachedSite({ headers });
    expect((await get()).headers).toEqual(headers);
    pass(20.5);
    expect((await get()).headers).toEqual({ 'cache-control': 'max-age=60', etag: '"e"', age: '27' });
  });
});

describe('never used again', () => {
  test.each<[string, Scripted]>([
    ['no word of freshness, no validator', {}],
    ['no heuristic by Last-Modified', { headers: { 'cache-control': 'no-store', 'last-modified': at(-1e6) } }],
    ['immutable alone', { headers: { 'cache-control': 'immutable' } }],
    ['no-store', { headers: { 'cache-control': 'max-age=60, no-store' } }],
    ['No-Store', { headers: { 'cache-control': 'max-age=60, No-Store' } }],
    ['no-store in a second line', { headers: { 'cache-control': ['max-age=60', 'no-store'] } }],
    ['max-age=0', { headers: { 'cache-control': 'max-age=0' } }],
    ['no number', { headers: { 'cache-control': 'max-age=soon' } }],
    ['too old on arrival', { headers: { 'cache-control': 'max-age=60', age: '61' } }],
    ['no-cache', { headers: { 'cache-control': 'no-cache, max-age=60' } }],
    ['Pragma', { headers: { pragma: 'No-Cache', expires: at(60) } }],
    ['Expires: 0', { headers: { expires: '0' } }],
    ['Vary: *', { headers: { 'cache-control': 'max-age=60', vary: 'accept, *', etag: '"e"' } }],
    ['206', { ...FRESH, status: 206 }],
    ['500', { ...FRESH, status: 500 }],
    ['429', { ...FRESH, status: 429 }],
  ])('%s', async (_, scripted) => {
    const { get, asked } = cachedSite(scripted);
    await get();
    expect(await get()).toMatchObject({ cached: false });
    expect(asked).toHaveLength(2);
    expect(Object.keys(asked[1]?.headers ?? {})).toEqual([]);
  });
});

describe('what the request says', () => {
  test.each<[string, Record<string, string>, Partial<HttpRequest>?]>([
    ['no-store', { 'cache-control': 'No-Store' }],
    ['no-cache', { 'cache-control': 'no-cache' }],
    ['Pragma: no-cache', { pragma: 'no-cache' }],
    ['max-age it does not meet', { 'cache-control': 'max-age=5' }],
    ['min-fresh it does not meet', { 'cache-control': 'min-fresh=55' }],
    ['a range', { range: 'bytes=0-1' }],
    ['a validator of its own', { 'if-none-match': '"mine"' }],
    ['HEAD', {}, { method: 'HEAD' }],
    ['another query', {}, { url: new URL('http://one.test/a?b=d') }],
    ['another port', {}, { url: new URL('http://one.test:81/a?b=c') }],
  ])('is heard: %s', async (_, headers, more) => {
    const { get, asked } = cachedSite(FRESH);
    await get();
    pass(10);
    expect(await get(headers, more)).toMatchObject({ cached: false });
    expect(asked[1]?.headers).toEqual(headers);
  });

  test('a reload replaces what is stored, and no-store stores nothing', async () => {
    const { get } = cachedSite((_, nth) => ({ ...FRESH, body: String(nth) }));
    await get();
    await get({ 'cache-control': 'no-cache' });
    expect(await get()).toMatchObject({ body: '2', cached: true });
    await get({ 'cache-control': 'no-store' });
    expect(await get()).toMatchObject({ body: '4', cached: false });
  });

  test('cache: false neither reads nor writes, and what it has overtaken is told to nobody', async () => {
    const { get } = cachedSite((_, nth) => ({ ...FRESH, body: String(nth) }));
    await get({}, { isUsed: false });
    expect(await get()).toMatchObject({ body: '2', cached: false });
    expect(await get({}, { isUsed: false })).toMatchObject({ body: '3', cached: false });
    expect(await get()).toMatchObject({ body: '4', cached: false });
  });

  test('a fragment is nothing to a server', async () => {
    const { get } = cachedSite(FRESH);
    await get({}, { url: new URL('http://one.test/#a') });
    expect(await get({}, { url: new URL('http://one.test/#b') })).toMatchObject({ cached: true });
  });
});

describe('bodies', () => {
  const options = { maxBytes: 100_000, maxBodyBytes: 1_000 };

  test('large ones go to the shelf, and one that was dropped there is asked for again', async () => {
    const disk = blobStore();
    const body = 'x'.repeat(1_001);
    const { get, asked } = cachedSite({ ...FRESH, body }, new CacheStore({ ...options, blobStore: disk }));
    await get();
    expect(await get()).toMatchObject({ body, cached: true });
    expect([...disk.held.values()].map(({ length }) => length)).toEqual([1_001]);
    disk.held.clear();
    expect(await get()).toMatchObject({ body, cached: false });
    expect(asked).toHaveLength(2);
  });

  test('what the shelf does not take is not stored', async () => {
    const full: BlobStore = { put: () => undefined, get: () => Promise.resolve(undefined) };
    const { get, asked } = cachedSite({ ...FRESH, body: 'x'.repeat(1_001) }, new CacheStore({ ...options, blobStore: full }));
    await get();
    expect(await get()).toMatchObject({ cached: false });
    expect(asked).toHaveLength(2);
  });

  test('one that was not read is not stored, and what it replaces is forgotten', async () => {
    const { get } = cachedSite((_, nth) => ({ ...FRESH, body: nth === 2 ? '' : String(nth) }));
    await get();
    await get({ 'cache-control': 'no-cache' }, { wantsBody: false });
    expect(await get()).toMatchObject({ body: '3', cached: false });
    expect(await get({}, { wantsBody: false })).toMatchObject({ status: 200, cached: true });
  });

  test('memory is bounded: what was not used for longest goes first', async () => {
    const { get, asked } = cachedSite(
      { ...FRESH, body: 'x'.repeat(900) },
      new CacheStore({ ...options, blobStore: blobStore() }),
    );
    for (let nth = 0; nth < 100; nth++) {
      await get({}, assignIndexes(nth));
      await get({}, assignIndexes(0));
    }
    expect(asked).toHaveLength(100);
    expect(await get({}, assignIndexes(99))).toMatchObject({ cached: true });
    expect(await get({}, assignIndexes(1))).toMatchObject({ cached: false });
  });
});
