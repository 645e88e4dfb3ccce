import { answer, drip, type Script } from '../raw-server.ts';

// Redirects that lead astray.

/** A plain redirect. */
export function to(location: string, status = '302 Found'): Script {
  return (socket) => {
    socket.write(answer(status, [`Location: ${location}`, 'Content-Length: 5'], 'moved'));
  };
}

export function withEndlessBody(location: string): Script {
  return (socket) => {
    socket.write(answer('302 Found', [`Location: ${location}`, 'Transfer-Encoding: chunked']));
    drip(socket, 1, () => socket.write(`4000\r\n${'.'.repeat(0x4000)}\r\n`));
  };
}

export function withStalledBody(location: string): Script {
  return (socket) => {
    socket.write(answer('302 Found', [`Location: ${location}`, 'Content-Length: 100'], 'half'));
  };
}

export function withABodyTooLongToDrain(location: string): Script {
  return (socket) => {
    socket.write(answer('302 Found', [`Location: ${location}`, 'Content-Length: 100000000'], 'half'));
  };
}

export function withACutBody(location: string): Script {
  return (socket) => {
    socket.end(answer('302 Found', [`Location: ${location}`, 'Content-Length: 100'], 'half'));
  };
}
