import type { Config } from '../../config.ts';
import type { Log } from '../../log.ts';
import type { HttpRequest, HttpResponse, Trace } from '../../http/message.ts';
import { send } from '../../http/client.ts';
import type { Entries } from '../../http/cache/entries.ts';
import type { Connections } from '../../http/sockets/connections.ts';
import type { Credentials } from '../../http/secrets/credentials.ts';
import type { Hold } from '../../http/pacing/hold.ts';
import type { HostLimits } from '../../http/pacing/host-limits.ts';
import type { RobotsRules } from '../../http/robots/robots.ts';
import type { Store } from '../../result/store.ts';
import type { Workers } from '../../result/workers.ts';
import type { BodyContext } from './bodies.ts';
import type { Exchange, Reply } from './exchanges.ts';
import { answered, failed, forEqual, type Draft } from './outcome.ts';
import { paginated } from './paginate.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import type { Envelope } from '../args/schema.ts';
import type { Node } from './slot.ts';
import { yieldsOf, type Feed, type Yields } from './yields.ts';

/** What all calls of the process share. */
export interface Engine {
  readonly connections: Connections;
  readonly credentials: Credentials;
  /** Told of every request. Absent: nobody is. */
  readonly log?: Log | undefined;
  readonly limits: HostLimits;
  /** Answers that may be used again. */
  readonly cached?: Entries;
  /** What robots.txt files say, if they are to be respected. */
  readonly robots?: RobotsRules;
  readonly store: Store;
  readonly workers: Workers;
  readonly config: Pick<Config, 'maxRedirects' | 'maxResponseBytes'>;
}

/** What one request runs in. */
export interface RequestContext {
  readonly engine: Engine;
  readonly call: Envelope;
  /** The permit it runs under. */
  readonly hold: Hold;
  /** The group's. */
  readonly signal: AbortSignal;
  /** When the call ends, on the clock of `performance.now()`. */
  readonly endsAt: number;
  /** Told before each wait between attempts. */
  onWait(ms: number, why: string): void;
  /** Counts a page beyond the first. @returns whether it may be asked for */
  countPage(): boolean;
  /** Bytes of the pages that all requests of the call hold now. */
  heldBytes(): number;
}

/** What reading the answers of a call runs in. */
export type ReadingContext = Pick<RequestContext, 'engine' | 'call' | 'signal'>;

/** A request that has not begun. */
export function newTrace(planned: PlannedRequest, contacted: Set<string>): Trace {
  return {
    sent: false,
    contacted,
    attempts: 1,
    url: planned.request.url.href,
    cached: false,
    doing: 'connecting',
    bytes: 0,
  };
}

/**
 * Sends one request, and those for its further pages. A failure is a reply too.
 * @throws the group's reason, when the group has ended before the request
 */
export async function perform(planned: PlannedRequest, exchange: Exchange, context: RequestContext): Promise<Reply> {
  const { engine, signal } = context;
  const { trace, pages } = exchange;
  try {
    if (!planned.paginate || !pages) return { response: await sendOnce(planned.request, planned, exchange, context) };
    const response = await paginated(planned.request, pages, {
      paginate: planned.paginate,
      trace,
      maxBytes: engine.config.maxResponseBytes,
      context: bodyContext(exchange, context),
      send: (request) => sendOnce(request, planned, exchange, context),
      heldBytes: () => context.heldBytes(),
      count: () => context.countPage(),
    });
    return pages.count > 0 || pages.failure ? { response, pages } : { response };
  } catch (error) {
    if (signal.aborted) throw error;
    return { error };
  }
}

function sendOnce(
  request: HttpRequest,
  planned: PlannedRequest,
  { trace, wantsBody }: Exchange,
  context: RequestContext,
): Promise<HttpResponse> {
  const { engine, call, signal } = context;
  const endsAt = performance.now() + planned.timeoutMs;
  return send(request, {
    connections: engine.connections,
    credentials: engine.credentials,
    log: engine.log,
    hold: context.hold,
    signal,
    remainingMs: () => endsAt - performance.now(),
    endingMs: () => context.endsAt - performance.now(),
    timeoutMs: planned.timeoutMs,
    retries: call.retries,
    maxRedirects: engine.config.maxRedirects,
    maxBytes: engine.config.maxResponseBytes,
    wantsBody,
    trace,
    cached: engine.cached,
    robots: engine.robots,
    usesCache: call.cache,
    onWait: (ms, why) => context.onWait(ms, why),
  });
}

/**
 * What became of one of the requests that share an exchange, and what others take from it.
 * @param seen what has become of others of them, by how they look at the body
 * @throws the group's reason
 */
export async function drafted(
  planned: PlannedRequest,
  node: Node,
  exchange: Exchange,
  reply: Reply,
  context: ReadingContext,
  seen: Map<string, Draft>,
): Promise<{ readonly draft: Draft; readonly yields: Yields }> {
  const { trace } = exchange;
  const within = bodyContext(exchange, context);
  const isShared = exchange.slots.length > 1 && node.dependents.length === 0;
  const view = isShared ? JSON.stringify([planned.as, planned.select]) : '';
  const known = isShared ? seen.get(view) : undefined;
  if (known) return { draft: forEqual(known, planned, trace), yields: new Map() };
  try {
    if ('error' in reply) throw reply.error;
    const headers = context.call.response_headers ?? [];
    const { draft, content } = await answered(planned, reply.response, trace, headers, within, reply.pages);
    if (isShared) seen.set(view, draft);
    const isWanted = node.dependents.length > 0 && draft.record.outcome === undefined;
    return { draft, yields: isWanted ? await yieldsOf(feedsOf(node), content, reply, within) : new Map() };
  } catch (error) {
    if (context.signal.aborted) throw error;
    return { draft: { record: failed(planned, error, trace) }, yields: new Map() };
  }
}

function feedsOf({ item: { id }, dependents }: Node): Feed[] {
  return dependents.flatMap(({ item, place }) => {
    return item.wants.filter(({ from }) => from === id).map((want) => ({ item, place, want }));
  });
}

/** What reading the bodies of an exchange needs. */
export function bodyContext({ trace }: Exchange, { engine, call, signal }: ReadingContext): BodyContext {
  return { store: engine.store, workers: engine.workers, signal, url: trace.url, maxTokens: call.max_tokens };
}
