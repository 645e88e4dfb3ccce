import type { Dispatcher } from 'undici';
import { TimeoutError } from '../concurrency/deadline.ts';
import { listen, unlisten, type AbortListener } from '../concurrency/abort-listeners.ts';
import type { AttemptJob, AttemptOptions } from './attempt-options.ts';
import { BodyChunks } from './body-chunks.ts';
import { classify, isStale } from './failures/classify.ts';
import { decodeHeaders } from './header-text.ts';
import { acceptEncoding, codingList, inflate, tooLarge, type BodySource } from './inflate.ts';
import type { HttpRequest, HttpResponse, ResponseHeaders } from './message.ts';
import { isBodiless, isIdempotent } from './methods.ts';
import { isRedirect } from './redirect-status.ts';
import type { ConnectionOwner } from './sockets/origin-sockets.ts';
import { UnwantedBody } from './unwanted-body.ts';

/** How often a request is sent again because the connection was not fit to be used again; then it is a retry like others. */
const MAX_RESENDS = 3;

/**
 * Sends one request once. It settles as soon as `options.signal` is aborted, in whatever phase: queued, connecting, waiting
 * for headers, reading. The response is never paused: a paused one can end the process (undici #5360).
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
    new Attempt({ request: sent, options, resolve, reject }).start();
  });
}

class Attempt implements Dispatcher.DispatchHandler, ConnectionOwner, AbortListener {
  settled = false;
  hasDialled = false;
  readonly publicOnly: boolean;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #statusText = '';
  #headers: ResponseHeaders = {};
  readonly #chunks = new BodyChunks();
  #unwanted: UnwantedBody | undefined;
  #deadline: NodeJS.Timeout | undefined;
  readonly #job: AttemptJob;
  readonly #options: AttemptOptions;
  /** A URL makes its origin anew each time it is asked. */
  readonly #origin: string;

  constructor(job: AttemptJob) {
    this.#job = job;
    this.#options = job.options;
    this.#origin = job.request.url.origin;
    this.publicOnly = job.request.publicReferrer !== undefined;
  }

  start(): void {
    const { url, method, headers, body } = this.#job.request;
    this.#options.trace.phase = 'connect';
    this.#options.trace.bytes = 0;
    listen(this.#options.signal, this);
    this.#deadline = setTimeout(Attempt.#onDeadline, Math.max(0, this.#options.endsAt - performance.now()), this);
    const sent = { 'accept-encoding': acceptEncoding(headers), ...headers };
    const path = url.pathname + url.search;
    const made = body === undefined ? {} : { body: body() };
    this.#options.connections.dispatch({ origin: this.#origin, path, method, headers: sent, ...made }, this);
  }

  static readonly #onDeadline = (late: Attempt): void => late.#fail(new TimeoutError(late.#options.timeoutMs));

  onAbort(): void {
    this.#fail(this.#options.signal.reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Settled while it queued behind a reconnect. A throw keeps it from being sent, and keeps the connection.
    if (this.settled) throw new Error('nobody waits for it any more');
    this.#controller = controller;
    this.#options.trace.sent = true;
    this.#options.trace.contacted.add(this.#origin);
    this.#options.trace.phase = 'headers';
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: ResponseHeaders, statusText?: string): void {
    if (this.settled || status < 200) return;
    this.#status = status;
    this.#statusText = statusText ?? '';
    this.#headers = decodeHeaders(headers);
    this.#options.trace.phase = 'body';
    this.#options.trace.status = status;
    if (isBodiless(this.#job.request.method, status)) return this.#succeed();
    if (status === 205) return this.#finishUnread();
    const length = Number(headers['content-length']);
    if (!this.#options.wantsBody || isRedirect(status, headers)) {
      if (UnwantedBody.isTooLong(length)) this.#finishUnread();
      else this.#unwanted = new UnwantedBody(status, () => this.#finishUnread());
    } else if (length > this.#options.maxBytes) {
      this.#fail(tooLarge(this.#source()));
    }
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.settled) return;
    this.#options.trace.bytes += chunk.length;
    if (this.#unwanted) {
      if (UnwantedBody.isTooLong(this.#options.trace.bytes)) return this.#finishUnread();
      if (!this.#unwanted.isTelling) return;
    }
    this.#chunks.add(chunk);
    if (this.#options.trace.bytes > this.#options.maxBytes) this.#fail(tooLarge(this.#source()));
  }

  onResponseEnd(): void {
    if (this.settled) return;
    const codings = codingList(this.#headers);
    if (codings === '' || this.#unwanted?.isTelling === false) return this.#succeedWhenFree();
    const failed = (error: unknown): void => (this.#unwanted ? this.#succeedWhenFree() : this.#fail(error));
    try {
      const inflated = inflate(codings, this.#chunks.take(), this.#source());
      if (inflated instanceof Promise) inflated.then((body) => this.#succeed(body), failed);
      else this.#succeedWhenFree(inflated);
    } catch (error) {
      failed(error);
    }
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    if (this.settled) return;
    if (this.#unwanted) return this.#succeed();
    const { request, resends = 0 } = this.#job;
    const { bytes } = this.#options.trace;
    const reached = { origin: this.#origin, headers: this.#status > 0, bytes, isReused: !this.hasDialled };
    if (resends < MAX_RESENDS && isIdempotent(request) && isStale(error, reached)) {
      if (this.#settle()) new Attempt({ ...this.#job, resends: resends + 1 }).start();
    } else this.#fail(classify(error, reached));
  }

  #source(): BodySource {
    return { origin: this.#origin, maxBytes: this.#options.maxBytes };
  }

  #finishUnread(): void {
    this.#chunks.clear();
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
    const isLocal = this.#options.connections.isLocal(this.#origin);
    if (!this.#settle()) return;
    const whole = body ?? this.#chunks.take();
    this.#job.resolve({ status: this.#status, statusText: this.#statusText, headers: this.#headers, body: whole, isLocal });
  }

  #fail(error: unknown): void {
    if (!this.#settle()) return;
    this.#chunks.clear();
    this.#job.reject(error);
    this.#controller?.abort(error instanceof Error ? error : new Error('aborted'));
  }

  #settle(): boolean {
    if (this.settled) return false;
    this.settled = true;
    this.#unwanted?.end();
    clearTimeout(this.#deadline);
    unlisten(this.#options.signal, this);
    this.#options.connections.done(this.#origin, this);
    return true;
  }
}
