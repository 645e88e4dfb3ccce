import type { Connections } from './sockets/connections.ts';
import type { HttpRequest, HttpResponse, RequestProgress } from './message.ts';
import type { SendOptions } from './send-options.ts';

/** What one attempt may take, and what of its answer is wanted. */
export type AttemptOptions = Pick<SendOptions, 'maxBytes' | 'endsAt' | 'timeoutMs' | 'wantsBody'>;

/** What an attempt is made with, and whom it tells: one of the two, once. */
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
