import type { Writable } from 'node:stream';
import { ERROR_CODE, type ProtocolError } from './protocol-error.ts';

/** What a request is answered with. */
export type Answer =
  | { readonly result: Readonly<Record<string, unknown>> }
  | { readonly error: ReturnType<ProtocolError['toJSON']> };

/** Writes JSON-RPC messages, one a line. */
export class MessageWriter {
  readonly #stdout: Writable;
  /** Resolves when there is room again; one for all that wait, however many there are. */
  #drained: Promise<void> | undefined;

  constructor(stdout: Writable) {
    this.#stdout = stdout;
  }

  /**
   * Answers a request. Resolves when there is room for more.
   * @param id as JSON text
   */
  answer(id: string, answer: Answer): Promise<void> {
    return this.#write(`{"jsonrpc":"2.0","id":${id},${serialised(answer).slice(1)}\n`);
  }

  /** Sends a notification. Resolves when there is room for more. */
  notify(method: string, params: unknown): Promise<void> {
    return this.#write(`${JSON.stringify({ jsonrpc: '2.0', method, params })}\n`);
  }

  #write(line: string): Promise<void> {
    if (this.#stdout.write(line)) return Promise.resolve();
    this.#drained ??= new Promise((resolve) => {
      this.#stdout.once('drain', () => {
        this.#drained = undefined;
        resolve();
      });
    });
    return this.#drained;
  }
}

/** Somebody waits for each answer: one that cannot be written as JSON becomes an error. */
function serialised(answer: Answer): string {
  try {
    return JSON.stringify(answer);
  } catch (error) {
    return JSON.stringify({ error: { code: ERROR_CODE.internal, message: `The answer cannot be written: ${String(error)}` } });
  }
}
