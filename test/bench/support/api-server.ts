/**
 * The cheapest server there is that speaks enough HTTP for the clients: it looks for the end of a request head and
 * writes the same answer, on a connection that stays open. A process of its own; it tells its parent the port.
 */
import { createServer } from 'node:net';
import { RESPONSE } from './http-load.ts';

const END_OF_HEAD = '\r\n\r\n';

const server = createServer({ noDelay: true }, (socket) => {
  let unread = '';
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    unread += chunk.toString('latin1');
    const heads = unread.split(END_OF_HEAD);
    unread = heads.pop() ?? '';
    for (let head = 0; head < heads.length; head++) socket.write(RESPONSE);
  });
});

server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.once('disconnect', () => process.exit());
