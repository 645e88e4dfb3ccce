import {
  CallToolRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { callTool, listTools } from './call-tool.ts';
import { parseRequest } from './check-params.ts';
import { MODERN_VERSION } from './eras.ts';
import { isObject, type ClientRequest } from './frame.ts';
import { instructions } from './instructions.ts';
import { checkMeta } from './modern-meta.ts';
import { ERROR_CODE, ProtocolError } from './protocol-error.ts';
import { listResources, listResourceTemplates, readResource } from './resources.ts';
import { CAPABILITIES, SERVER_INFO, type Served } from './served.ts';

/** What a request is served in. */
export interface ModernContext {
  /** Aborted when the client does not want the answer any more, or the server ends. */
  readonly signal: AbortSignal;
  /** Sends a notification that belongs to the request; resolves when it is on its way. */
  readonly notify: (method: string, params: unknown) => Promise<void>;
}

type Result = Readonly<Record<string, unknown>>;
type Handler = (request: ClientRequest, served: Served, context: ModernContext) => Result | Promise<Result>;

/** What does not change while the process lives. In milliseconds. */
const FIXED = { ttlMs: 3_600_000, cacheScope: 'public' } as const;
/** The same, where the operator's profiles are named. */
const FIXED_PRIVATE = { ...FIXED, cacheScope: 'private' } as const;
/** What the next call may change. */
const CHANGING = { ttlMs: 0, cacheScope: 'private' } as const;

const HANDLERS = new Map<string, Handler>([
  [
    'server/discover',
    (_, served) => ({
      supportedVersions: [MODERN_VERSION],
      capabilities: CAPABILITIES,
      instructions: instructions(served),
      ...FIXED_PRIVATE,
    }),
  ],
  [
    'tools/list',
    (request, { tools }) => {
      onlyPage(parseRequest(ListToolsRequestSchema, request).params?.cursor);
      return { tools: listTools(tools), ...FIXED };
    },
  ],
  [
    'tools/call',
    (request, served, { signal, notify }) => {
      const { params } = parseRequest(CallToolRequestSchema, request);
      return callTool(params, served, { signal, sendProgress: (progress) => notify('notifications/progress', progress) });
    },
  ],
  [
    'resources/list',
    (request, { resources }) => {
      onlyPage(parseRequest(ListResourcesRequestSchema, request).params?.cursor);
      return { ...listResources(resources), ...CHANGING };
    },
  ],
  [
    'resources/templates/list',
    (request, { resources }) => {
      onlyPage(parseRequest(ListResourceTemplatesRequestSchema, request).params?.cursor);
      return { ...listResourceTemplates(resources), ...FIXED };
    },
  ],
  [
    'resources/read',
    async (request, served, { signal }) => {
      const { params } = parseRequest(ReadResourceRequestSchema, request);
      return { ...(await readResource(params.uri, served, signal)), ...CHANGING };
    },
  ],
  ['subscriptions/listen', listen],
]);

/**
 * Serves one request of the modern era, the revision 2026-07-28: it knows of no other request, since all that there is to
 * know stands in its `_meta`. Only {@link HANDLERS} are served, so that what the revision has removed is not found.
 * @returns the result, marked as complete and with the name of this server
 * @throws {ProtocolError} what is to be answered instead
 * @throws the reason of `context.signal`
 */
export async function serveModern(request: ClientRequest, served: Served, context: ModernContext): Promise<Result> {
  checkMeta(request);
  const handler = HANDLERS.get(request.method);
  if (!handler) throw new ProtocolError(ERROR_CODE.methodNotFound, `Method not found: ${request.method.slice(0, 100)}`);
  const { _meta: meta, ...result } = await handler(request, served, context);
  const more = isObject(meta) ? meta : {};
  return { resultType: 'complete', ...result, _meta: { ...more, 'io.modelcontextprotocol/serverInfo': SERVER_INFO } };
}

/** Every list has one page, so that a cursor can only be somebody else's. */
function onlyPage(cursor: string | undefined): void {
  if (cursor) throw new ProtocolError(ERROR_CODE.invalidParams, 'params.cursor: there is no such page; the list has one only');
}

/**
 * A subscription (2026-07-28, Subscriptions): it is acknowledged with what is told of, which is nothing, and open until
 * the client cancels it or the server ends.
 */
async function listen({ id, params }: ClientRequest, _: Served, { signal, notify }: ModernContext): Promise<Result> {
  if (!isObject(params['notifications'])) {
    throw new ProtocolError(ERROR_CODE.invalidParams, 'params.notifications: expected an object');
  }
  const subscriptionId = JSON.parse(id) as unknown;
  if (JSON.stringify(subscriptionId) !== id) {
    const words = `A subscription is named by its id: expected a string or a whole number up to 2^53 - 1, got ${id.slice(0, 40)}`;
    throw new ProtocolError(ERROR_CODE.invalidRequest, words);
  }
  const meta = { 'io.modelcontextprotocol/subscriptionId': subscriptionId };
  await notify('notifications/subscriptions/acknowledged', { _meta: meta, notifications: {} });
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  return { _meta: meta };
}
