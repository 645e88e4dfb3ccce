import type { Connections } from './sockets/connections.ts';
import type { HttpRequest, HttpResponse, ResponseHeaders, RequestProgress } from './message.ts';

/** What one attempt may take, and what of its answer is wanted. */
export interface AttemptOptions {
  /** Cap of the decoded body. */
  readonly maxBytes: number;
  /** Milliseconds until the request is over. */
  readonly remainingMs: number;
  /** What it then fails with. */
  timedOut(): unknown;
  /** Whether the body of such an answer is not wanted; then at most a little of it is read, to keep the connection. */
  discards(status: number, headers: ResponseHeaders): boolean;
}

/** What an attempt is made with, and whom it tells. */
export interface AttemptJob {
  readonly connections: Connections;
  readonly request: HttpRequest;
  readonly options: AttemptOptions;
  readonly trace: RequestProgress;
  readonly signal: AbortSignal;
  /** How often it was sent before over a connection that was not fit to be used again. Default 0. */
  readonly resends?: number;
  readonly resolve: (response: HttpResponse) => void;
  readonly reject: (reason: unknown) => void;
}
