import { answer, type Script } from '../raw-server.ts';

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

export const unsolicited101: Script = (socket) => {
  socket.write(answer('101 Switching Protocols', ['Connection: Upgrade', 'Upgrade: websocket']));
};

export const headersOver16KiB: Script = (socket) => {
  const rows = Array.from({ length: 17 }, (_, nth) => `X-Row-${nth}: ${'a'.repeat(1_000)}`);
  socket.write(answer('200 OK', [...rows, 'Content-Length: 4'], 'body'));
};

export const oneHeaderOver16KiB: Script = (socket) => {
  socket.write(answer('200 OK', [`X-Long: ${'a'.repeat(17_000)}`, 'Content-Length: 4'], 'body'));
};
