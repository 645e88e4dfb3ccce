import { isObject, type ClientRequest } from './frame.ts';

/** The revision of the modern era that is served. */
export const MODERN_VERSION = '2026-07-28';

/** What a request of the modern era carries in its `_meta`. */
export const META = {
  protocolVersion: 'io.modelcontextprotocol/protocolVersion',
  clientCapabilities: 'io.modelcontextprotocol/clientCapabilities',
  clientInfo: 'io.modelcontextprotocol/clientInfo',
  logLevel: 'io.modelcontextprotocol/logLevel',
} as const;

/** Methods that the legacy era does not have. */
const MODERN_METHODS: ReadonlySet<string> = new Set(['server/discover', 'subscriptions/listen']);

type Unaddressed = Pick<ClientRequest, 'method' | 'params'>;

/**
 * Tells by which era's rules a request is to be served; one client may use both (2026-07-28, Versioning, Backward
 * Compatibility: `_meta` means modern, `initialize` means legacy).
 */
export class Eras {
  #hasInitialized = false;
  #hasBeenModern = false;

  /** Call once for each request, in the order in which they come. */
  of(request: Unaddressed): 'legacy' | 'modern' {
    const { method } = request;
    // The modern era has no initialize: only who claims to be wholly of that era is told so.
    if (method === 'initialize' && metaOf(request)[META.protocolVersion] !== MODERN_VERSION) {
      this.#hasInitialized = true;
      return 'legacy';
    }
    if (isModern(request)) {
      this.#hasBeenModern = true;
      return 'modern';
    }
    // Without a claim and without initialize: a modern client that has forgotten its _meta, unless it has never been one.
    return this.#hasInitialized || !this.#hasBeenModern || method === 'ping' ? 'legacy' : 'modern';
  }
}

/** The `_meta` of a request; empty if there is none. */
export function metaOf({ params }: Pick<ClientRequest, 'params'>): Readonly<Record<string, unknown>> {
  return isObject(params['_meta']) ? params['_meta'] : {};
}

function isModern(request: Unaddressed): boolean {
  const meta = metaOf(request);
  return MODERN_METHODS.has(request.method) || Object.values(META).some((key) => Object.hasOwn(meta, key));
}
