import type { Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';

// A connection is accepted, and no TLS comes of it. Each is an `onConnection` of a server without TLS.

export const stall = (): void => {};

export const close = (socket: Socket): void => {
  socket.once('data', () => socket.end());
};

export const reset = (socket: Socket): void => {
  socket.once('data', () => socket.resetAndDestroy());
};

export const plainHttp = (socket: Socket): void => {
  socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'));
};

/** The options of a server that knows nothing newer than TLS 1.1, which no client takes any more. */
export const onlyTls11: TlsOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
