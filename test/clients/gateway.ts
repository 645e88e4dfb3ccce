import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../support/client.ts';
import { listenOnNewPort } from '../support/ports.ts';
import { drive } from './drivers.ts';
import { install, type Seen, type Trial } from './support.ts';

const PACKAGE = 'mcp-proxy';

/** A gateway that runs; close it when done. */
interface Gateway {
  readonly version: string;
  /** Where it serves MCP over Streamable HTTP. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Serves a server on stdio over HTTP, in both eras; to the server it speaks the legacy one, whatever its clients speak.
 * @param server its command and arguments
 */
async function startGateway(directory: string, server: readonly string[]): Promise<Gateway> {
  const version = await install(directory, PACKAGE, '^6');
  const port = await freePort();
  const options = ['--server', 'stream', '--host', '127.0.0.1', '--port', String(port), '--', ...server];
  const child = spawn(join(directory, 'node_modules/.bin', PACKAGE), options, { stdio: 'ignore' });
  const close = async (): Promise<void> => {
    const ended = once(child, 'exit');
    if (child.kill()) await ended;
  };
  const origin = `http://127.0.0.1:${port}`;
  await answers(`${origin}/ping`).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return { version, url: `${origin}/mcp`, close };
}

/** The server behind a gateway, as a team would share it, asked by the SDK's client in one era. */
export function gateway(era: string): (trial: Trial) => Promise<Seen> {
  return async ({ api, directory }) => {
    const server = [process.execPath, fileURLToPath(new URL('dist/cli.js', ROOT)), '--allow', '127.0.0.1'];
    const { version, url, close } = await startGateway(join(directory, 'gateway'), server);
    try {
      const client = ['@modelcontextprotocol/client', '^2', 'sdk-v2.mjs'] as const;
      return { ...(await drive({ api, directory: join(directory, 'client') }, client, url, [era])), version };
    } finally {
      await close();
    }
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listenOnNewPort(server, '127.0.0.1');
  server.close();
  await once(server, 'close');
  return port;
}

/** Resolves when something answers there. */
async function answers(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const response = await fetch(url).catch(() => undefined);
    if (response) return;
    await sleep(50);
  }
  throw new Error(`Nothing answers at ${url}`);
}
