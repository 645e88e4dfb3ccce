import { request } from 'node:http';
import { connect as connectTcp, isIP, type Socket, type TcpNetConnectOpts } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { RequestFailure } from '../../request-failure.ts';
import { authority, closedEarly, refuse, unanswered, unasked, type ProxyTarget } from './failures.ts';
import type { ProxyServer } from './proxy-server.ts';

/** A tunnel to a target through a proxy, which it asks for with CONNECT (RFC 9110 section 9.3.6). */
export class Tunnel {
  /** To the proxy. Destroyed with an error while there is no tunnel yet, it gives that error to `done`. */
  readonly socket: Socket;
  /** Whether the proxy has accepted the connection, and has shaken hands if it is to. */
  reached = false;

  /** @param done told why there is no tunnel, or nothing: then `socket` is one */
  constructor(proxy: ProxyServer, target: ProxyTarget, done: (failure?: RequestFailure) => void) {
    const socket = (this.socket = dial(proxy));
    socket.once(proxy.tls ? 'secureConnect' : 'connect', () => (this.reached = true));
    const to = authority(target);
    const asking = request({
      method: 'CONNECT',
      path: to,
      headers: { host: to, ...(proxy.authorization ? { 'proxy-authorization': proxy.authorization } : {}) },
      maxHeaderSize: 16_384,
      createConnection: () => socket,
    });
    // What it says is for the connection to the proxy, which is to stay.
    asking.removeHeader('connection');
    asking.once('connect', ({ statusCode = 0, headers }, _, head) => {
      const tunnelled = statusCode >= 200 && statusCode <= 299;
      if (!tunnelled) return done(refuse(proxy, target, statusCode, headers['proxy-authenticate']));
      // Neither TLS nor HTTP has the server speak first.
      if (head.length > 0) return done(unasked(proxy, target));
      if (target.protocol === 'http:') endWith(socket, () => closedEarly(proxy, target));
      done();
    });
    asking.on('error', (error) => done(unanswered(proxy, target, error, this.reached)));
    asking.end();
  }
}

/** The proxy's own address is the operator's word, and is not judged. */
function dial({ tls, host, port }: ProxyServer): Socket {
  const options: TcpNetConnectOpts = {
    host,
    port,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: 60_000,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: 1_000,
  };
  if (!tls) return connectTcp(options);
  return connectTls({ ...options, ALPNProtocols: ['http/1.1'], ...(isIP(host) ? {} : { servername: host }) });
}

/** A tunnel that ends before a byte has come through it is the proxy's fault rather than a server's. */
function endWith(socket: Socket, failure: () => RequestFailure): void {
  const before = socket.bytesRead;
  socket.once('end', () => {
    if (socket.bytesRead === before) socket.destroy(failure());
  });
}
