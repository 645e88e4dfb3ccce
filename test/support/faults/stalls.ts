import { answer, drip, type Script } from '../raw-server.ts';

// Nothing fails, and nothing ends.

export const noHeaders: Script = () => {};

export const drippedHeaders: Script = (socket) => {
  socket.write('HTTP/1.1 200 OK\r\n');
  drip(socket, 5, () => socket.write('X-Drip: drop\r\n'));
};

export const endlessEarlyHints: Script = (socket) => {
  drip(socket, 5, () => socket.write(answer('103 Early Hints', ['Link: </style.css>; rel=preload'])));
};

export const stalledBody: Script = (socket) => {
  socket.write(answer('200 OK', ['Content-Length: 10'], 'half'));
};

export const drippedBody: Script = (socket) => {
  socket.write(answer('200 OK', ['Content-Length: 1000000']));
  drip(socket, 5, () => socket.write('.'));
};
