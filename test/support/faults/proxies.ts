import { connect } from 'node:net';
import { answer, drip, ok, type Script } from '../raw-server.ts';

// Proxies: each gets a CONNECT, of which the server that runs them keeps count.

/** Behaves: a tunnel to that port of this machine, whatever the host is called. */
export const tunnels: Script = (socket, { path }) => {
  socket.removeAllListeners('data');
  const upstream = connect(Number(path.slice(path.lastIndexOf(':') + 1)), '127.0.0.1');
  upstream.once('connect', () => {
    socket.write(answer('200 Connection established', []));
    socket.pipe(upstream).pipe(socket);
  });
  upstream.on('error', () => socket.destroy());
  upstream.once('close', () => socket.destroy());
  socket.once('close', () => upstream.destroy());
};

/** Behaves to whoever has the credentials; the words with which it asks for them repeat what it was sent. */
export function tunnelsFor(credentials: string): Script {
  const wanted = `Basic ${Buffer.from(credentials).toString('base64')}`;
  return (socket, request) => {
    const sent = request.headers['proxy-authorization'] ?? 'nothing';
    if (sent === wanted) tunnels(socket, request);
    else socket.end(answer(`407 ${sent} is wrong`, ['Proxy-Authenticate: Basic', `X-Echo: ${sent}`, 'Content-Length: 0']));
  };
}

/** Refuses with this status, and with a body that does not end. */
export function refusesWith(status: string, headers: readonly string[] = []): Script {
  return (socket) => {
    socket.write(answer(status, [...headers, 'Content-Type: text/html', 'Transfer-Encoding: chunked']));
    drip(socket, 5, () => socket.write('1\r\nx\r\n'));
  };
}

export const drops: Script = (socket) => void socket.end();
export const resets: Script = (socket) => void socket.resetAndDestroy();
export const hangs: Script = () => {};
export const talksGarbage: Script = (socket) => void socket.write('SSH-2.0-OpenSSH_9.6\r\n\r\n');

export const sendsHugeHeaders: Script = (socket) => {
  socket.write(answer('200 Connection established', [`X-Huge: ${'x'.repeat(20_000)}`]));
};

export const dripsHeaders: Script = (socket) => {
  socket.write('HTTP/1.1 200 Connection established\r\n');
  drip(socket, 5, () => socket.write('X-Drip: drop\r\n'));
};

/** Says that there is a tunnel, and closes it: at once, or when the target's request has come. */
export const cutsAtOnce: Script = (socket) => void socket.end(answer('200 Connection established', []));

export const cutsAfterRequest: Script = (socket, { method }) => {
  if (method !== 'CONNECT') socket.end();
  else socket.write(answer('200 Connection established', []));
};

export const cutsHandshake: Script = (socket) => {
  socket.removeAllListeners('data');
  socket.write(answer('200 Connection established', []));
  socket.once('data', () => socket.end());
};

/** Answers in the server's place, with what it was sent itself. */
export const echoesItself: Script = (socket, { method, headers }) => {
  const sent = headers['proxy-authorization'] ?? '';
  const credentials = Buffer.from(sent.replace('Basic ', ''), 'base64').toString();
  if (method !== 'CONNECT') return;
  socket.write(answer('200 Connection established', []));
  socket.once('data', () => socket.write(ok(JSON.stringify({ sent, credentials }), ['Content-Type: application/json'])));
};

/** Says that there is a tunnel, and then nothing. */
export const hangsInTunnel: Script = (socket) => {
  socket.removeAllListeners('data').resume();
  socket.write(answer('200 Connection established', []));
};

/** Is no proxy but a web server. */
export const isServer: Script = (socket) => void socket.write(ok());
