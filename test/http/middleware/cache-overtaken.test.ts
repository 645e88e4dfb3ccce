import { describe, expect, test } from 'vitest';
import { Changes } from '../../../src/http/cache/changes.ts';
import { CacheStore } from '../../../src/http/cache/cache-store.ts';
import { cache } from '../../../src/http/middleware/cache.ts';
import type { HttpRequest, HttpResponse, ResponseHeaders } from '../../../src/http/message.ts';
import { blobStore, cachedSite, type Scripted } from '../support/cached-site.ts';

const MODIFIED = 'Thu, 05 Nov 2026 08:00:00 GMT';
const FRESH = { 'cache-control': 'max-age=60' };

describe('an answer that is not stored', () => {
  test.each<
    [string, Scripted, Scripted, { method?: 'GET' | 'HEAD'; headers?: Record<string, string>; isUsed?: boolean }, boolean]
  >([
    ['a HEAD with another ETag', { headers: { etag: '"a"' } }, { headers: { etag: '"b"' } }, { method: 'HEAD' }, false],
    ['a HEAD with the same one', { headers: { etag: '"a"' } }, { headers: { etag: 'W/"a"' } }, { method: 'HEAD' }, true],
    [
      'a HEAD with another Last-Modified',
      { headers: { 'last-modified': MODIFIED } },
      { headers: { 'last-modified': 'Fri, 06 Nov 2026 08:00:00 GMT' } },
      { method: 'HEAD' },
      false,
    ],
    [
      'a HEAD of another length',
      { headers: { 'content-length': '4' } },
      { headers: { 'content-length': '5' } },
      { method: 'HEAD' },
      false,
    ],
    ['a HEAD that says neither', { headers: { 'content-length': '4', etag: '"a"' } }, {}, { method: 'HEAD' }, true],
    ['a HEAD of what is gone', {}, { status: 404 }, { method: 'HEAD' }, false],
    ['a HEAD by a server that is not well', {}, { status: 503 }, { method: 'HEAD' }, true],
    ['a GET past the cache', {}, {}, { isUsed: false }, false],
    ['... of the same ETag', { headers: { etag: '"a"' } }, { headers: { etag: '"a"' } }, { isUsed: false }, true],
    ['... that is refused for now', {}, { status: 429 }, { isUsed: false }, true],
    [
      'an own condition that is met',
      { headers: { etag: '"a"' } },
      { headers: { etag: '"b"' } },
      { headers: { 'if-none-match': '"a"' } },
      false,
    ],
    [
      'an own condition that is not',
      { headers: { etag: '"a"' } },
      { status: 304 },
      { headers: { 'if-none-match': '"a"' } },
      true,
    ],
    [
      'a part of the same',
      { headers: { etag: '"a"' } },
      { status: 206, headers: { etag: '"a"' } },
      { headers: { range: 'bytes=0-1' } },
      true,
    ],
    [
      'a part of something else',
      { headers: { etag: '"a"' } },
      { status: 206, headers: { etag: '"b"' } },
      { headers: { range: 'bytes=0-1' } },
      false,
    ],
    ['somebody else with other credentials', {}, {}, { isUsed: false, headers: { cookie: 'a=b' } }, true],
  ])('%s', async (_, first, second, { headers, ...asked }, isKept) => {
    const { get } = cachedSite((_request, nth) => (nth === 2 ? second : { ...first, headers: { ...FRESH, ...first.headers } }));
    await get();
    await get(headers, asked);
    expect(await get()).toMatchObject({ cached: isKept });
  });
});

/** A site whose answers are given by hand, in any order. @param options for the first GET */
function slowSite(
  entries = new CacheStore({ maxBytes: 1_000_000, maxBodyBytes: 1_000, blobStore: blobStore() }),
  options: { readonly firstSince?: number } = {},
): {
  get: (method?: HttpRequest['method']) => Promise<string>;
  answers: ((body: string, more?: Partial<HttpResponse>) => void)[];
} {
  const answers: ((body: string, more?: Partial<HttpResponse>) => void)[] = [];
  const headers: ResponseHeaders = { ...FRESH, etag: '"e"' };
  const send = cache(
    () =>
      new Promise((resolve) => {
        answers.push((body, more) => {
          resolve({ status: 200, statusText: 'OK', headers, body: Buffer.from(body), isLocal: false, ...more });
        });
      }),
    entries,
    { isUsed: true, wantsBody: true, onHit: () => {}, ...options },
  );
  const get = async (method: HttpRequest['method'] = 'GET'): Promise<string> =>
    (await send({ method, url: new URL('http://one.test/a'), headers: {} })).body.toString();
  return { get, answers };
}

describe('what was asked for first is not what is known last', () => {
  test('an answer that was on its way when something changed is not stored', async () => {
    const { get, answers } = slowSite();
    const early = get();
    const change = get('PUT');
    answers[1]?.('done');
    await change;
    answers[0]?.('old');
    expect(await early).toBe('old');
    const later = get();
    answers[2]?.('new');
    expect(await later).toBe('new');
    expect(await get()).toBe('new');
  });

  test('nor does it take the place of a later one', async () => {
    const { get, answers } = slowSite();
    const [early, late] = [get(), get()];
    answers[1]?.('new');
    await late;
    answers[0]?.('old');
    expect(await early).toBe('old');
    expect(await get()).toBe('new');
  });

  test('nor what an attempt has brought that was made before the cache was asked', async () => {
    const { entries, get: other } = cachedSite({ headers: FRESH, body: 'stored' });
    const firstSince = entries.now();
    entries.forget(new URL('http://one.test/a'));
    await other({}, { url: new URL('http://one.test/a') });
    const { get, answers } = slowSite(entries, { firstSince });
    const early = get();
    answers[0]?.('old');
    expect(await early).toBe('old');
    expect(await get()).toBe('stored');
  });

  test('of many changes all are remembered, or taken as if', () => {
    const changes = new Changes();
    const before = changes.now();
    for (let nth = 0; nth < 1_000; nth++) changes.note(String(nth));
    expect(changes.since('999', before)).toBe(true);
    expect(changes.since('0', before)).toBe(true);
    expect(changes.since('elsewhere', changes.now())).toBe(false);
  });
});
