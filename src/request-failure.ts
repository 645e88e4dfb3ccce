/** What a failed request is, in the words of the result. */
export type FailureOutcome = 'timeout' | 'network' | 'blocked' | 'invalid' | 'too_large' | 'decode';

/** Which part of the network failed. */
export type NetworkKind = 'dns' | 'connect' | 'tls' | 'connection_lost' | 'truncated' | 'protocol' | 'proxy';

/** Which limit of time ran out: dialling, the request's own, the whole call's, or any before the origin may be asked. */
export type TimeoutKind = 'connect' | 'request' | 'deadline' | 'rate_limit';

export interface FailureFacts {
  readonly outcome: FailureOutcome;
  readonly kind?: NetworkKind | TimeoutKind;
  /** What happened, to whom, and what to change: for a reader who must act. */
  readonly message: string;
  /** Whether the same request may fare better a moment later. Default false. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** A request that failed without an answer to show. An answer of status 400 or more is not one: it is a response. */
export class RequestFailure extends Error {
  override readonly name = 'HttpFailure';
  /** undici reconnects for ever on connect errors whose code it knows as its own, so every failure has this one. */
  readonly code = 'FETCH_MANY_FAILURE';
  readonly outcome: FailureOutcome;
  readonly kind: NetworkKind | TimeoutKind | undefined;
  readonly retryable: boolean;

  constructor(facts: FailureFacts) {
    super(facts.message, { cause: facts.cause });
    this.outcome = facts.outcome;
    this.kind = facts.kind;
    this.retryable = facts.retryable ?? false;
  }
}
