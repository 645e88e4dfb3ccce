/**
 * Tries the built server with real clients, each installed from npm for the occasion, and prints a table in Markdown.
 * Fails if one of them does not get what it asked for.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stderr, stdout } from 'node:process';
import { markdownTable } from '../bench/support/statistics.ts';
import { driven } from './drivers.ts';
import { gateway } from './gateway.ts';
import { inspector } from './inspector.ts';
import { mcpc } from './mcpc.ts';
import { sdkV1 } from './sdk-v1.ts';
import { startTrialApi, type Seen, type Trial } from './support.ts';

const V2 = ['@modelcontextprotocol/client', '^2', 'sdk-v2.mjs'] as const;

const CLIENTS: readonly (readonly [string, (trial: Trial) => Promise<Seen>])[] = [
  ['@modelcontextprotocol/inspector --cli', inspector('legacy')],
  ['@modelcontextprotocol/inspector --cli, modern', inspector('modern')],
  ['@modelcontextprotocol/sdk', sdkV1],
  ['@modelcontextprotocol/client', driven(...V2, 'legacy')],
  ['@modelcontextprotocol/client, modern', driven(...V2, '2026-07-28')],
  ['@modelcontextprotocol/client, of both eras', driven(...V2, 'auto')],
  ['@ai-sdk/mcp', driven('@ai-sdk/mcp', '^2', 'ai-sdk.mjs')],
  ['@apify/mcpc', mcpc],
  ['mcp-proxy, over HTTP', gateway('legacy')],
  ['mcp-proxy, over HTTP, modern', gateway('2026-07-28')],
];

const HEADINGS = ['client', 'version', 'protocol', 'tools/list', 'tools/call', 'progress', 'cancel', 'resources'];

async function main(): Promise<boolean> {
  const directory = await mkdtemp(join(tmpdir(), 'fetch-many-clients-'));
  const api = await startTrialApi();
  const rows: string[][] = [];
  let ok = true;
  try {
    for (const [name, attempt] of CLIENTS) {
      stderr.write(`${name} ...\n`);
      try {
        const seen = await attempt({ api, directory: join(directory, String(rows.length)) });
        rows.push([name, seen.version, ...cells(seen)]);
        if (!works(seen)) throw new Error(`Unexpected: ${JSON.stringify(seen)}`);
      } catch (error) {
        ok = false;
        stderr.write(`${name} failed: ${error instanceof Error ? error.stack : String(error)}\n`);
        if (rows.at(-1)?.[0] !== name) rows.push([name, 'failed', ...cells({})]);
      }
    }
  } finally {
    await api.close();
    await rm(directory, { recursive: true, force: true });
  }
  stdout.write(`${markdownTable([HEADINGS, ...rows])}\n`);
  return ok;
}

function cells({ protocol = '-', tools = [], body, progress, cancel, resource }: Partial<Seen>): string[] {
  const listed = tools.length > 0 ? `${tools.length} tools` : 'no';
  const told = [progress, cancel, resource].map((each) => (each === undefined ? '-' : each ? 'yes' : 'no'));
  return [protocol, listed, body === 'Ada' ? 'yes' : 'no', ...told];
}

function works({ tools, body, progress, cancel, resource }: Seen): boolean {
  const hasAll = ['fetch_many', 'read_result'].every((name) => tools.includes(name));
  return hasAll && body === 'Ada' && ![progress, cancel, resource].includes(false);
}

process.exitCode = (await main()) ? 0 : 1;
