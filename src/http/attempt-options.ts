import type { HttpRequest, HttpResponse, RequestProgress, TraceContext } from './message.ts';
import type { Connections } from './sockets/connections.ts';

/** What one attempt is made with, what it may take, and what of its answer is wanted. */
export interface AttemptOptions {
  readonly connections: Connections;
  /** Ends the request early. */
  readonly signal: AbortSignal;
  readonly trace: RequestProgress;
  /** Goes along with it. Default: none. */
  readonly traceContext?: TraceContext | undefined;
  /** Cap of the decoded body, in bytes. */
  readonly maxBytes: number;
  /** When it fails with a TimeoutError, on the clock of `performance.now()`. */
  readonly endsAt: number;
  /** What it was given in all, in milliseconds: what its TimeoutError says. */
  readonly timeoutMs: number;
  /** Whether the body is wanted; else at most a little of it is read, to keep the connection. */
  readonly wantsBody: boolean;
}

/** An attempt, and whom it tells: one of the two, once. */
export interface AttemptJob {
  readonly request: HttpRequest;
  readonly options: AttemptOptions;
  /** How often it was sent before over a connection that was not fit to be used again. Default 0. */
  readonly resends?: number;
  readonly resolve: (response: HttpResponse) => void;
  readonly reject: (reason: unknown) => void;
}
