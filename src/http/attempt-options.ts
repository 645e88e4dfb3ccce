import type { BodyLease } from './byte-budget.ts';
import type { HttpResponse, RequestProgress, TraceContext } from './message.ts';
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
  /** When it fails with a TimeoutError if its answer has not come whole, on the clock of `performance.now()`. */
  readonly endsAt: number;
  /** What it was given in all, in milliseconds: what its TimeoutError says. */
  readonly timeoutMs: number;
  /** Whether the body is wanted; else at most a little of it is read, to keep the connection. */
  readonly wantsBody: boolean;
  /** What it has of the memory for bodies, until whoever sends it gives it back. Default: nothing is counted. */
  readonly lease?: BodyLease | undefined;
}

/** Whom an attempt tells what has come of it: one of the two, once. */
export interface AttemptCaller {
  readonly resolve: (response: HttpResponse) => void;
  readonly reject: (reason: unknown) => void;
}
