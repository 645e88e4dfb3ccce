import { withDeadline } from '../concurrency/index.ts';
import type { Config } from '../config.ts';
import type { Trace } from '../http/attempt.ts';
import { send } from '../http/client.ts';
import type { Connections } from '../http/connections.ts';
import type { Hold, Permits } from '../http/host-limits.ts';
import { answered, failed } from './outcome.ts';
import type { PlannedRequest } from './plan.ts';
import type { Envelope, ResultRecord } from './schema.ts';

/** What all calls of the process share. */
export interface Engine {
  readonly connections: Connections;
  readonly limits: Permits;
  readonly config: Pick<Config, 'maxRedirects' | 'maxResponseBytes'>;
}

/** What one request runs in. */
export interface RequestContext {
  readonly engine: Engine;
  readonly call: Envelope;
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
    doing: 'connecting',
    bytes: 0,
  };
}

/**
 * Sends one request and makes its record. A failure is a record too.
 * @throws the group's reason, when the group has ended before the request
 */
export async function perform(planned: PlannedRequest, context: RequestContext): Promise<ResultRecord> {
  const { engine, call, trace, signal } = context;
  const endsAt = Math.min(context.endsAt, performance.now() + planned.timeoutMs);
  try {
    const response = await withDeadline(
      planned.timeoutMs,
      (own) =>
        send(planned.request, {
          connections: engine.connections,
          hold: context.hold,
          signal: own,
          remainingMs: () => endsAt - performance.now(),
          retries: call.retries,
          maxRedirects: engine.config.maxRedirects,
          maxBytes: engine.config.maxResponseBytes,
          wantsBody: planned.as !== 'none',
          trace,
          onWait: (ms, why) => context.onWait(ms, why),
        }),
      { signal },
    );
    return await answered(planned, response, trace, call.response_headers ?? []);
  } catch (error) {
    if (signal.aborted) throw error;
    return failed(planned, error, trace);
  }
}
