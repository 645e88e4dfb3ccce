import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Trace } from '../http/message.ts';
import { send } from '../http/client.ts';
import type { Entries } from '../http/cache-entries.ts';
import type { Connections } from '../http/connections.ts';
import type { Credentials } from '../http/credentials.ts';
import type { Hold, HostLimits } from '../http/host-limits.ts';
import type { RobotsRules } from '../http/robots.ts';
import type { Store } from '../result/store.ts';
import type { Workers } from '../result/workers.ts';
import { answered, failed, type Finished } from './outcome.ts';
import type { PlannedRequest } from './plan-request.ts';
import type { Envelope } from './schema.ts';

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
  /** The name of the call: `b1`. */
  readonly batch: string;
  /** The permit it runs under. */
  readonly hold: Hold;
  readonly trace: Trace;
  /** The group's. */
  readonly signal: AbortSignal;
  /** When the call ends, on the clock of `performance.now()`. */
  readonly endsAt: number;
  /** Told before each wait between attempts. */
  onWait(ms: number, why: string): void;
}

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
 * Sends one request and reads its answer. A failure is a result too.
 * @throws the group's reason, when the group has ended before the request
 */
export async function perform(planned: PlannedRequest, context: RequestContext): Promise<Finished> {
  const { engine, call, trace, signal } = context;
  const endsAt = performance.now() + planned.timeoutMs;
  try {
    const response = await send(planned.request, {
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
      wantsBody: planned.as !== 'none',
      trace,
      cached: engine.cached,
      robots: engine.robots,
      usesCache: call.cache,
      onWait: (ms, why) => context.onWait(ms, why),
    });
    return await answered(planned, response, trace, call.response_headers ?? [], {
      store: engine.store,
      workers: engine.workers,
      signal,
      batch: context.batch,
      url: trace.url,
      maxTokens: call.max_tokens,
    });
  } catch (error) {
    if (signal.aborted) throw error;
    return { record: failed(planned, error, trace) };
  }
}
