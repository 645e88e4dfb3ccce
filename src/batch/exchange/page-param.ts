import type { HttpRequest } from '../../http/message.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import { SelectError } from '../../result/select/select-error.ts';

/** A cursor, or the number of a page or item; in a JSON body it may be a list or object, too. */
export type ParamValue = string | number | object;

/** The value of a query parameter, or in the JSON body of a POST; undefined if it has none. */
export function paramOf(request: HttpRequest, param: string): unknown {
  if (request.method === 'GET') return request.url.searchParams.get(param) ?? undefined;
  let place: unknown = parseBody(request);
  for (const step of param.split('.')) {
    if (typeof place !== 'object' || place === null || !Object.hasOwn(place, step)) return undefined;
    place = Reflect.get(place, step);
  }
  return place;
}

/**
 * The same request with another value of a parameter: in the query, whose rest stays as it was written, or in the JSON
 * body of a POST, where `variables.after` is a path.
 * @throws {SelectError} if the body has no place for it
 */
export function withParam(request: HttpRequest, param: string, value: ParamValue): HttpRequest {
  if (request.method === 'GET') {
    const url = new URL(request.url);
    url.search = withQueryParam(url.search.slice(1), param, typeof value === 'object' ? JSON.stringify(value) : String(value));
    return { ...request, url };
  }
  const body = parseBody(request);
  const steps = param.split('.');
  const last = steps.pop() ?? param;
  let place: unknown = body;
  for (const step of steps) {
    if (typeof place !== 'object' || place === null) break;
    if (!Object.hasOwn(place, step)) Reflect.set(place, step, {});
    place = Reflect.get(place, step);
  }
  if (typeof place !== 'object' || place === null || Array.isArray(place)) {
    throw new SelectError(
      `paginate.param "${param}" is no place in the JSON body of the request; name a path to a key of an object`,
    );
  }
  Reflect.set(place, last, value);
  const text = JSON.stringify(body);
  return { ...request, body: () => text };
}

/**
 * The request of a further page with an Idempotency-Key of its own, if the first has been given one: with the key of another
 * page a server would answer that one again, or refuse.
 */
export function withPageKey(request: HttpRequest, { wantsKey, request: first }: PlannedRequest, page: number): HttpRequest {
  const key = first.headers['idempotency-key'];
  if (!wantsKey || key === undefined) return request;
  return { ...request, headers: { ...request.headers, 'idempotency-key': `${key}-${page}` } };
}

function parseBody({ body }: HttpRequest): unknown {
  try {
    return JSON.parse(body?.() ?? '');
  } catch {
    return undefined;
  }
}

/** Replaces a parameter where it stands, or adds it; the others stay as they are written, escapes and all. */
function withQueryParam(query: string, param: string, value: string): string {
  const pair = `${encodeURIComponent(param)}=${encodeURIComponent(value)}`;
  const parts = query === '' ? [] : query.split('&');
  const first = parts.findIndex((part) => nameOf(part) === param);
  if (first < 0) return [...parts, pair].join('&');
  return parts.flatMap((part, index) => (index === first ? [pair] : nameOf(part) === param ? [] : [part])).join('&');
}

/** As application/x-www-form-urlencoded names a part of a query. */
function nameOf(part: string): string {
  return new URLSearchParams(part).keys().next().value ?? '';
}
