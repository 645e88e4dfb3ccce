import type { Dispatcher } from 'undici';
import { follow, unfollow, type Follower } from '../concurrency/follow.ts';
import { classify } from './classify.ts';
import type { Connections, Dialler } from './connections.ts';
import { ACCEPT_ENCODING, inflate, tooLarge, type BodySource } from './inflate.ts';

export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** One request as it goes on the wire. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD';
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** One answer, its content encoding undone. */
export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: ResponseHeaders;
  readonly body: Buffer;
}

/** How far a request has come: kept up to date while it runs, for progress and for what is said of it when it is ended. */
export interface Trace {
  /** Whether any of it may have reached a server. */
  sent: boolean;
  /** Origins that a request has been sent to; may be shared by many. */
  readonly contacted: Set<string>;
  /** 1, and one more for each retry. */
  attempts: number;
  /** The URL being asked, after redirects. */
  url: string;
  doing: 'waiting for a permit' | 'connecting' | 'waiting for headers' | 'reading the body' | 'backing off';
  /** Body bytes of this attempt, as on the wire. */
  bytes: number;
}

export interface AttemptOptions {
  /** Cap of the decoded body. */
  readonly maxBytes: number;
  /** Whether the body of such an answer is not wanted; then at most a little of it is read, to keep the connection. */
  discards(status: number, headers: ResponseHeaders): boolean;
}

/** An unwanted body is read this far, and this long, to keep its connection; then the connection is closed. */
const DRAIN_BYTES = 16 * 1024;
const DRAIN_MS = 500;
/** RFC 9110 section 6.4.1: these have no body, whatever their Content-Length says. */
const BODILESS = new Set([204, 304]);

/**
 * Sends one request once. It settles as soon as `signal` is aborted, in whatever phase: queued, connecting, waiting for
 * headers, reading. The response is never paused: a paused one can end the process (undici #5360).
 * @throws {HttpFailure} for whatever goes wrong on the way
 * @throws the reason of `signal`
 */
export function attempt(
  connections: Connections,
  request: HttpRequest,
  options: AttemptOptions,
  trace: Trace,
  signal: AbortSignal,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is the caller's value
    if (signal.aborted) reject(signal.reason);
    else new Attempt(connections, request, options, trace, signal, resolve, reject).start();
  });
}

class Attempt implements Dispatcher.DispatchHandler, Dialler, Follower {
  settled = false;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #statusText = '';
  #headers: ResponseHeaders = {};
  #chunks: Buffer[] = [];
  #drain: NodeJS.Timeout | undefined;
  readonly #connections: Connections;
  readonly #request: HttpRequest;
  readonly #options: AttemptOptions;
  readonly #trace: Trace;
  readonly #signal: AbortSignal;
  readonly #resolve: (response: HttpResponse) => void;
  readonly #reject: (reason: unknown) => void;

  constructor(
    connections: Connections,
    request: HttpRequest,
    options: AttemptOptions,
    trace: Trace,
    signal: AbortSignal,
    resolve: (response: HttpResponse) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#connections = connections;
    this.#request = request;
    this.#options = options;
    this.#trace = trace;
    this.#signal = signal;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  start(): void {
    const { url, method, headers } = this.#request;
    this.#trace.doing = 'connecting';
    this.#trace.bytes = 0;
    follow(this.#signal, this);
    this.#connections.dispatch(
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method,
        headers: { 'accept-encoding': ACCEPT_ENCODING, ...headers },
      },
      this,
    );
  }

  onAbort(): void {
    this.#fail(this.#signal.reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Settled while it queued behind a reconnect. A throw keeps it from being sent, and keeps the connection.
    if (this.settled) throw new Error('nobody waits for it any more');
    this.#controller = controller;
    this.#trace.sent = true;
    this.#trace.contacted.add(this.#request.url.origin);
    this.#trace.doing = 'waiting for headers';
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: ResponseHeaders, statusText?: string): void {
    if (this.settled || status < 200) return;
    this.#status = status;
    this.#statusText = statusText ?? '';
    this.#headers = headers;
    this.#trace.doing = 'reading the body';
    if (this.#request.method === 'HEAD' || BODILESS.has(status)) return this.#succeed();
    if (status === 205) return this.#finishUnread();
    const length = Number(headers['content-length']);
    if (this.#options.discards(status, headers)) {
      if (length > DRAIN_BYTES) this.#finishUnread();
      else this.#drain = setTimeout(() => this.#finishUnread(), DRAIN_MS);
    } else if (length > this.#options.maxBytes) {
      this.#fail(tooLarge(this.#source()));
    }
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.settled) return;
    this.#trace.bytes += chunk.length;
    if (this.#drain) {
      if (this.#trace.bytes > DRAIN_BYTES) this.#finishUnread();
      return;
    }
    this.#chunks.push(chunk);
    if (this.#trace.bytes > this.#options.maxBytes) this.#fail(tooLarge(this.#source()));
  }

  onResponseEnd(): void {
    if (this.settled) return;
    const encoding = this.#headers['content-encoding'];
    if (encoding === undefined || this.#drain) return this.#succeedWhenFree();
    try {
      const inflated = inflate(String(encoding), Buffer.concat(this.#chunks), this.#source());
      this.#chunks = [];
      if (inflated instanceof Promise) inflated.then((body) => this.#succeed(body), (error: unknown) => this.#fail(error));
      else this.#succeedWhenFree(inflated);
    } catch (error) {
      this.#fail(error);
    }
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    if (this.settled) return;
    if (this.#drain) return this.#succeed();
    const { url } = this.#request;
    this.#fail(classify(error, { origin: url.origin, headers: this.#status > 0, bytes: this.#trace.bytes }));
  }

  #source(): BodySource {
    return { origin: this.#request.url.origin, maxBytes: this.#options.maxBytes };
  }

  #finishUnread(): void {
    this.#chunks = [];
    this.#succeed();
    this.#controller?.abort(new Error('the rest of the body is not wanted'));
  }

  /**
   * undici lends the connection again a turn of the event loop after the end of the response. Whoever is told before
   * that and sends the next request opens another connection for it: a batch would use twice as many as it has permits.
   */
  #succeedWhenFree(body?: Buffer): void {
    queueMicrotask(() => setImmediate(() => this.#succeed(body)));
  }

  #succeed(body?: Buffer): void {
    if (!this.#settle()) return;
    const [only] = this.#chunks;
    const whole = body ?? (this.#chunks.length === 1 && only ? only : Buffer.concat(this.#chunks));
    this.#chunks = [];
    this.#resolve({ status: this.#status, statusText: this.#statusText, headers: this.#headers, body: whole });
  }

  #fail(error: unknown): void {
    if (!this.#settle()) return;
    this.#chunks = [];
    this.#reject(error);
    this.#controller?.abort(error instanceof Error ? error : new Error('aborted'));
  }

  #settle(): boolean {
    if (this.settled) return false;
    this.settled = true;
    clearTimeout(this.#drain);
    unfollow(this.#signal, this);
    this.#connections.done(this.#request.url.origin, this);
    return true;
  }
}
