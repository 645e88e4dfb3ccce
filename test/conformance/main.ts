/**
 * Runs the conformance suite of MCP in both eras. It knows servers over HTTP only, so that `bridge.ts` stands between; its
 * fixtures are served by `fixture-server.ts`. Fails if a check of what is offered does.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { npx } from '../clients/support.ts';
import { startBridge } from './bridge.ts';
import { reasonNotOffered } from './not-offered.ts';

const SUITE = '@modelcontextprotocol/conformance@0.2.0-alpha.12';
const REVISIONS = ['2025-11-25', '2026-07-28'];

/** What the suite says of one thing that it has looked at. */
interface Check {
  readonly id: string;
  readonly status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO';
  readonly errorMessage?: string;
}

const directory = await mkdtemp(join(tmpdir(), 'fetch-many-conformance-'));

async function main(): Promise<boolean> {
  const tsx = fileURLToPath(import.meta.resolve('tsx'));
  const bridge = await startBridge(execPath, ['--import', tsx, join(import.meta.dirname, 'fixture-server.ts')]);
  try {
    let isOk = true;
    for (const revision of REVISIONS) isOk = (await conforms(revision, bridge.url)) && isOk;
    return isOk;
  } finally {
    await bridge.close();
  }
}

async function conforms(revision: string, url: string): Promise<boolean> {
  const output = join(directory, revision);
  const command = ['-p', SUITE, 'conformance', 'server', '--url', url, '--requirements', revision, '-o', output];
  // It exits with 1 for what we do not offer, too; what it saw is in its files.
  const failure: unknown = await npx(directory, command).catch((error: unknown) => error);
  if (!existsSync(output)) throw new Error(`The suite has not run: ${String(failure)}`, { cause: failure });
  const seen = (await Promise.all((await readdir(output)).map((folder) => read(output, folder)))).flat();
  const offered = seen.filter(({ reason }) => reason === undefined);
  const failed = offered.filter(({ status }) => status === 'FAILURE' || status === 'WARNING');
  say(`${revision}: of what is offered ${offered.length - failed.length} of ${offered.length} checks pass`);
  for (const { scenario, id, errorMessage } of failed) say(`  failed: ${scenario}, ${id}: ${errorMessage ?? ''}`);
  const others = seen.filter(({ reason }) => reason !== undefined);
  say(`  not offered: ${others.length} checks`);
  for (const [reason, scenarios] of groupByReason(others)) say(`  - ${reason}: ${[...scenarios].join(', ')}`);
  return offered.length > 0 && failed.length === 0;
}

/** A check with the scenario that it is of, and why it is not for us if it is not. */
type Seen = Check & { readonly scenario: string; readonly reason: string | undefined };

/** The checks of one scenario that came to a verdict. Whatever is sent must be as the schema has it, offered or not. */
async function read(output: string, folder: string): Promise<Seen[]> {
  const scenario = folder.replace(/^server-/, '').replace(/-\d{4}-\d\d-\d\dT[\d-]+Z$/, '');
  const checks = JSON.parse(await readFile(join(output, folder, 'checks.json'), 'utf8')) as Check[];
  const judged = checks.filter(({ status }) => status !== 'INFO' && status !== 'SKIPPED');
  return judged.map((check) => {
    const reason = check.id === 'wire-schema-valid' ? undefined : (reasonNotOffered(scenario) ?? reasonNotOffered(check.id));
    return { ...check, scenario, reason };
  });
}

/** Scenarios by the reason that they, or checks of them, are not offered. */
function groupByReason(others: readonly Seen[]): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { reason = '', scenario, id } of others) {
    const group = groups.get(reason) ?? new Set();
    groups.set(reason, group.add(reasonNotOffered(scenario) === undefined ? `${scenario} (${id})` : scenario));
  }
  return groups;
}

function say(line: string): void {
  stdout.write(`${line}\n`);
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} finally {
  await rm(directory, { recursive: true, force: true });
}
