import type { HttpRequest } from './message.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a method only reads (RFC 9110 section 9.2.1). */
export function isSafe(method: HttpRequest['method']): boolean {
  return SAFE.has(method);
}

/** Whether sending a request twice does no more than sending it once (RFC 9110 section 9.2.2), by its method or its key. */
export function isIdempotent({ method, headers }: HttpRequest): boolean {
  return (method !== 'POST' && method !== 'PATCH') || headers['idempotency-key'] !== undefined;
}

/** Whether an answer has no body, whatever its Content-Length says (RFC 9110 section 6.4.1). */
export function isBodiless(method: HttpRequest['method'], status: number): boolean {
  return method === 'HEAD' || status === 204 || status === 304;
}
