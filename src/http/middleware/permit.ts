import type { Send, RequestProgress } from '../message.ts';
import type { RequestPermit } from '../pacing/request-permit.ts';

/** An attempt to connect that was ended earlier says nothing of the server, in milliseconds. */
const FAIR_DIAL_MS = 1_000;

export interface PermitOptions {
  readonly permit: RequestPermit;
  readonly signal: AbortSignal;
  readonly trace: RequestProgress;
  /** Waits until the hold has a permit for `origin`. */
  readonly acquire: (origin: string) => Promise<void>;
}

/** Sends each request under a permit, when its origin may be asked, and tells the pace what became of it. */
export function underPermit(send: Send, { permit, signal, trace, acquire }: PermitOptions): Send {
  return async (request) => {
    const { origin } = request.url;
    trace.phase = 'permit';
    if (!permit.tryReuse(origin)) {
      await acquire(origin);
      permit.tryReuse(origin);
    }
    const startedAt = performance.now();
    try {
      const response = await send(request);
      permit.pacing.answered(origin, response, startedAt);
      return response;
    } catch (error) {
      const gaveUpDialling = isDialling(trace) && performance.now() - startedAt >= FAIR_DIAL_MS;
      if (!signal.aborted) permit.pacing.failed(origin, error, gaveUpDialling, startedAt);
      throw error;
    }
  };
}

function isDialling({ phase }: RequestProgress): boolean {
  return phase === 'connect';
}
