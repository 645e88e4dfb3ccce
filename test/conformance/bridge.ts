import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { startCommand, type ServerProcess } from '../support/server-process.ts';
import { listenOnNewPort } from '../support/ports.ts';

/** A server on stdio, served over HTTP; close it when done. */
export interface Bridge {
  readonly url: string;
  close(): Promise<void>;
}

/** A message as far as the bridge looks at it. */
interface Message {
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: { readonly progressToken?: unknown; readonly _meta?: Readonly<Record<string, unknown>> };
  readonly error?: { readonly code: number };
}

/** Status codes that the modern revision's HTTP transport has for errors; -32022 is known to that one only. */
const STATUS: Readonly<Record<number, number>> = { [-32_601]: 404, [-32_602]: 400, [-32_600]: 400, [-32_700]: 400 };
const UNSUPPORTED_VERSION = -32_022;
const MODERN = '2026-07-28';
const SUBSCRIPTION = 'io.modelcontextprotocol/subscriptionId';

/**
 * Puts HTTP before a server on stdio and changes nothing that is said: each message goes through as it came, but for its
 * id and token, of which two clients may have the same. A gateway would speak the legacy era to the server whatever its
 * clients speak, and so be what is tried.
 */
export async function startBridge(command: string, args: readonly string[]): Promise<Bridge> {
  const child = startCommand(command, args);
  const exchanges = new Map<string, Exchange>();
  child.child.stdout.on(
    'data',
    forEachLine((line) => deliver(line, exchanges)),
  );
  let count = 0;
  const server = createServer((request, response) => {
    const name = `bridge:${++count}`;
    forward(request, response, { name, child, exchanges }).catch((error: unknown) => response.destroy(error as Error));
  });
  const port = await listenOnNewPort(server, '127.0.0.1');
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    await child.kill();
  };
  return { url: `http://127.0.0.1:${port}/mcp`, close };
}

/** One request on its way through the bridge. */
interface Exchange {
  readonly response: ServerResponse;
  /** Puts back what the client called it. */
  readonly restore: (line: string) => string;
  readonly isModern: boolean;
}

interface Passage {
  /** What the request is called on stdio. */
  readonly name: string;
  readonly child: ServerProcess;
  readonly exchanges: Map<string, Exchange>;
}

async function forward(request: IncomingMessage, response: ServerResponse, { name, child, exchanges }: Passage): Promise<void> {
  if (request.method !== 'POST') {
    response.writeHead(405, { allow: 'POST' }).end();
    return;
  }
  const message = JSON.parse(await text(request)) as Message;
  if (message.id === undefined || message.method === undefined) {
    child.send(message);
    response.writeHead(202).end();
    return;
  }
  const { id, params } = message;
  const token = params?._meta?.['progressToken'];
  const restore = (line: string): string => {
    const called =
      token === undefined ? line : line.replaceAll(`"progressToken":"${name}"`, `"progressToken":${JSON.stringify(token)}`);
    return called.replaceAll(`"${name}"`, JSON.stringify(id));
  };
  exchanges.set(name, { response, restore, isModern: request.headers['mcp-protocol-version'] === MODERN });
  response.once('close', () => {
    if (exchanges.delete(name)) child.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: name } });
  });
  const tokens = token === undefined ? {} : { params: { ...params, _meta: { ...params?._meta, progressToken: name } } };
  child.send({ ...message, ...tokens, id: name });
}

/** Gives a line of the server to whom it is for: events while there is more to come, JSON if the answer is all there is. */
function deliver(line: string, exchanges: Map<string, Exchange>): void {
  const { id, params, error } = JSON.parse(line) as Message;
  const name = String(id ?? params?.progressToken ?? params?._meta?.[SUBSCRIPTION]);
  const exchange = exchanges.get(name);
  if (!exchange) return;
  const { response, restore, isModern } = exchange;
  const isAnswer = id !== undefined;
  if (isAnswer) exchanges.delete(name);
  if (isAnswer && !response.headersSent) {
    const known = isModern && error ? STATUS[error.code] : undefined;
    const status = error?.code === UNSUPPORTED_VERSION ? 400 : (known ?? 200);
    response.writeHead(status, { 'content-type': 'application/json' }).end(restore(line));
    return;
  }
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(`event: message\ndata: ${restore(line)}\n\n`);
  if (isAnswer) response.end();
}

function forEachLine(take: (line: string) => void): (text: string) => void {
  let rest = '';
  return (piece) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line) take(line);
  };
}
