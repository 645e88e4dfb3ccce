import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { listenOnNewPort } from './ports.ts';

/** A real HTTP server on loopback that remembers what it was asked. */
export interface Api {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** Method and path of each request, in the order they arrived. */
  readonly asked: readonly string[];
  /** Headers of each request, in the same order. */
  readonly headers: readonly IncomingMessage['headers'][];
  /** Requests being answered now. */
  readonly inFlight: number;
  /** The most that were answered at the same time. */
  readonly peak: number;
  /** Connections open now. */
  readonly openSockets: number;
  close(): Promise<void>;
}

export type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => void | Promise<void>;

/** Starts an API; close it when done. `handler` answers every request. */
export async function startApi(handler: Handler, host = '127.0.0.1'): Promise<Api> {
  const asked: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const sockets = new Set<Socket>();
  let inFlight = 0;
  let peak = 0;
  const server: Server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    headers.push(request.headers);
    peak = Math.max(peak, ++inFlight);
    response.once('close', () => inFlight--);
    void Promise.resolve(handler(request, response, new URL(request.url ?? '/', `http://${host}`)));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const port = await listenOnNewPort(server, host);
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    asked,
    headers,
    get inFlight() {
      return inFlight;
    },
    get peak() {
      return peak;
    },
    get openSockets() {
      return sockets.size;
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Answers with JSON. */
export function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

/** Resolves in the next turn of the event loop. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Resolves after so many milliseconds. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
