/** Names in lower case. */
export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** One request as it goes on the wire. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Makes the body, each time the same: it is made when it is sent, for all of a call together may be large. */
  readonly body?: () => string;
  /**
   * The public origin that has led us here, if one has: by a redirect, a next page, or values of which the URL is made.
   * Then only public addresses are reached, whatever the operator allows: keep it on every request made for this one.
   */
  readonly publicReferrer?: string;
}

/** One answer, its content encoding undone. */
export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: ResponseHeaders;
  readonly body: Buffer;
  /** Whether it came from an address that is not public, when it came: a stored answer stays what it was. */
  readonly isLocal: boolean;
}

/** W3C Trace Context: the headers that say which trace a request belongs to. */
export type TraceContext = { readonly traceparent: string; readonly tracestate?: string };

/** The first value of a header: what may be there only once is sometimes there twice. */
export function headerOf(headers: ResponseHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Sends one request and gives its answer; what wraps it adds a rule and is one too. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/**
 * What a request is waiting for: robots.txt, its turn and a permit, the end of a pause before the next attempt, a
 * connection, the head of the answer, or the rest of its body; or, once all of that has come, that it is read.
 */
export type RequestPhase = 'robots' | 'permit' | 'backoff' | 'connect' | 'headers' | 'body' | 'answered';

/** Why a request was not tried again although it might have been. */
interface GivenUp {
  /** How long it would have had to wait, in milliseconds. */
  readonly waitMs: number;
  /** Which argument leaves no time for it. */
  readonly limit: 'timeout_ms' | 'deadline_ms';
  /** How many attempts were allowed in all. */
  readonly attempts: number;
}

/** One sending of a request or of a hop of it, which is over. Times are those of `performance.now()`. */
export interface SentAttempt {
  readonly startedAt: number;
  readonly endedAt: number;
  /** Of the answer; undefined if there was none. */
  readonly status: number | undefined;
  /** Why there was none. */
  readonly error?: unknown;
}

/** A request that a redirect has made a GET. */
export interface TurnedRequest {
  /** Of the redirect. */
  readonly status: number;
  readonly from: URL;
  readonly to: URL;
}

/** How far a request has come: kept up to date while it runs, for progress and for what is said of it when it is ended. */
export interface RequestProgress {
  /** Whether any of it may have reached a server. */
  sent: boolean;
  /** Origins that a request has been sent to; may be shared by many. */
  readonly contacted: Set<string>;
  /** 1, and one more for each retry. */
  attempts: number;
  /** The URL being asked, after redirects. */
  url: string;
  /** The same if redirects have led there; undefined while the request is where it was sent to. */
  movedTo?: string | undefined;
  /** With what method, after redirects. */
  method?: HttpRequest['method'];
  /** Set when redirects have made it a GET. */
  turned?: TurnedRequest | undefined;
  /** Names of the caller's headers that have stayed behind at a redirect to another origin. */
  leftBehind?: readonly string[] | undefined;
  /** Of the answer to the last attempt, once its head has come. */
  status?: number | undefined;
  /** The Content-Type of that answer. */
  contentType?: string | undefined;
  /** Whether the answer at that URL was stored, or confirmed to be the stored one. */
  cached: boolean;
  phase: RequestPhase;
  /** Milliseconds for which it has waited because a server asked for it, or between two attempts. Default 0. */
  waitedMs?: number;
  /** Set when a further attempt was allowed and not made, because there was no time for the wait before it. */
  gaveUp?: GivenUp;
  /** Body bytes of this attempt, as on the wire. */
  bytes: number;
  /** Told of each sending when it is over, if anybody wants to know. */
  readonly onAttempt?: ((attempt: SentAttempt) => void) | undefined;
}
