import type { Socket } from 'node:net';
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

const STRAY_BODY = '<html>Not modified, but here is what has not been</html>';

/** A 304 with a body that it must not have, in the same piece or a moment later; whatever else is asked is answered. */
export function bodyAfter304(delayMs: number | undefined): Script {
  return (socket, { path }) => {
    if (path === '/304') socket.write(answer('304 Not Modified', ['ETag: "1"'], delayMs === undefined ? STRAY_BODY : ''));
    else socket.write(answer('200 OK', ['Content-Length: 4'], 'fine'));
    if (path === '/304' && delayMs !== undefined) setTimeout(() => socket.write(STRAY_BODY), delayMs);
  };
}

/** The same so late that the next request over that connection is on its way already. */
export function bodyAfter304BeforeTheNext(): Script {
  const owing = new WeakSet<Socket>();
  return (socket, { path }) => {
    const stray = owing.delete(socket) ? STRAY_BODY : '';
    if (path === '/304') owing.add(socket);
    const reply = path === '/304' ? answer('304 Not Modified', ['ETag: "1"']) : answer('200 OK', ['Content-Length: 4'], 'fine');
    socket.write(Buffer.concat([Buffer.from(stray), reply]));
  };
}
