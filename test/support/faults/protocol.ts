import { answer, drip, type Script } from '../raw-server.ts';

// What comes is not HTTP/1.1.

export const badChunkSize: Script = (socket) => {
  socket.write(answer('200 OK', ['Transfer-Encoding: chunked'], 'xyz\r\nbody\r\n0\r\n\r\n'));
};

export const badHeaderLine: Script = (socket) => {
  socket.write(answer('200 OK', ['this line has no colon', 'Content-Length: 4'], 'body'));
};

export const nulInAHeader: Script = (socket) => {
  socket.write(answer('200 OK', ['X-Nul: a\0b', 'Content-Length: 4'], 'body'));
};

export const sshBanner: Script = (socket) => {
  socket.write('SSH-2.0-OpenSSH_9.6\r\n');
};

export const http09Body: Script = (socket) => {
  socket.end('<html>hello</html>\n');
};

export const twoContentLengths: Script = (socket) => {
  socket.write(answer('200 OK', ['Content-Length: 4', 'Content-Length: 5'], 'body'));
};

export const lengthAndChunked: Script = (socket) => {
  socket.write(answer('200 OK', ['Content-Length: 4', 'Transfer-Encoding: chunked'], '4\r\nbody\r\n0\r\n\r\n'));
};

export const chunkedAndLength: Script = (socket) => {
  socket.write(answer('200 OK', ['Transfer-Encoding: chunked', 'Content-Length: 4'], '4\r\nbody\r\n0\r\n\r\n'));
};

export const unsolicited100: Script = (socket) => {
  socket.write(answer('100 Continue', []));
  socket.write(answer('200 OK', ['Content-Length: 4'], 'body'));
};

/** In pieces, with another 1xx between. */
export const unsolicited100InPieces: Script = (socket) => {
  const all = Buffer.concat([
    answer('100 Continue', ['X-A: b']),
    answer('103 Early Hints', ['Link: </a>; rel=preload']),
    answer('200 OK', ['Content-Length: 4'], 'body'),
  ]);
  let at = 0;
  drip(socket, 1, () => {
    if (at < all.length) socket.write(all.subarray(at, (at += 7)));
  });
};

export const equalContentLengths: Script = (socket) => {
  socket.write(answer('200 OK', ['Content-Length: 4', 'X-A: b', 'content-length:  4'], 'body'));
};

export const listOfEqualContentLengths: Script = (socket) => {
  socket.write(answer('200 OK', ['X-A: b', 'Content-Length: 4, 4'], 'body'));
};

export const listOfContentLengths: Script = (socket) => {
  socket.write(answer('200 OK', ['Content-Length: 4, 5'], 'body'));
};

/** The length in the body is none of the head's. */
export const lengthInTheBody: Script = (socket) => {
  socket.write(answer('200 OK', ['Content-Length: 40'], '\r\nContent-Length: 4\r\nContent-Length: 4\r\n'));
};

export const status000: Script = (socket) => {
  socket.write(answer('000 OK', ['Content-Length: 4'], 'body'));
};

export const status099: Script = (socket) => {
  socket.write(answer('099 Odd', ['Content-Length: 4'], 'body'));
};

export const bareLineFeeds: Script = (socket) => {
  socket.write('HTTP/1.1 200 OK\nContent-Length: 4\n\nbody');
};

export const status101WithoutUpgrade: Script = (socket) => {
  socket.write(answer('101 Switching Protocols', []));
};

/** The frames with which an HTTP/2 server begins, and says that it has not been spoken to in HTTP/2. */
export const http2: Script = (socket) => {
  socket.write(Buffer.from('000000040000000000', 'hex'));
  socket.end(Buffer.from('0000080700000000000000000000000001', 'hex'));
};

export const http2WithSettings: Script = (socket) => {
  socket.end(Buffer.from('00000c04000000000000030000006400040000ffff', 'hex'));
};

/** The alert of a TLS server that was sent what is no TLS: fatal, protocol version. */
export const tlsAlert: Script = (socket) => {
  socket.end(Buffer.from('15030100020246', 'hex'));
};

export const unsolicited101: Script = (socket) => {
  socket.write(answer('101 Switching Protocols', ['Connection: Upgrade', 'Upgrade: websocket']));
};

export const headersOf60KiB: Script = (socket) => {
  const rows = Array.from({ length: 60 }, (_, nth) => `X-Row-${nth}: ${'a'.repeat(1_000)}`);
  socket.write(answer('200 OK', [...rows, 'Content-Length: 4'], 'body'));
};

export const headersOver64KiB: Script = (socket) => {
  const rows = Array.from({ length: 66 }, (_, nth) => `X-Row-${nth}: ${'a'.repeat(1_000)}`);
  socket.write(answer('200 OK', [...rows, 'Content-Length: 4'], 'body'));
};

export const oneHeaderOver64KiB: Script = (socket) => {
  socket.write(answer('200 OK', [`X-Long: ${'a'.repeat(66_000)}`, 'Content-Length: 4'], 'body'));
};

/** A head that never ends. */
export const endlessHeaders: Script = (socket) => {
  socket.write('HTTP/1.1 200 OK\r\n');
  drip(socket, 1, () => socket.write(`X-Row: ${'a'.repeat(10_000)}\r\n`));
};
