import type { Dispatcher } from 'undici';
import { TimeoutError } from '../concurrency/deadline.ts';
import { listen, unlisten, type AbortListener } from '../concurrency/abort-listeners.ts';
import type { AttemptCaller, AttemptOptions } from './attempt-options.ts';
import { classify, isStale } from './failures/classify.ts';
import { decodeHeaders } from './header-text.ts';
import { acceptEncoding, codingList, tooLarge } from './inflate.ts';
import { headerOf, type HttpRequest, type ResponseHeaders } from './message.ts';
import { isBodiless, isIdempotent } from './methods.ts';
import { ReceivedBody } from './received-body.ts';
import { isRedirect } from './redirect-status.ts';
import type { ConnectionOwner } from './sockets/origin-sockets.ts';
import { UnwantedBody } from './unwanted-body.ts';

/** How often a request is sent again because the connection was not fit to be used again; then it is a retry like others. */
const MAX_RESENDS = 3;

/**
 * One dispatch of a request, and what comes of it, which its caller is told once. The response is never paused: a paused one
 * can end the process (undici #5360).
 */
export class AttemptHandler implements Dispatcher.DispatchHandler, ConnectionOwner, AbortListener {
  hasDialled = false;
  readonly publicOnly: boolean;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #statusText = '';
  #headers: ResponseHeaders = {};
  readonly #body: ReceivedBody;
  #unwanted: UnwantedBody | undefined;
  #deadline: NodeJS.Timeout | undefined;
  readonly #request: HttpRequest;
  readonly #options: AttemptOptions;
  /** Nobody any more once it has been told: an idle connection keeps its last request, which would keep the body. */
  #caller: AttemptCaller | undefined;
  readonly #resends: number;
  /** A URL makes its origin anew each time it is asked. */
  readonly #origin: string;

  /** @param resends how often it was sent before over a connection that was not fit to be used again */
  constructor(request: HttpRequest, options: AttemptOptions, caller: AttemptCaller, resends = 0) {
    this.#request = request;
    this.#options = options;
    this.#caller = caller;
    this.#resends = resends;
    this.#origin = request.url.origin;
    this.publicOnly = request.publicReferrer !== undefined;
    options.lease?.end(); // the attempt before is over
    this.#body = new ReceivedBody({ origin: this.#origin, maxBytes: options.maxBytes }, options.lease);
  }

  get settled(): boolean {
    return this.#caller === undefined;
  }

  start(): void {
    const { url, method, headers, body } = this.#request;
    this.#options.trace.phase = 'connect';
    this.#options.trace.bytes = 0;
    listen(this.#options.signal, this);
    this.#deadline = setTimeout(AttemptHandler.#onDeadline, Math.max(0, this.#options.endsAt - performance.now()), this);
    const sent = { 'accept-encoding': acceptEncoding(headers), ...headers };
    const path = url.pathname + url.search;
    const made = body === undefined ? {} : { body: body() };
    this.#options.connections.dispatch({ origin: this.#origin, path, method, headers: sent, ...made }, this);
  }

  static readonly #onDeadline = (late: AttemptHandler): void => late.#fail(new TimeoutError(late.#options.timeoutMs));

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
    this.#options.trace.contentType = headerOf(this.#headers, 'content-type');
    if (isBodiless(this.#request.method, status)) return this.#succeed();
    if (status === 205) return this.#finishUnread();
    const length = Number(headers['content-length']);
    if (!this.#options.wantsBody || isRedirect(status, headers)) {
      if (UnwantedBody.isTooLong(length)) this.#finishUnread();
      else this.#unwanted = new UnwantedBody(status, () => this.#finishUnread());
    } else if (length > this.#options.maxBytes) {
      this.#fail(tooLarge(this.#body.from));
    }
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.settled) return;
    this.#options.trace.bytes += chunk.length;
    if (this.#unwanted) {
      if (UnwantedBody.isTooLong(this.#options.trace.bytes)) return this.#finishUnread();
      if (!this.#unwanted.isTelling) return;
    }
    this.#body.add(chunk);
    if (this.#options.trace.bytes > this.#options.maxBytes) this.#fail(tooLarge(this.#body.from));
  }

  onResponseEnd(): void {
    if (this.settled) return;
    const codings = this.#unwanted?.isTelling === false ? '' : codingList(this.#headers);
    const failed = (error: unknown): void => (this.#unwanted ? this.#succeedWhenFree() : this.#fail(error));
    try {
      const whole = this.#body.whole(codings);
      if (!(whole instanceof Promise)) return this.#succeedWhenFree(whole);
      clearTimeout(this.#deadline); // the server has done its part
      whole.then((body) => this.#succeed(body), failed);
    } catch (error) {
      failed(error);
    }
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    if (this.settled) return;
    if (this.#unwanted) return this.#succeed();
    const { bytes } = this.#options.trace;
    const reached = { origin: this.#origin, headers: this.#status > 0, bytes, isReused: !this.hasDialled };
    if (this.#resends < MAX_RESENDS && isIdempotent(this.#request) && isStale(error, reached)) {
      const caller = this.#settle();
      if (caller) new AttemptHandler(this.#request, this.#options, caller, this.#resends + 1).start();
    } else this.#fail(classify(error, reached));
  }

  #finishUnread(): void {
    this.#body.clear();
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
    const caller = this.#settle();
    if (!caller) return;
    const whole = body ?? this.#body.take();
    caller.resolve({ status: this.#status, statusText: this.#statusText, headers: this.#headers, body: whole, isLocal });
  }

  #fail(error: unknown): void {
    const caller = this.#settle();
    if (!caller) return;
    this.#body.clear();
    caller.reject(error);
    this.#controller?.abort(error instanceof Error ? error : new Error('aborted'));
  }

  /** @returns whom to tell; undefined if it has been told */
  #settle(): AttemptCaller | undefined {
    const caller = this.#caller;
    if (!caller) return undefined;
    this.#caller = undefined;
    this.#unwanted?.end();
    clearTimeout(this.#deadline);
    unlisten(this.#options.signal, this);
    this.#options.connections.done(this.#origin, this);
    return caller;
  }
}
