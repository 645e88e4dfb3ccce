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
import { inspector } from './inspector.ts';
import { mcpc } from './mcpc.ts';
import { sdkV1 } from './sdk-v1.ts';
import { startTrialApi, type Seen, type Trial } from './support.ts';

const CLIENTS: readonly (readonly [string, (trial: Trial) => Promise<Seen>])[] = [
  ['@modelcontextprotocol/inspector --cli', inspector],
  ['@modelcontextprotocol/sdk', sdkV1],
  ['@modelcontextprotocol/client', driven('@modelcontextprotocol/client', '^2', 'sdk-v2.mjs')],
  ['@ai-sdk/mcp', driven('@ai-sdk/mcp', '^2', 'ai-sdk.mjs')],
  ['@apify/mcpc', mcpc],
];

const HEADINGS = ['client', 'version', 'initialize', 'tools/list', 'tools/call', 'progress', 'cancel'];

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

function cells({ initialize = 'no', tools = [], body, progress, cancel }: Partial<Seen>): string[] {
  const listed = tools.length > 0 ? `${tools.length} tools` : 'no';
  return [
    initialize,
    listed,
    body === 'Ada' ? 'yes' : 'no',
    ...[progress, cancel].map((each) => (each === undefined ? '-' : each ? 'yes' : 'no')),
  ];
}

function works({ tools, body, progress, cancel }: Seen): boolean {
  return (
    tools.includes('fetch_many') && tools.includes('read_result') && body === 'Ada' && progress !== false && cancel !== false
  );
}

process.exitCode = (await main()) ? 0 : 1;
