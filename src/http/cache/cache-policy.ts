import CachePolicy from 'http-cache-semantics';
import { directives, readTimes, written } from './cache-headers.ts';
import { headerOf, type HttpRequest, type HttpResponse, type ResponseHeaders } from '../message.ts';

/** Of one connection only (RFC 9110 section 7.6.1), and what logs somebody in: neither is stored. */
const NOT_STORED = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'set-cookie',
  'set-cookie2',
]);
/** They describe the body, which stays as it was stored (RFC 9111 section 3.2). */
const BODY_HEADERS = new Set(['content-length', 'content-encoding', 'content-range', 'content-type']);
/** The caller has a stored answer of its own, or wants a part: that is between it and the server. */
export const CONDITIONAL_HEADERS = ['range', 'if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since', 'if-range'];

/**
 * The rules of RFC 9111 for one stored answer, as a private cache without heuristics: fresh is what says so itself.
 * http-cache-semantics decides; what it takes literally is written out for it first.
 */
export type Policy = CachePolicy;

/** Whether a cache may have a part in this request. */
export function concernsCache({ method, headers }: HttpRequest): boolean {
  if (method !== 'GET' || CONDITIONAL_HEADERS.some((name) => headers[name] !== undefined)) return false;
  const control = headers['cache-control'];
  return control === undefined || !directives(control).has('no-store');
}

/** Whether an answer says anything that could let it be used again: most do not, and need no further look. */
export function mayBeKept(headers: ResponseHeaders): boolean {
  if (headers['cache-control'] === undefined) return hasValidator(headers) || headers['expires'] !== undefined;
  const control = headers['cache-control'].toString().toLowerCase(); // the lines of a list with commas between
  if (/(?:^|,)\s*no-store\s*(?:,|$)/.test(control)) return false;
  return hasValidator(headers) || headers['expires'] !== undefined || control.includes('max-age');
}

/** @returns undefined if the answer must not be stored, or could never be used again */
export function buildPolicy(request: HttpRequest, status: number, headers: ResponseHeaders): Policy | undefined {
  const policy = new CachePolicy(
    asked(request),
    {
      status,
      headers: {
        'cache-control': written(headers['cache-control'], ['must-revalidate']),
        pragma: headerOf(headers, 'pragma')?.toLowerCase(),
        ...readTimes(headers, Date.now()),
      },
    },
    { shared: false, cacheHeuristic: 0, immutableMinTimeToLive: 0 },
  );
  if (!policy.storable() || variesBy(headers).includes('*')) return undefined;
  return policy.stale() && !hasValidator(headers) ? undefined : policy;
}

/** Whether it may be used without asking. It is never used when stale, so that must-revalidate is always met. */
export function isFresh(policy: Policy, request: HttpRequest): boolean {
  return !policy.stale() && policy.satisfiesWithoutRevalidation(asked(request));
}

/** Names of the request's headers that select an answer (RFC 9111 section 4.1). */
export function variesBy(headers: ResponseHeaders): string[] {
  return [headers['vary']]
    .flat()
    .join(',')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

/** Asks for the answer only if it is not the stored one any more (RFC 9111 section 4.3.1). */
export function conditional(request: HttpRequest, stored: ResponseHeaders): HttpRequest {
  const etag = headerOf(stored, 'etag');
  const modified = headerOf(stored, 'last-modified');
  return {
    ...request,
    headers: {
      ...request.headers,
      ...(etag === undefined ? {} : { 'if-none-match': etag }),
      ...(modified === undefined ? {} : { 'if-modified-since': modified }),
    },
  };
}

function hasValidator(headers: ResponseHeaders): boolean {
  return headers['etag'] !== undefined || headers['last-modified'] !== undefined;
}

/** Whether a 304 is about the stored answer (RFC 9111 section 4.3.4), as is one that names no validator. */
export function isAbout(notModified: Pick<HttpResponse, 'headers'>, stored: ResponseHeaders): boolean {
  const differs = (name: string): boolean => {
    const [ours, theirs] = [stored, notModified.headers].map((headers) => headerOf(headers, name)?.replace(/^W\//, ''));
    return ours !== undefined && theirs !== undefined && ours !== theirs;
  };
  return !differs('etag') && (notModified.headers['etag'] !== undefined || !differs('last-modified'));
}

/** What is kept of an answer's headers. */
export function storedHeaders(headers: ResponseHeaders): ResponseHeaders {
  const named = new Set(
    [headers['connection']]
      .flat()
      .join(',')
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  );
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !NOT_STORED.has(name) && !named.has(name)));
}

/** The stored headers as a 304 changes them (RFC 9111 section 3.2). Date and Age are of the answer that came last. */
export function freshened(stored: ResponseHeaders, notModified: ResponseHeaders): ResponseHeaders {
  const { age: _, date: __, ...kept } = stored;
  const news = Object.entries(storedHeaders(notModified)).filter(([name]) => !BODY_HEADERS.has(name));
  return { ...kept, ...Object.fromEntries(news) };
}

/** A request as the library reads it: of its headers only what speaks to caches, so that it holds no secret. */
function asked({ headers }: HttpRequest): CachePolicy.HttpRequest {
  return { method: 'GET', headers: { 'cache-control': written(headers['cache-control']), pragma: headers['pragma'] } };
}
