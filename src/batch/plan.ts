import type { Config } from '../config.ts';
import type { HttpRequest } from '../http/message.ts';
import { coerce } from './coerce.ts';
import { headerProblems } from './headers.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { InvalidCall, problemsOf } from './problems.ts';
import { callSchema, envelopeSchema, requestSchema, type As, type Envelope, type Select } from './schema.ts';
import { resolveUrl } from './url.ts';

/** A request that can be sent. */
export interface PlannedRequest {
  readonly i: number;
  readonly id: string | undefined;
  readonly request: HttpRequest;
  readonly select: Select | undefined;
  readonly as: As;
  readonly timeoutMs: number;
}

/** A request that cannot be sent, and why. */
export interface InvalidRequest {
  readonly i: number;
  readonly id: string | undefined;
  readonly url: string | undefined;
  readonly error: string;
}

/** What a call comes to before anything is sent. */
export interface Plan {
  readonly call: Envelope;
  readonly total: number;
  readonly requests: readonly PlannedRequest[];
  readonly invalid: readonly InvalidRequest[];
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

const callJson = jsonSchemaOf(callSchema);
const requestJson = jsonSchemaOf(requestSchema);

/**
 * Turns a call's arguments, as a client sent them, into requests. What is wrong with one request makes that one
 * invalid.
 * @throws {InvalidCall} if something is wrong with the call; it lists every problem at once
 */
export function plan(args: unknown, config: Pick<Config, 'maxRequests' | 'userAgent'>): Plan {
  const coerced = coerce(callJson, args ?? {});
  const parsed = envelopeSchema.safeParse(coerced);
  const problems = parsed.success ? callProblems(parsed.data, config) : problemsOf(parsed.error, callJson);
  const items = listed(coerced).slice(0, config.maxRequests).map((item, i) => {
    return planRequest(item, i, parsed.data, config);
  });
  const invalid = items.filter((item) => 'error' in item);
  if (!parsed.success || problems.length > 0) {
    throw new InvalidCall([...problems, ...invalid.map(({ error }) => error)]);
  }
  return {
    call: parsed.data,
    total: items.length,
    requests: items.filter((item) => 'request' in item),
    invalid,
  };
}

function callProblems(call: Envelope, config: Pick<Config, 'maxRequests'>): string[] {
  const problems = headerProblems(call.headers ?? {}).map((problem) => `headers.${problem}`);
  if (call.requests.length > config.maxRequests) {
    const most = `at most ${config.maxRequests} in one call (--max-requests)`;
    problems.push(`requests: ${call.requests.length} requests, ${most}; split the call`);
  }
  if (call.base_url !== undefined) {
    const base = resolveUrl(call.base_url, undefined, undefined);
    if (typeof base === 'string') problems.push(`base_url: ${base}`);
  }
  return problems;
}

function planRequest(
  item: unknown,
  i: number,
  call: Envelope | undefined,
  config: Pick<Config, 'userAgent'>,
): PlannedRequest | InvalidRequest {
  const at = `requests[${i}]`;
  const parsed = requestSchema.safeParse(typeof item === 'string' ? { url: item } : item);
  const { id, url: written } = parsed.data ?? said(item);
  const invalid = (problems: readonly string[]): InvalidRequest => {
    return { i, id, url: written && withoutPassword(written), error: problems.join('; ') };
  };
  if (!parsed.success) return invalid(problemsOf(parsed.error, requestJson, at));

  const request = parsed.data;
  const url = resolveUrl(request.url, call?.base_url, request.query);
  const problems = headerProblems(request.headers ?? {}).map((problem) => `${at}.headers.${problem}`);
  if (typeof url === 'string') return invalid([`${at}.url: ${url}`, ...problems]);
  if (problems.length > 0) return invalid(problems);
  const as = request.as ?? call?.as ?? 'auto';
  return {
    i,
    id,
    request: {
      method: request.method ?? 'GET',
      url,
      headers: {
        accept: ACCEPT[as],
        'user-agent': config.userAgent,
        ...lowerCased(call?.headers),
        ...lowerCased(request.headers),
      },
    },
    select: pathsOf(request.select ?? call?.select),
    as,
    timeoutMs: request.timeout_ms ?? call?.timeout_ms ?? 0,
  };
}

/** A list of paths may come as JSON text; as JMESPath that would be a list of constant keys, which nobody means. */
function pathsOf(select: Select | undefined): Select | undefined {
  if (typeof select !== 'string' || !/^\s*\[\s*"/.test(select)) return select;
  try {
    const parsed: unknown = JSON.parse(select);
    return Array.isArray(parsed) && parsed.every((path) => typeof path === 'string') ? parsed : select;
  } catch {
    return select;
  }
}

function withoutPassword(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/*)[^/?#]*@/i, '$1');
}

/** What an item says of itself though it is not valid as a whole, so that its record can be told from others. */
function said(item: unknown): { readonly id?: string | undefined; readonly url?: string | undefined } {
  if (typeof item !== 'object' || item === null) return {};
  return { id: 'id' in item ? text(item.id) : undefined, url: 'url' in item ? text(item.url) : undefined };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function listed(args: unknown): unknown[] {
  const requests = typeof args === 'object' && args !== null && 'requests' in args ? args.requests : undefined;
  return Array.isArray(requests) ? requests : [];
}

function lowerCased(headers: Record<string, string> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value.trim()]));
}
