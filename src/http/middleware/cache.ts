import type { CacheStore, StoredResponse } from '../cache/cache-store.ts';
import { concernsCache, conditional, freshened, isAbout, isFresh } from '../cache/cache-policy.ts';
import { forgetOvertaken } from '../cache/overtaken.ts';
import { headerOf, type HttpRequest, type HttpResponse, type ResponseHeaders, type Send } from '../message.ts';
import { isSafe } from '../methods.ts';
import { isRedirect } from '../redirect-status.ts';
import { parseUrl } from '../../parse-url.ts';

export interface CacheOptions {
  /** Whether stored answers may be used, and new ones stored. What an unsafe method changes is forgotten either way. */
  readonly isUsed: boolean;
  /** Whether bodies are read. An answer without its body is not stored, unless it is a redirect. */
  readonly wantsBody: boolean;
  /** When the first request was sent, by {@link CacheStore.now}, if that has been done already. */
  readonly firstSince?: number | undefined;
  /** Told before an answer that was stored, fresh or confirmed by a 304. */
  onHit(): void;
}

/**
 * Stores an answer, if it may be used again.
 * @param since when it was asked for, by {@link CacheStore.now}
 * @returns once that is done; at once if it is not to be
 */
export function storeAnswer(
  entries: CacheStore,
  request: HttpRequest,
  response: HttpResponse,
  { wantsBody, since }: { readonly wantsBody: boolean; readonly since: number },
): void | Promise<void> {
  // An error of the server's says nothing of what is stored.
  if (response.status >= 500 || response.status === 429 || response.status === 304) return;
  const redirects = isRedirect(response.status, response.headers);
  // Where it leads to may depend on the cookie that it sets, which is not stored.
  const isWhole = redirects ? response.headers['set-cookie'] === undefined : wantsBody;
  return entries.put(request, response, isWhole ? response.body : undefined, since);
}

/**
 * Answers GETs from what is stored, by RFC 9111: what is fresh without asking, what is stale by asking whether it is
 * still so. Only for whom it was stored: any header of the request that may be a credential counts.
 */
export function cache(send: Send, entries: CacheStore, options: CacheOptions): Send {
  const { isUsed, wantsBody } = options;
  let { firstSince } = options;

  const sendAndStore = async (request: HttpRequest, asked = request): Promise<HttpResponse> => {
    const since = firstSince ?? entries.now();
    firstSince = undefined;
    const response = await send(asked);
    await storeAnswer(entries, request, response, { wantsBody, since });
    return response;
  };

  const ask = async (request: HttpRequest, entry: StoredResponse, body: Buffer): Promise<HttpResponse> => {
    const since = entries.now();
    const response = await sendAndStore(request, conditional(request, entry.headers));
    if (response.status !== 304) return response;
    if (!isAbout(response, entry.headers)) {
      entries.forget(request.url);
      return sendAndStore(request);
    }
    const headers = freshened(entry.headers, response.headers);
    await entries.put(request, { ...entry, headers }, entry.body, since);
    options.onHit();
    return answer(entry, headers, body);
  };

  return async (request) => {
    if (!isSafe(request.method)) return changing(send, entries, request);
    if (!isUsed || !concernsCache(request)) {
      const response = await send(request);
      forgetOvertaken(entries, request, response);
      return response;
    }
    // What has come of an attempt that is made is taken, and not left to the next hop.
    const entry = firstSince === undefined ? entries.find(request) : undefined;
    const body = entry && (await entries.bodyOf(entry));
    if (!entry || !body) return sendAndStore(request);
    if (!isFresh(entry.policy, request)) return ask(request, entry, body);
    options.onHit();
    const headers = { ...entry.headers, age: String(Math.floor(entry.policy.age())) };
    return answer(entry, headers, body);
  };
}

function answer({ status, statusText, isLocal }: StoredResponse, headers: ResponseHeaders, body: Buffer): HttpResponse {
  return { status, statusText, headers, body, isLocal };
}

/**
 * Sends what may change a resource and forgets what was stored of it (RFC 9111 section 4.4). Also if it fails: it may
 * have come through all the same.
 */
async function changing(send: Send, entries: CacheStore, request: HttpRequest): Promise<HttpResponse> {
  try {
    const response = await send(request);
    for (const name of ['location', 'content-location']) {
      const place = headerOf(response.headers, name);
      const url = place === undefined ? undefined : parseUrl(place, request.url);
      if (url?.origin === request.url.origin) entries.forget(url);
    }
    return response;
  } finally {
    entries.forget(request.url);
  }
}
