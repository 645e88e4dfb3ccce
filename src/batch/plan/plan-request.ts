import type { Config } from '../../config/config.ts';
import { isSafe } from '../../http/methods.ts';
import type { HttpRequest } from '../../http/message.ts';
import type { RequestItem } from './request-item.ts';
import { mentions, methodOf, buildRequestBody } from './request-body.ts';
import type { As, Envelope, Paginate, RequestArgs, Select } from '../args/schema.ts';
import { TemplateError } from './template.ts';
import { resolveUrl } from './resolve-url.ts';
import type { Row } from './vars.ts';
import { takenHeaders } from '../../http/secrets/profile.ts';
import type { Provenance } from './provenance.ts';

/** A request that can be sent. */
export interface PlannedRequest {
  readonly id: string | undefined;
  readonly request: HttpRequest;
  readonly select: Select | undefined;
  readonly as: As;
  readonly timeoutMs: number;
  readonly paginate: Paginate | undefined;
  /** Whether an Idempotency-Key is to be sent with it. */
  readonly wantsKey: boolean;
  /** Whether the URL is not plain from the input, because it was made from a template. */
  readonly isExpanded: boolean;
  /** The variables, where the URL does not show them. */
  readonly vars: Row | undefined;
  /** All its variables, for those who take values from it. */
  readonly row: Row;
  /** Whose word those of them are that bodies have brought. */
  readonly provenance?: Provenance;
}

/** A request that cannot be sent, and why. */
export interface InvalidRequest {
  readonly id: string | undefined;
  readonly url: string | undefined;
  readonly error: string;
  /** Default `invalid`. */
  readonly outcome?: 'blocked';
}

/** What each request asks for unless it says otherwise. */
const ACCEPT: Record<As, string> = {
  auto: 'application/json, text/*;q=0.9, */*;q=0.8',
  json: 'application/json, */*;q=0.5',
  text: 'text/*, */*;q=0.5',
  markdown: 'text/markdown, text/html;q=0.9, */*;q=0.5',
  html: 'text/html, */*;q=0.5',
  base64: '*/*',
  none: '*/*',
};

/** What the requests of a call have in common. */
export interface Shared {
  readonly call: Envelope;
  readonly config: Pick<Config, 'userAgent' | 'profiles'>;
}

/**
 * The requests that an item stands for.
 * @param rows of its variables; absent without a template
 * @param inherited variables of the request its values come from, which its template and body may use too
 */
export function expandItem(
  item: RequestItem,
  shared: Shared,
  rows = item.rows,
  inherited: Row = {},
): (PlannedRequest | InvalidRequest)[] {
  const { request } = item;
  if (!request || item.problems.length > 0) return [invalid(item, item.problems.join('; '))];
  if (!rows) return [expandOne(item, request, shared)];
  const names = Object.keys(inherited).filter((name) => {
    return !rows.names.includes(name) && (item.template?.names.has(name) === true || mentions(request, name));
  });
  const more: Row = Object.fromEntries(names.map((name) => [name, inherited[name] ?? '']));
  return Array.from({ length: rows.length }, (_, nth) => expandOne(item, request, shared, { ...more, ...rows.at(nth) }));
}

/** An item as a record has to name it, though it cannot be sent. */
export function invalid(item: RequestItem, error: string): InvalidRequest {
  return { id: undefined, url: undefined, ...identify(item), error };
}

/** What tells the record of an item from others. */
export function identify({ id, url }: Pick<RequestItem, 'id' | 'url'>): { id?: string; url?: string } {
  return { ...(id === undefined ? {} : { id }), ...(url === undefined ? {} : { url: withoutPassword(url) }) };
}

function expandOne(item: RequestItem, request: RequestArgs, shared: Shared, row?: Row): PlannedRequest | InvalidRequest {
  try {
    const url = resolveUrl(row && item.template ? item.template.expand(row) : request.url, shared.call.base_url, request.query);
    if (typeof url === 'string') return invalid(item, `${item.at}.url: ${url}`);
    const {
      call,
      config: { profiles },
    } = shared;
    const taken = [
      ...takenHeaders(call.headers, url.origin, profiles).map((problem) => `headers.${problem}`),
      ...takenHeaders(request.headers, url.origin, profiles).map((problem) => `${item.at}.headers.${problem}`),
    ];
    return taken.length > 0 ? invalid(item, taken.join('; ')) : planned(item, request, url, shared, row);
  } catch (error) {
    if (error instanceof TemplateError) return invalid(item, `${item.at}.url: ${error.message}`);
    if (error instanceof RangeError) return invalid(item, `${item.at}.json: nested too deeply`);
    throw error;
  }
}

const common = new WeakMap<Shared, Map<As, HttpRequest['headers']>>();

/** The headers of all requests of a call that bring none of their own: one value for all of them. */
function commonHeaders(shared: Shared, as: As): HttpRequest['headers'] {
  const { call, config } = shared;
  let known = common.get(shared);
  if (!known) common.set(shared, (known = new Map()));
  let headers = known.get(as);
  if (!headers) known.set(as, (headers = { accept: ACCEPT[as], 'user-agent': config.userAgent, ...lowerCased(call.headers) }));
  return headers;
}

function planned(item: RequestItem, request: RequestArgs, url: URL, shared: Shared, row: Row | undefined): PlannedRequest {
  const { call } = shared;
  const as = request.as ?? (request.paginate ? 'json' : call.as);
  const method = methodOf(request);
  const requestBody = buildRequestBody(request, row);
  const ofAll = commonHeaders(shared, as);
  const type = requestBody && { 'content-type': requestBody.contentType };
  const headers =
    type || request.headers ? { ...ofAll, ...type, ...lowerCased(call.headers), ...lowerCased(request.headers) } : ofAll;
  const isKeyed = request.idempotency_key ?? call.idempotency_key ?? false;
  return {
    id: item.id,
    request: { method, url, headers, ...(requestBody ? { body: requestBody.body } : {}) },
    select: request.select ?? call.select,
    as,
    timeoutMs: request.timeout_ms ?? call.timeout_ms,
    paginate: request.paginate,
    wantsKey: !isSafe(method) && isKeyed && !Object.hasOwn(headers, 'idempotency-key'),
    row: row ?? {},
    ...shownVars(item, row),
  };
}

/** Variables that the template does not use are not to be seen in the URL. */
function shownVars({ template }: RequestItem, row: Row | undefined): Pick<PlannedRequest, 'isExpanded' | 'vars'> {
  if (!template || !row) return { isExpanded: false, vars: undefined };
  const hidden = Object.entries(row).filter(([name]) => !template.names.has(name));
  return { isExpanded: true, vars: hidden.length > 0 ? Object.fromEntries(hidden) : undefined };
}

function withoutPassword(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/*)[^/?#]*@/i, '$1');
}

function lowerCased(headers: Record<string, string> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value.trim()]));
}
