/** How long a client waits for the server, and what memory it takes when idle: beside a bare Node process that answers. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { launchCommand, ROOT } from '../support/client.ts';
import { INITIALIZE } from '../support/server-process.ts';
import type { Part } from './part.ts';
import { residentMib } from './support/memory.ts';
import { markdownTable, Rounds, verdict } from './support/statistics.ts';
import { buildUnbundled, UNBUNDLED } from './support/unbundled.ts';

const ECHO = 'a bare Node that echoes';
const BUILT = 'the built server';
const AIM = 2.2;
const AIM_MIB = 60;

/** Answers each line with itself: the least that Node can do on stdio. */
const ECHO_SCRIPT = `process.stdin.on('data', (chunk) => process.stdout.write(chunk));`;

const COMMANDS: Readonly<Record<string, { readonly command: string; readonly args: readonly string[] }>> = {
  [ECHO]: { command: process.execPath, args: ['-e', ECHO_SCRIPT] },
  [BUILT]: launchCommand(),
  'the same, not bundled': { command: process.execPath, args: [fileURLToPath(new URL('cli.js', UNBUNDLED))] },
};

/** From the spawn until the answer to `initialize`; then its memory. */
async function start({ command, args }: { command: string; args: readonly string[] }): Promise<{ ms: number; mib: number }> {
  const started = performance.now();
  const child = spawn(command, args, { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] });
  const answered = once(createInterface(child.stdout), 'line');
  child.stdin.write(`${JSON.stringify(INITIALIZE)}\n`);
  await answered;
  const ms = performance.now() - started;
  const mib = residentMib(child.pid ?? 0);
  child.stdin.end();
  await once(child, 'exit');
  return { ms, mib };
}

export const part: Part = async ({ quick }) => {
  await buildUnbundled();
  const [ms, mib] = [new Rounds(), new Rounds()];
  for (const command of Object.values(COMMANDS)) await start(command); // fills the disk's cache
  for (let round = 0; round < (quick ? 2 : 21); round++) {
    for (const [name, command] of Object.entries(COMMANDS)) {
      const sample = await start(command);
      ms.add(name, sample.ms);
      mib.add(name, sample.mib);
    }
  }
  const rows = Object.keys(COMMANDS).map((name) => {
    return [name, ms.median(name).toFixed(0), ms.ratio(name, ECHO).toFixed(2), mib.median(name).toFixed(0)];
  });
  const [ratio, size] = [ms.ratio(BUILT, ECHO), mib.median(BUILT)];
  return [
    markdownTable([['from the spawn to the answer to initialize', 'ms', 'of the echo', 'MiB then'], ...rows]),
    [
      verdict(ratio <= AIM, `at most ${AIM} x the echo (${ratio.toFixed(2)}).`),
      verdict(size < AIM_MIB, `under ${AIM_MIB} MiB after the handshake (${size.toFixed(0)}).`),
    ].join('\n'),
  ].join('\n\n');
};
