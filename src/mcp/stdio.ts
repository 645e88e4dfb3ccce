import type { Readable, Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { redactedTool } from '../tools/redacted-tool.ts';
import { checkParams } from './check-params.ts';
import { Eras } from './eras.ts';
import { readFrame, type ClientRequest } from './frame.ts';
import { MessageWriter, type Answer } from './message-writer.ts';
import { serveModern } from './modern.ts';
import { ERROR_CODE, ProtocolError } from './protocol-error.ts';
import { SdkTransport } from './sdk-transport.ts';
import { createServer } from './server.ts';
import type { Served } from './served.ts';

interface StdioOptions extends Served {
  /** One message a chunk, as text. */
  readonly lines: Readable;
  readonly stdout: Writable;
  /** Called once, when a client has shown that it is there to stay. */
  onClient(): void;
}

/** A request that has no answer yet. */
interface PendingRequest {
  /** As JSON text. */
  readonly id: string;
  /** Ends it without an answer: the client does not want one. */
  cancel(reason: string): void;
  /** Ends it with the server. */
  end(): void;
}

/**
 * Serves MCP on stdio, both eras of it at once: the legacy one by the SDK's server, the modern one by a layer of our own.
 * @returns ends what is in flight, after what has come before it was answered
 */
export async function serveStdio(options: StdioOptions): Promise<() => Promise<void>> {
  const { redactor } = options;
  const connection = new Connection({ ...options, tools: options.tools.map((tool) => redactedTool(tool, redactor)) });
  await connection.start();
  return () => connection.close();
}

class Connection {
  readonly #options: StdioOptions;
  readonly #writer: MessageWriter;
  readonly #eras = new Eras();
  readonly #server: ReturnType<typeof createServer>;
  readonly #legacy: SdkTransport;
  readonly #pending = new Set<PendingRequest>();
  #hasClient = false;

  constructor(options: StdioOptions) {
    this.#options = options;
    this.#writer = new MessageWriter(options.stdout);
    this.#server = createServer(options);
    this.#server.oninitialized = () => this.#greet();
    this.#legacy = new SdkTransport((method, params) => this.#writer.notify(method, params));
  }

  async start(): Promise<void> {
    await this.#server.connect(this.#legacy);
    this.#options.lines.on('data', (line: string) => this.#receive(line));
  }

  async close(): Promise<void> {
    await nextTurn();
    for (const pending of this.#pending) pending.end();
    await this.#server.close();
    await nextTurn();
  }

  #receive(line: string): void {
    const frame = readFrame(line);
    switch (frame?.kind) {
      case undefined:
        return;
      case 'request':
        this.#request(frame);
        return;
      case 'notification':
        this.#legacy.notify(frame.method, frame.params);
        return;
      case 'cancellation':
        for (const pending of this.#pending) if (pending.id === frame.id) pending.cancel(frame.reason);
        return;
      case 'response':
        this.#options.log('error', 'protocol: Received a response for an unknown message ID');
        return;
      case 'invalid':
        this.#options.log('error', `protocol: ${frame.why}`);
        for (const { id, error } of frame.refusals) void this.#writer.answer(id, { error: error.toJSON() });
    }
  }

  #request(request: ClientRequest): void {
    if (this.#eras.of(request) === 'modern') void this.#serveModern(request);
    else this.#serveLegacy(request);
  }

  #serveLegacy(request: ClientRequest): void {
    const { id } = request;
    try {
      checkParams(request);
    } catch (error) {
      void this.#writer.answer(id, this.#refusal(error));
      return;
    }
    const pending: PendingRequest = {
      id,
      cancel: (reason) => {
        this.#pending.delete(pending);
        cancel(reason);
      },
      end: () => undefined, // the SDK's server ends it
    };
    this.#pending.add(pending);
    const cancel = this.#legacy.deliver(request, (answer) => {
      this.#pending.delete(pending);
      return this.#writer.answer(id, answer);
    });
  }

  async #serveModern(request: ClientRequest): Promise<void> {
    const { id } = request;
    const stop = new AbortController();
    let isCancelled = false;
    const pending: PendingRequest = {
      id,
      cancel: (reason) => {
        isCancelled = true;
        stop.abort(new Error(reason));
      },
      end: () => stop.abort(new Error('the server has ended')),
    };
    this.#pending.add(pending);
    const { signal } = stop;
    const notify = (method: string, params: unknown): Promise<void> =>
      signal.aborted ? Promise.resolve() : this.#writer.notify(method, params);
    let answer: Answer | undefined;
    try {
      this.#greet();
      answer = { result: await serveModern(request, this.#options, { signal, notify }) };
    } catch (error) {
      answer = signal.aborted ? undefined : this.#refusal(error);
    }
    this.#pending.delete(pending);
    if (answer && !isCancelled) await this.#writer.answer(id, answer);
  }

  #greet(): void {
    if (this.#hasClient) return;
    this.#hasClient = true;
    this.#options.onClient();
  }

  /** What a request is answered with that has failed; also after a failure that nobody has foreseen. */
  #refusal(error: unknown): Answer {
    if (error instanceof ProtocolError) return { error: error.toJSON() };
    this.#options.log('error', `protocol: ${error instanceof Error ? error.stack : String(error)}`);
    const message = this.#options.redactor.text(`The request has failed inside: ${String(error)}`);
    return { error: { code: ERROR_CODE.internal, message } };
  }
}
