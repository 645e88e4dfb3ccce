import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { listenOnNewPort } from './ports.ts';

/** One request as it came in; its body, if any, is not read. */
interface Received {
  readonly method: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Which request of its connection: 1, 2, ... */
  readonly nth: number;
}

/** What a server does with a request: whatever it likes with the bytes of the connection. */
export type Script = (socket: Socket, request: Received) => void;

export interface RawServerOptions {
  /** Speak TLS. */
  readonly tls?: TlsOptions;
  /** Called for each accepted TCP connection, before a byte is read and before any TLS. */
  readonly onConnection?: (socket: Socket) => void;
}

/** A server on 127.0.0.1 that follows a script, and counts. */
export interface RawServer {
  /** `http://127.0.0.1:port`, or https. */
  readonly origin: string;
  readonly port: number;
  /** TCP connections that are open now. */
  readonly open: number;
  /** TCP connections there ever were. */
  readonly accepted: number;
  /** Bytes it has handed over to be sent. */
  readonly written: number;
  /** Every request, in the order of arrival. */
  readonly requests: readonly Received[];
  /** Cuts every connection and stops listening. */
  close(): Promise<void>;
}

/** Starts a server that reads request heads, and leaves all the rest to `script`. */
export async function rawServer(script: Script, options: RawServerOptions = {}): Promise<RawServer> {
  const open = new Set<Socket>();
  const requests: Received[] = [];
  const everOpen: Socket[] = [];
  const serve = (socket: Socket): void => {
    socket.on('error', () => {}); // a client that hangs up is what many of the tests are about
    readHeads(socket, (request) => {
      requests.push(request);
      script(socket, request);
    });
  };
  const server = options.tls ? createTlsServer(options.tls, serve) : createServer({ noDelay: true }, serve);
  server.on('tlsClientError', () => {});
  server.on('connection', (socket: Socket) => {
    everOpen.push(socket);
    open.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => open.delete(socket));
    options.onConnection?.(socket);
  });
  const port = await listenOnNewPort(server, '127.0.0.1');
  return {
    origin: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    requests,
    get open() {
      return open.size;
    },
    get accepted() {
      return everOpen.length;
    },
    get written() {
      return everOpen.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0);
    },
    async close() {
      if (!server.listening) return;
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
}

/** The bytes of an answer: a status line, headers as they are given, a body. Nothing is added. */
export function answer(status: string, headers: readonly string[], body: string | Uint8Array = ''): Buffer {
  const head = [`HTTP/1.1 ${status}`, ...headers, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)]);
}

/** A correct answer: status 200, `Content-Length`, and the connection kept. */
export function ok(body: string | Uint8Array = 'fine', headers: readonly string[] = []): Buffer {
  return answer('200 OK', [`Content-Length: ${Buffer.from(body).length}`, ...headers], body);
}

/** A script that always answers {@link ok}. */
export const behaves: Script = (socket) => {
  socket.write(ok());
};

/** Starts something that writes again and again until the connection is closed. */
export function drip(socket: Socket, everyMs: number, write: () => void): void {
  const timer = setInterval(write, everyMs);
  socket.once('close', () => clearInterval(timer));
}

/**
 * Does something when all that has been written is read: the client is in this very process, and reads in each turn of
 * the event loop.
 */
export function afterItIsRead(action: () => void, turns = 20): void {
  setImmediate(() => {
    if (turns === 0) action();
    else afterItIsRead(action, turns - 1);
  });
}

/** A port (compressnet) on which nobody listens. No port of the ephemeral range is sure to stay free. */
export const CLOSED_PORT = 2;

function readHeads(socket: Socket, onRequest: (request: Received) => void): void {
  let unread = '';
  let nth = 0;
  socket.on('data', (chunk: Buffer) => {
    unread += chunk.toString('latin1');
    for (let end = unread.indexOf('\r\n\r\n'); end >= 0; end = unread.indexOf('\r\n\r\n')) {
      const head = unread.slice(0, end);
      unread = unread.slice(end + 4);
      onRequest(parseHead(head, ++nth));
    }
  });
}

function parseHead(head: string, nth: number): Received {
  const [line = '', ...fields] = head.split('\r\n');
  const [method = '', path = ''] = line.split(' ');
  const headers = fields.map((field) => {
    const colon = field.indexOf(':');
    return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
  });
  // oxlint-disable-next-line typescript/no-unsafe-assignment -- fromEntries knows only that it gives an object
  return { method, path, headers: Object.fromEntries(headers), nth };
}
