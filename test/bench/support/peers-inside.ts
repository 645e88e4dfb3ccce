/**
 * Runs in a network of its own, which has nothing but loopback: starts each peer, has it fetch URLs of a local
 * API, and cancels a call. Prints one JSON line for each.
 */
import type { ChildProcess } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { argv, stdout } from 'node:process';
import { pathToFileURL } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { pause } from '../../support/api.ts';
import type { ApiState } from './api-server.ts';
import { asked, forked } from './forked.ts';
import { peakOfTreeMib } from './memory.ts';
import { peersIn, type Peer } from './peer-list.ts';
import { median } from './statistics.ts';

/** What came of one peer. */
export interface PeerFigures {
  readonly name: string;
  readonly startMs: number;
  readonly peakMib: number;
  readonly fetched:
    | {
        /** All calls at once, as a script would. */
        readonly atOnceMs: number;
        /** One call after the other, as clients do to a tool that does not say that it only reads. */
        readonly inTurnMs: number;
        /** Bytes of all results. */
        readonly bytes: number;
        /** Milliseconds from a cancel until the sockets are closed; undefined if they still are open after a second. */
        readonly cancelMs: number | undefined;
      }
    | undefined;
}

const [, , FOLDER = '', ROUNDS = '', URLS = ''] = argv;
const WAIT_MS = 100;
const GIVE_UP_MS = 1_000;

async function connected({ command, args, env = {} }: Peer): Promise<{ client: Client; pid: number }> {
  const transport = new StdioClientTransport({
    command,
    args: [...args],
    stderr: 'ignore',
    env: { ...env, PATH: process.env['PATH'] ?? '', HOME: FOLDER },
  });
  const client = new Client({ name: 'fetch-many-bench', version: '1.0.0' });
  await client.connect(transport);
  await client.listTools();
  return { client, pid: transport.pid ?? 0 };
}

async function figuresOf(peer: Peer, rounds: number, urls: number): Promise<PeerFigures> {
  const starts: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    const { client } = await connected(peer);
    starts.push(performance.now() - started);
    await client.close();
  }
  const { client, pid } = await connected(peer);
  try {
    const fetched = peer.refusesLoopback === undefined ? await fetchWith(peer, client, rounds, urls) : undefined;
    return { name: peer.name, startMs: median(starts), peakMib: peakOfTreeMib(pid), fetched };
  } finally {
    await client.close();
  }
}

async function fetchWith(peer: Peer, client: Client, rounds: number, urls: number): Promise<NonNullable<PeerFigures['fetched']>> {
  const [api, { port }] = await forked<AddressInfo>('api-server.ts');
  const calls = peer.calls(Array.from({ length: urls }, (_, i) => `http://127.0.0.1:${port}/wait/${WAIT_MS}?i=${i}`));
  const call = async (each: (typeof calls)[number]): Promise<number> => {
    const result = await client.callTool(each, undefined, { timeout: 120_000 });
    if (result.isError) throw new Error(`${peer.name}: ${JSON.stringify(result).slice(0, 300)}`);
    return JSON.stringify(result).length;
  };
  const times: number[] = [];
  let bytes = 0;
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    bytes = (await Promise.all(calls.map(call))).reduce((sum, each) => sum + each, 0);
    times.push(performance.now() - started);
  }
  const started = performance.now();
  for (const each of calls) await call(each);
  const inTurnMs = performance.now() - started;
  api.disconnect();
  return { atOnceMs: median(times), inTurnMs, bytes, cancelMs: await cancelled(peer, client) };
}

/** On an API of its own, which has no idle connections. */
async function cancelled(peer: Peer, client: Client): Promise<number | undefined> {
  const [api, { port }] = await forked<AddressInfo>('api-server.ts');
  const controller = new AbortController();
  const pending = peer.calls([`http://127.0.0.1:${port}/never`]).map((each) => {
    return client.callTool(each, undefined, { signal: controller.signal }).catch(() => undefined);
  });
  await until(api, ({ requests }) => requests > 0, 10_000);
  controller.abort('enough');
  const ms = await until(api, ({ openSockets }) => openSockets === 0, GIVE_UP_MS);
  await Promise.all(pending);
  api.disconnect();
  return ms;
}

/** How long it takes until the API is so; undefined if it is not within `ms`. */
async function until(api: ChildProcess, holds: (state: ApiState) => boolean, ms: number): Promise<number | undefined> {
  const started = performance.now();
  while (performance.now() - started < ms) {
    if (holds(await asked<ApiState>(api, {}))) return performance.now() - started;
    await pause(5);
  }
  return undefined;
}

const abroad = Object.values(networkInterfaces())
  .flat()
  .filter((each) => each?.internal === false);
if (abroad.length > 0) throw new Error('Peers are started only where there is nothing but loopback');
for (const peer of peersIn(pathToFileURL(FOLDER))) {
  stdout.write(`${JSON.stringify(await figuresOf(peer, Number(ROUNDS), Number(URLS)))}\n`);
}
