import type { HttpRequest, HttpResponse, Send } from '../message.ts';
import type { SendOptions } from '../send-options.ts';

/** An attempt to connect that was ended earlier says nothing of the server, in milliseconds. */
const FAIR_DIAL_MS = 1_000;

type PermitOptions = Pick<SendOptions, 'permit' | 'signal' | 'trace'>;

/** Sends a request to `origin` under a permit that is held for it. The pace is told of it, and what became of it. */
export async function sendHolding(
  send: Send,
  origin: string,
  request: HttpRequest,
  { permit: { pacing }, signal, trace }: PermitOptions,
): Promise<HttpResponse> {
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
}

/**
 * Sends each request under a permit, when its origin may be asked.
 * @param acquire waits until there is a permit for a request to `origin`
 */
export function underPermit(
  send: Send,
  options: PermitOptions,
  acquire: (origin: string, request: HttpRequest) => Promise<void>,
): Send {
  const { permit, trace } = options;
  return async (request) => {
    const { origin } = request.url;
    trace.phase = 'permit';
    if (!permit.tryReuse(origin, request)) {
      await acquire(origin, request);
      permit.tryReuse(origin, request);
    }
    return sendHolding(send, origin, request, options);
  };
}

function isDialling({ phase }: SendOptions['trace']): boolean {
  return phase === 'connect';
}
