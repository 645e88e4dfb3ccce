/**
 * The cheapest server there is that speaks enough HTTP for the clients: it looks for the end of a request head and
 * writes an answer, on a connection that stays open. `/` is 500 bytes of JSON, `/size/N` is N bytes of it, `/html/N` and
 * `/csv/N` are N bytes of these, `/bytes/N` is N bytes of text in a chunk each, `/deep/N` is N arrays in each other, `/wait/MS` answers after so many milliseconds, `/never` not at all, `/cut` closes the connection,
 * `/error` is a 500. A process of its own; it tells its parent the port, and what goes on when it is asked.
 */
import { createServer, type Socket } from 'node:net';
import { csvOf, htmlOf, jsonOf } from './documents.ts';
import { answerOf, RESPONSE } from './http-load.ts';

/** What the server has seen, and what goes on now. */
export interface ApiState {
  readonly requests: number;
  readonly openSockets: number;
  /** The most sockets that were open at a time. */
  readonly peakSockets: number;
}

const END_OF_HEAD = '\r\n\r\n';
const sockets = new Set<Socket>();
const sized = new Map<string, Buffer>();
const ERROR = Buffer.from(answerOf('{"message":"broken"}').toString().replace('200 OK', '500 Internal Server Error'));
let requests = 0;
let peak = 0;

const server = createServer({ noDelay: true }, (socket) => {
  let unread = '';
  sockets.add(socket);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => sockets.delete(socket));
  socket.on('data', (chunk: Buffer) => {
    unread += chunk.toString('latin1');
    const heads = unread.split(END_OF_HEAD);
    unread = heads.pop() ?? '';
    for (const head of heads) answer(socket, head);
  });
});

function answer(socket: Socket, head: string): void {
  requests++;
  const [, what, number] = /^\w+ \/(size|html|csv|bytes|deep|wait|never|cut|error)\/?(\d*)/.exec(head) ?? [];
  const size = Number(number);
  peak = Math.max(peak, sockets.size);
  if (what === 'never') return;
  if (what === 'cut') socket.destroy();
  else if (what === 'wait') setTimeout(() => socket.write(RESPONSE), size);
  else if (what === 'size' || what === 'html' || what === 'csv') socket.write(ofSize(what, size));
  else if (what === 'bytes') writeBytes(socket, size);
  else if (what === 'deep') socket.write(answerOf('['.repeat(size) + ']'.repeat(size)));
  else socket.write(what === 'error' ? ERROR : RESPONSE);
}

function ofSize(kind: string, bytes: number): Buffer {
  const key = `${kind} ${bytes}`;
  const known = sized.get(key) ?? make(kind, bytes);
  sized.set(key, known);
  return known;
}

function make(kind: string, bytes: number): Buffer {
  if (kind === 'html') return answerOf(htmlOf(bytes), 'text/html; charset=utf-8');
  return kind === 'csv' ? answerOf(csvOf(bytes), 'text/csv; charset=utf-8') : answerOf(jsonOf(bytes));
}

/** Bytes that come one by one, as fast as they are taken. */
function writeBytes(socket: Socket, bytes: number): void {
  let left = bytes;
  socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n');
  const more = (): void => {
    while (left > 0) {
      const count = Math.min(left, 10_000);
      left -= count;
      if (!socket.write('1\r\nx\r\n'.repeat(count))) return void socket.once('drain', more);
    }
    socket.write('0\r\n\r\n');
  };
  more();
}

server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => process.send?.(server.address()));
process.on('message', () => process.send?.({ requests, openSockets: sockets.size, peakSockets: peak } satisfies ApiState));
process.once('disconnect', () => process.exit());
