import type { HttpRequest, HttpResponse, Send } from '../message.ts';
import type { Flight } from '../pacing/in-flight.ts';
import type { SendOptions } from '../send-options.ts';

/** An attempt to connect that was ended earlier says nothing of the server, in milliseconds. */
const FAIR_DIAL_MS = 1_000;

type SendingOptions = Pick<SendOptions, 'permit' | 'signal' | 'trace'>;

/** One request that goes out under a permit. The pace is told of it, and then what became of it: one of the two, once. */
export class Sending {
  readonly #origin: string;
  readonly #request: HttpRequest;
  readonly #options: SendingOptions;
  readonly #flight: Flight;

  constructor(origin: string, request: HttpRequest, options: SendingOptions) {
    this.#origin = origin;
    this.#request = request;
    this.#options = options;
    this.#flight = options.permit.pacing.sent(origin);
  }

  answered(response: HttpResponse): void {
    const { pacing } = this.#options.permit;
    pacing.answered(this.#origin, response, this.#flight.startedAt, this.#request);
    this.#end(response.status, undefined);
  }

  failed(error: unknown): void {
    const { permit, signal, trace } = this.#options;
    const { startedAt } = this.#flight;
    const gaveUpDialling = trace.phase === 'connect' && performance.now() - startedAt >= FAIR_DIAL_MS;
    if (!signal.aborted) permit.pacing.failed(this.#origin, error, gaveUpDialling, startedAt);
    this.#end(undefined, error);
  }

  #end(status: number | undefined, error: unknown): void {
    const { permit, trace } = this.#options;
    permit.pacing.ended(this.#origin, this.#flight, status !== undefined);
    if (!trace.onAttempt) return;
    trace.onAttempt({ startedAt: this.#flight.startedAt, endedAt: performance.now(), status, error });
  }
}

/**
 * Sends each request under a permit, when its origin may be asked.
 * @param acquire waits until there is a permit for a request to `origin`
 */
export function underPermit(
  send: Send,
  options: SendingOptions,
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
    const sending = new Sending(origin, request, options);
    let response: HttpResponse;
    try {
      response = await send(request);
    } catch (error) {
      sending.failed(error);
      throw error;
    }
    sending.answered(response);
    return response;
  };
}
