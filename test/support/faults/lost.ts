import type { Script } from '../raw-server.ts';

// The connection ends before a response.

export const fin: Script = (socket) => {
  socket.end();
};

export const rst: Script = (socket) => {
  socket.resetAndDestroy();
};

export const finWithinTheHeaders: Script = (socket) => {
  socket.end('HTTP/1.1 200 OK\r\nContent-Le');
};
