import { afterItIsRead, answer, type Script } from '../raw-server.ts';

// The body ends before it is complete. A reset throws away what its receiver has not read, so it waits for that.

export const shortBodyThenFin: Script = (socket) => {
  socket.end(answer('200 OK', ['Content-Length: 10'], 'half'));
};

export const noBodyThenFin: Script = (socket) => {
  socket.end(answer('200 OK', ['Content-Length: 10']));
};

export const shortBodyAndClose: Script = (socket) => {
  socket.end(answer('200 OK', ['Content-Length: 10', 'Connection: close'], 'half'));
};

export const noBodyAndClose: Script = (socket) => {
  socket.end(answer('200 OK', ['Content-Length: 10', 'Connection: close']));
};

export const chunkCutOff: Script = (socket) => {
  socket.end(answer('200 OK', ['Transfer-Encoding: chunked'], 'a\r\nhalf'));
};

export const chunkCutOffAndClose: Script = (socket) => {
  socket.end(answer('200 OK', ['Transfer-Encoding: chunked', 'Connection: close'], 'a\r\nhalf'));
};

export const lastChunkMissing: Script = (socket) => {
  socket.end(answer('200 OK', ['Transfer-Encoding: chunked'], '4\r\nhalf\r\n'));
};

export const lastChunkMissingAndClose: Script = (socket) => {
  socket.end(answer('200 OK', ['Transfer-Encoding: chunked', 'Connection: close'], '4\r\nhalf\r\n'));
};

export const rst: Script = (socket) => {
  socket.write(answer('200 OK', ['Content-Length: 10'], 'half'));
  afterItIsRead(() => socket.resetAndDestroy());
};

export const rstAndClose: Script = (socket) => {
  socket.write(answer('200 OK', ['Content-Length: 10', 'Connection: close'], 'half'));
  afterItIsRead(() => socket.resetAndDestroy());
};

export const rstOfAChunkedBody: Script = (socket) => {
  socket.write(answer('200 OK', ['Transfer-Encoding: chunked'], '4\r\nhalf\r\n'));
  afterItIsRead(() => socket.resetAndDestroy());
};

/** A body that ends with its connection (RFC 9112 section 8) is complete only if the connection ends in order. */
export const rstOfABodyWithoutLength: Script = (socket) => {
  socket.write(answer('200 OK', ['Connection: close'], 'half'));
  afterItIsRead(() => socket.resetAndDestroy());
};
