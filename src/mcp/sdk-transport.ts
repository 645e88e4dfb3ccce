import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage, JSONRPCNotification } from '@modelcontextprotocol/sdk/types.js';
import type { ClientRequest } from './frame.ts';
import type { Answer } from './message-writer.ts';

/** Answers a request; resolves when that is on its way. */
type Reply = (answer: Answer) => Promise<void>;

/**
 * Hands requests that have been read and checked to the SDK's server. They get ids of our own on the way, whole numbers
 * from 1: the SDK leaves others unanswered, and never cancels the request with the id 0.
 */
export class SdkTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #notify: (method: string, params: unknown) => Promise<void>;
  readonly #delivered = new Map<number, Reply>();
  #lastId = 0;

  /** @param notify sends a notification to the client */
  constructor(notify: (method: string, params: unknown) => Promise<void>) {
    this.#notify = notify;
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  /** @returns ends the request; nothing is answered then */
  deliver({ method, params }: ClientRequest, reply: Reply): (reason: string) => void {
    const id = ++this.#lastId;
    this.#delivered.set(id, reply);
    this.onmessage?.({ jsonrpc: '2.0', id, method, params });
    return (reason) => {
      this.#delivered.delete(id);
      this.notify('notifications/cancelled', { requestId: id, reason });
    };
  }

  notify(method: string, params: JSONRPCNotification['params']): void {
    this.onmessage?.({ jsonrpc: '2.0', method, params });
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (!('id' in message)) {
      if ('method' in message) await this.#notify(message.method, message.params);
      return;
    }
    const reply = this.#delivered.get(Number(message.id));
    this.#delivered.delete(Number(message.id));
    if ('result' in message) await reply?.({ result: message.result });
    else if ('error' in message) await reply?.({ error: message.error });
  }

  close(): Promise<void> {
    this.onclose?.();
    return Promise.resolve();
  }
}
