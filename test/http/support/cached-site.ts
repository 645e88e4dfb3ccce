import { CacheStore, type BlobStore } from '../../../src/http/cache/cache-store.ts';
import { cache, type CacheOptions } from '../../../src/http/middleware/cache.ts';
import type { HttpRequest, HttpResponse, ResponseHeaders } from '../../../src/http/message.ts';

/** What a fake server answers with: status, headers, body. */
export interface Scripted {
  readonly status?: number;
  readonly headers?: ResponseHeaders;
  readonly body?: string | Buffer;
  readonly isLocal?: boolean;
}

/** How a request went: what the cache gave, and whether it says that it was stored. */
interface Got {
  readonly status: number;
  readonly body: string;
  readonly headers: ResponseHeaders;
  readonly cached: boolean;
}

/** A cache over a fake server that counts what it is asked. */
export interface CachedSite {
  /** What the server was asked, in order. */
  readonly asked: HttpRequest[];
  readonly entries: CacheStore;
  /** A GET with these headers, unless `more` says otherwise. */
  readonly get: (headers?: Record<string, string>, more?: Partial<HttpRequest & CacheOptions>) => Promise<Got>;
}

function answer({ status = 200, headers = {}, body = 'body', isLocal = false }: Scripted): HttpResponse {
  return { status, statusText: 'Text', headers, body: Buffer.from(body), isLocal };
}

/** A shelf in memory. */
export function blobStore(): BlobStore & { readonly held: Map<string, Buffer> } {
  const held = new Map<string, Buffer>();
  return {
    held,
    put: (content) => {
      held.set(String(held.size), content);
      return String(held.size - 1);
    },
    get: (name) => Promise.resolve(held.get(name)),
  };
}

/** @param reply what the server says to the nth request, or to each */
export function cachedSite(
  reply: Scripted | ((request: HttpRequest, nth: number) => Scripted),
  entries = new CacheStore({ maxBytes: 1_000_000, maxBodyBytes: 1_000, blobStore: blobStore() }),
): CachedSite {
  const asked: HttpRequest[] = [];
  return {
    asked,
    entries,
    async get(headers = {}, { isUsed = true, wantsBody = true, method = 'GET', url = new URL('http://one.test/a?b=c') } = {}) {
      let cached = false;
      const send = cache(
        (request) => {
          asked.push(request);
          return Promise.resolve(answer(typeof reply === 'function' ? reply(request, asked.length) : reply));
        },
        entries,
        { isUsed, wantsBody, onHit: () => (cached = true) },
      );
      const response = await send({ method, url, headers });
      return { status: response.status, body: response.body.toString(), headers: response.headers, cached };
    },
  };
}
