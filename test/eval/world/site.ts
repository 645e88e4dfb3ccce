import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { startApi, type Api } from '../../support/api.ts';

/** A request as a route sees it. */
export interface Ask {
  readonly method: string;
  readonly url: URL;
  /** The parts of the path that the route's pattern names. */
  readonly params: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a route answers. Default: 200 and no headers but the content type. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is, anything else as JSON. */
  readonly body?: unknown;
  /** The connection is closed without an answer. */
  readonly drops?: boolean;
}

/** Method, pattern (`/issues/{key}`) and what answers. A GET route answers HEAD too. */
export type Route = readonly [method: string, pattern: string, answer: (ask: Ask) => Reply];

/** One request that the world has seen. */
export interface Asked {
  /** The job that was being done. */
  readonly job: string | undefined;
  readonly site: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** Starts one site on a port of its own; `saw` is told of each request when it has been answered. */
export function startSite(
  routes: readonly Route[],
  saw: (asked: Pick<Asked, 'method' | 'path' | 'status'>) => void,
): Promise<Api> {
  const compiled = routes.map(([method, pattern, answer]) => ({ method, path: compile(pattern), answer }));
  return startApi(async (request, response, url) => {
    const { method = 'GET', headers } = request;
    const body = await textOf(request);
    if (body === undefined) return;
    const here = new URL(url.pathname + url.search, `http://${headers.host}`);
    const matching = compiled.filter(({ path }) => path.test(url.pathname));
    const route = matching.find((each) => each.method === method || (each.method === 'GET' && method === 'HEAD'));
    const params = route ? decoded(route.path.exec(url.pathname)?.groups ?? {}) : {};
    const reply = route ? route.answer({ method, url: here, params, headers, body }) : unrouted(matching);
    const status = reply.status ?? 200;
    saw({ method, path: url.pathname + url.search, status: reply.drops ? 0 : status });
    if (reply.drops) {
      request.socket.destroy();
      return;
    }
    const text = typeof reply.body === 'string' ? reply.body : reply.body === undefined ? '' : JSON.stringify(reply.body);
    const type = typeof reply.body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
    response.writeHead(status, { ...(text === '' ? {} : { 'content-type': type }), ...reply.headers });
    response.end(method === 'HEAD' ? '' : text);
  });
}

/** An HTML answer. */
export function html(text: string): Reply {
  return { headers: { 'content-type': 'text/html; charset=utf-8' }, body: text };
}

/** An error as JSON APIs have it. */
export function problem(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers, body: { error: { status, message } } };
}

/** The object in a request's JSON body; undefined if there is none. */
export function objectIn({ body }: Ask): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** A whole number of the query, within bounds. */
export function numberIn({ url }: Ask, name: string, initial: number, most = Infinity): number {
  const value = Number(url.searchParams.get(name) ?? initial);
  return Number.isSafeInteger(value) && value >= 0 ? Math.min(value, most) : initial;
}

function unrouted(matching: readonly unknown[]): Reply {
  return matching.length > 0 ? problem(405, 'Method Not Allowed') : problem(404, 'Not Found');
}

function compile(pattern: string): RegExp {
  const source = pattern.replaceAll('.', String.raw`\.`).replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return new RegExp(`^${source}$`);
}

function decoded(params: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, unescape(value)]));
}

function unescape(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The body of a request; undefined if whoever sent it has gone. */
async function textOf(request: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of request) pieces.push(piece as Buffer);
  } catch {
    return undefined;
  }
  return Buffer.concat(pieces).toString('utf8');
}
