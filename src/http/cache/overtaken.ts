import { headerOf, type HttpRequest, type HttpResponse, type ResponseHeaders } from '../message.ts';
import { CONDITIONAL_HEADERS } from './cache-policy.ts';
import type { CacheStore, StoredResponse } from './cache-store.ts';

type Answer = Pick<HttpResponse, 'status' | 'headers'>;

/**
 * Forgets what is stored for a request, if an answer that was not stored shows that there is something newer: to a HEAD
 * (RFC 9111 section 4.3.5), of a part, or to a caller who wanted nothing of what is stored. Nobody is given afterwards
 * what was so before.
 */
export function forgetOvertaken(entries: CacheStore, request: HttpRequest, answer: Answer): void {
  if ((request.method !== 'GET' && request.method !== 'HEAD') || saysNothing(answer.status)) return;
  if (!entries.has(request.url)) return;
  const plain = unconditional(request);
  const stored = entries.find(plain);
  if (stored && isOvertaken(stored, request.method, answer)) entries.remove(plain);
}

/** A server that is not well, or conditions of the caller that are not met. */
function saysNothing(status: number): boolean {
  return status >= 500 || status === 429 || status === 304 || status === 412 || status === 416;
}

function isOvertaken(stored: StoredResponse, method: HttpRequest['method'], { status, headers }: Answer): boolean {
  const differ = (name: string): boolean | undefined => differs(name, stored.headers, headers);
  const other = differ('etag') ?? differ('last-modified');
  if (status === 206) return other === true;
  if (stored.status !== status) return true;
  return method === 'HEAD' ? other === true || (other === undefined && differ('content-length') === true) : other !== false;
}

/** @returns undefined if one of the two does not say it */
function differs(name: string, one: ResponseHeaders, other: ResponseHeaders): boolean | undefined {
  const [ours, theirs] = [one, other].map((headers) => headerOf(headers, name)?.replace(/^W\//, ''));
  return ours === undefined || theirs === undefined ? undefined : ours !== theirs;
}

/** The request for which the whole would be stored. */
function unconditional(request: HttpRequest): HttpRequest {
  const headers = Object.entries(request.headers).filter(([name]) => !CONDITIONAL_HEADERS.includes(name));
  return { ...request, method: 'GET', headers: Object.fromEntries(headers) };
}
