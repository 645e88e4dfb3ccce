import { AttemptHandler } from './attempt-handler.ts';
import type { AttemptOptions } from './attempt-options.ts';
import type { HttpRequest, HttpResponse } from './message.ts';

/**
 * Sends one request once. It settles as soon as `options.signal` is aborted, in whatever phase: queued, connecting, waiting
 * for headers, reading.
 * @throws {RequestFailure} for whatever goes wrong on the way
 * @throws {TimeoutError} at `options.endsAt`
 * @throws the reason of `options.signal`
 */
export function attempt(request: HttpRequest, options: AttemptOptions): Promise<HttpResponse> {
  const { signal, trace, traceContext } = options;
  trace.status = undefined;
  const sent = traceContext ? { ...request, headers: { ...traceContext, ...request.headers } } : request;
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    new AttemptHandler(sent, options, { resolve, reject }).start();
  });
}
