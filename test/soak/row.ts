import type { ChildProcess } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import type { ApiState } from '../bench/support/api-server.ts';
import { asked, forked } from '../bench/support/forked.ts';
import { pause } from '../support/api.ts';
import { parseLine, startProcess, type ServerProcess } from '../support/server-process.ts';

/** What was measured of one situation, and whether its bounds hold. */
export interface Found {
  readonly figures: string;
  readonly holds: boolean;
}

/** A situation in which a server must behave. */
export interface Row {
  readonly name: string;
  readonly wanted: string;
  readonly run: () => Promise<Found>;
}

/** An API in a process of its own. */
export interface SoakApi {
  readonly url: string;
  state(): Promise<ApiState>;
  /** Milliseconds until its state is so; Infinity if it is not within `ms`. */
  until(holds: (state: ApiState) => boolean, ms: number): Promise<number>;
}

/** Flags with which a server may ask this machine. */
export const ALLOW = ['--allow', '127.0.0.1'];
/** What a process says that has been careless. */
const CARELESS = /MaxListenersExceeded|unhandled|EPIPE|Warning:|^\s+at /im;

/** Runs something with an API and a server after its handshake; what the server has written is checked afterwards. */
export async function withServer(
  start: () => ServerProcess,
  run: (server: ServerProcess, api: SoakApi) => Promise<Found>,
): Promise<Found> {
  return withApi(async (api) => {
    const server = start();
    try {
      await server.initialize();
      return checked(await run(server, api), server);
    } finally {
      await server.kill();
    }
  });
}

/** A server as `mcp.json` says, that may ask this machine. */
export function started(...flags: string[]): () => ServerProcess {
  return () => startProcess(...ALLOW, ...flags);
}

export async function withApi(run: (api: SoakApi) => Promise<Found>): Promise<Found> {
  const [child, { port }] = await forked<AddressInfo>('api-server.ts');
  try {
    return await run({
      url: `http://127.0.0.1:${port}`,
      state: () => asked<ApiState>(child, {}),
      until: (holds, ms) => until(child, holds, ms),
    });
  } finally {
    child.disconnect();
  }
}

async function until(child: ChildProcess, holds: (state: ApiState) => boolean, ms: number): Promise<number> {
  const since = performance.now();
  while (performance.now() - since < ms) {
    if (holds(await asked<ApiState>(child, {}))) return performance.now() - since;
    await pause(5);
  }
  return Infinity;
}

/** Nothing but JSON-RPC on stdout, and no careless word on stderr. */
function checked(found: Found, { lines, rest, stderr }: ServerProcess): Found {
  const odd = lines.find((line) => !isMessage(line)) ?? rest;
  const careless = CARELESS.exec(stderr)?.[0];
  if (odd === '' && careless === undefined) return found;
  const said = odd === '' ? `stderr: ${careless}` : `stdout: ${odd.slice(0, 80)}`;
  return { figures: `${found.figures}; ${said}`, holds: false };
}

function isMessage(line: string): boolean {
  try {
    return 'jsonrpc' in parseLine(line);
  } catch {
    return false;
  }
}

/** `812 ms`. */
export function inMs(value: number): string {
  return `${value.toFixed(0)} ms`;
}
