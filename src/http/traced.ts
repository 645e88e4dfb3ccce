import type { HttpRequest, TraceContext } from './message.ts';

/** A request with the headers that say which trace it belongs to; its own go before them. */
export function traced(request: HttpRequest, context: TraceContext | undefined): HttpRequest {
  return context ? { ...request, headers: { ...context, ...request.headers } } : request;
}
