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

/** A gateway that serves the server on stdio over HTTP, for a team, asked by the SDK's client in one era. */
export function gateway(era: string): (trial: Trial) => Promise<Seen> {
  return async ({ api, directory }) => {
    const version = await install(join(directory, 'gateway'), PACKAGE, '^6');
    const port = await freePort();
    const server = [process.execPath, fileURLToPath(new URL('dist/cli.js', ROOT)), '--allow', '127.0.0.1'];
    const bin = join(directory, 'gateway/node_modules/.bin', PACKAGE);
    const options = ['--server', 'stream', '--host', '127.0.0.1', '--port', String(port), '--', ...server];
    const child = spawn(bin, options, { stdio: 'ignore' });
    try {
      const url = `http://127.0.0.1:${port}`;
      await answers(`${url}/ping`);
      const client = ['@modelcontextprotocol/client', '^2', 'sdk-v2.mjs'] as const;
      return { ...(await drive({ api, directory: join(directory, 'client') }, client, `${url}/mcp`, [era])), version };
    } finally {
      child.kill();
      await once(child, 'exit');
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
