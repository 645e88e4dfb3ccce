import { answer, type Script } from '../raw-server.ts';

// Answers that have no body whatever their Content-Length says, so that nothing ever follows the headers.

export const status204: Script = (socket) => {
  socket.write(answer('204 No Content', ['Content-Length: 10']));
};

export const status205: Script = (socket) => {
  socket.write(answer('205 Reset Content', ['Content-Length: 10']));
};

export const status304: Script = (socket) => {
  socket.write(answer('304 Not Modified', ['Content-Length: 10', 'ETag: "1"']));
};

/** The right answer to HEAD: the length that GET would have. */
export const head: Script = (socket) => {
  socket.write(answer('200 OK', ['Content-Length: 1000000000']));
};

export const headWithAnEncoding: Script = (socket) => {
  socket.write(answer('200 OK', ['Content-Length: 1000', 'Content-Encoding: gzip']));
};
