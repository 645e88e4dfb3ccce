import type { Send, Trace } from '../message.ts';
import type { Hold } from './hold.ts';

/** An attempt to connect that was ended earlier says nothing of the server, in milliseconds. */
const FAIR_DIAL_MS = 1_000;

export interface PacedOptions {
  readonly hold: Hold;
  readonly signal: AbortSignal;
  readonly trace: Trace;
  /** Waits until the hold has a permit for `origin`. */
  readonly take: (origin: string) => Promise<void>;
}

/** Sends each request under a permit, when its origin may be asked, and tells the pace what became of it. */
export function paced(send: Send, { hold, signal, trace, take }: PacedOptions): Send {
  return async (request) => {
    const { origin } = request.url;
    trace.doing = 'waiting for a permit';
    if (!hold.use(origin)) {
      await take(origin);
      hold.use(origin);
    }
    const startedAt = performance.now();
    try {
      const response = await send(request);
      hold.pacing.answered(origin, response, startedAt);
      return response;
    } catch (error) {
      const gaveUpDialling = isDialling(trace) && performance.now() - startedAt >= FAIR_DIAL_MS;
      if (!signal.aborted) hold.pacing.failed(origin, error, gaveUpDialling, startedAt);
      throw error;
    }
  };
}

function isDialling({ doing }: Trace): boolean {
  return doing === 'connecting';
}
