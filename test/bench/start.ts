/**
 * How long a client waits for the server until it knows the tools, what processor time that takes, and what memory: beside a
 * bare Node process that answers. To the answer of `tools/list`, so that nothing is gained by moving work behind the handshake.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { launchCommand, ROOT } from '../support/client.ts';
import { INITIALIZE, TOOLS_LIST } from '../support/server-process.ts';
import type { Part } from './part.ts';
import { residentMib } from './support/memory.ts';
import { cpuOfTreeMs } from './support/process-tree.ts';
import { atMost, markdownTable, Rounds } from './support/statistics.ts';
import { buildUnbundled, UNBUNDLED } from './support/unbundled.ts';

const ECHO = 'a bare Node that echoes';
const BUILT = 'the built server';
/** In terms of the echo: milliseconds to `initialize`, and processor time to `tools/list`. */
const AIM = 2.2;
const AIM_CPU = 1.4;
const AIM_MIB = 60;

/** Answers each line with itself: the least that Node can do on stdio. */
const ECHO_SCRIPT = `process.stdin.on('data', (chunk) => process.stdout.write(chunk));`;

interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

const COMMANDS: Readonly<Record<string, Command>> = {
  [ECHO]: { command: process.execPath, args: ['-e', ECHO_SCRIPT] },
  [BUILT]: launchCommand(),
  'the same, not bundled': { command: process.execPath, args: [fileURLToPath(new URL('cli.js', UNBUNDLED))] },
};

/** From the spawn until both answers. */
interface Start {
  readonly initializeMs: number;
  readonly listMs: number;
  readonly cpuMs: number;
  readonly mib: number;
}

async function start({ command, args }: Command): Promise<Start> {
  const started = performance.now();
  const child = spawn(command, args, { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  const answered = async (message: object): Promise<number> => {
    const line = once(lines, 'line');
    child.stdin.write(`${JSON.stringify(message)}\n`);
    await line;
    return performance.now() - started;
  };
  const initializeMs = await answered(INITIALIZE);
  const listMs = await answered(TOOLS_LIST);
  const pid = child.pid ?? 0;
  const sample = { initializeMs, listMs, cpuMs: cpuOfTreeMs(pid), mib: residentMib(pid) };
  child.stdin.end();
  await once(child, 'exit');
  return sample;
}

export const part: Part = async ({ quick }) => {
  await buildUnbundled();
  const [initialize, list, cpu, mib] = [new Rounds(), new Rounds(), new Rounds(), new Rounds()];
  for (const command of Object.values(COMMANDS)) await start(command); // fills the disk's cache
  for (let round = 0; round < (quick ? 1 : 21); round++) {
    for (const [name, command] of Object.entries(COMMANDS)) {
      const sample = await start(command);
      initialize.add(name, sample.initializeMs);
      list.add(name, sample.listMs);
      cpu.add(name, sample.cpuMs);
      mib.add(name, sample.mib);
    }
  }
  const rows = Object.keys(COMMANDS).map((name) => {
    return [name, ...[initialize, list, cpu].flatMap((rounds) => rounds.shownBeside(name, ECHO)), mib.shown(name)];
  });
  const head = ['to `initialize`, ms', 'to `tools/list`, ms', 'CPU to then, ms'].flatMap((what) => [what, 'of the echo']);
  const [ratio, work, size] = [initialize.ratio(BUILT, ECHO), cpu.ratio(BUILT, ECHO), mib.median(BUILT)];
  return [
    markdownTable([['from the spawn to the answer', ...head, 'MiB then'], ...rows]),
    [
      atMost(AIM_CPU, work, `at most ${AIM_CPU} x the processor time of the echo to \`tools/list\` (${work.toFixed(2)}).`),
      atMost(AIM, ratio, `at most ${AIM} x the echo to \`initialize\` (${ratio.toFixed(2)}).`),
      atMost(AIM_MIB, size, `at most ${AIM_MIB} MiB then (${size.toFixed(0)}).`),
    ].join('\n'),
  ].join('\n\n');
};
