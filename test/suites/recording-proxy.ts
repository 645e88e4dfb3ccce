import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** One request as it came through the proxy. */
interface Proxied {
  /** What the proxy was asked to connect to: `host:port`. */
  readonly authority: string;
  readonly host: string;
  /** Path and query as on the wire. */
  readonly path: string;
}

/** A proxy on loopback that connects to nobody: whatever is asked through it is answered here, and recorded. */
export interface RecordingProxy {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Since it was last emptied. */
  readonly requests: Proxied[];
  /** What it was asked to connect to, since it was last emptied: also where no request came. */
  readonly tunnels: string[];
  /** Answers the next request by a redirect to this Location. */
  redirectNext(location: string): void;
  close(): void;
}

export async function startRecordingProxy(): Promise<RecordingProxy> {
  const requests: Proxied[] = [];
  const tunnels: string[] = [];
  const authorities = new WeakMap<Socket, string>();
  const sockets = new Set<Socket>();
  let location: string | undefined;
  const inner = createServer((request: IncomingMessage, response: ServerResponse) => {
    const authority = authorities.get(request.socket) ?? '';
    requests.push({ authority, host: request.headers.host ?? '', path: request.url ?? '' });
    if (location === undefined) response.writeHead(200, { 'content-type': 'text/plain', connection: 'close' }).end('fine');
    // Written as bytes: each character of a header is one.
    else response.writeHead(302, { location: Buffer.from(location).toString('latin1'), connection: 'close' }).end();
    location = undefined;
  });
  const proxy = createServer();
  proxy.on('connect', ({ url = '' }: IncomingMessage, socket: Socket) => {
    tunnels.push(url);
    authorities.set(socket, url);
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    inner.emit('connection', socket);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on TCP
  const { port } = proxy.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    tunnels,
    redirectNext: (to) => (location = to),
    close: () => {
      proxy.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
