import type { HttpRequest, Send, RequestProgress } from '../message.ts';
import type { RequestPermit } from '../pacing/request-permit.ts';

/** An attempt to connect that was ended earlier says nothing of the server, in milliseconds. */
const FAIR_DIAL_MS = 1_000;

export interface PermitOptions {
  readonly permit: RequestPermit;
  readonly signal: AbortSignal;
  readonly trace: RequestProgress;
  /** Waits until there is a permit for a request to `origin`. */
  readonly acquire: (origin: string, request: HttpRequest) => Promise<void>;
}

/** Sends each request under a permit, when its origin may be asked, and tells the pace what became of it. */
export function underPermit(send: Send, { permit, signal, trace, acquire }: PermitOptions): Send {
  return async (request) => {
    const { origin } = request.url;
    trace.phase = 'permit';
    if (!permit.tryReuse(origin, request)) {
      await acquire(origin, request);
      permit.tryReuse(origin, request);
    }
    const { pacing } = permit;
    const flight = pacing.sent(origin);
    let status: number | undefined;
    let failure: unknown;
    try {
      const response = await send(request);
      ({ status } = response);
      pacing.answered(origin, response, flight.startedAt, request);
      return response;
    } catch (error) {
      failure = error;
      const gaveUpDialling = isDialling(trace) && performance.now() - flight.startedAt >= FAIR_DIAL_MS;
      if (!signal.aborted) pacing.failed(origin, error, gaveUpDialling, flight.startedAt);
      throw error;
    } finally {
      pacing.ended(origin, flight, status !== undefined);
      trace.onAttempt?.({ startedAt: flight.startedAt, endedAt: performance.now(), status, error: failure });
    }
  };
}

function isDialling({ phase }: RequestProgress): boolean {
  return phase === 'connect';
}
