/**
 * How long a client waits for the server until it knows the tools, what processor time that takes, and what memory: beside a
 * bare Node process that answers. To the answer of `tools/list`, so that nothing is gained by moving work behind the handshake.
 */
import { fileURLToPath } from 'node:url';
import type { Part } from './part.ts';
import { residentMib } from './support/memory.ts';
import { cpuOfTreeMs } from './support/process-tree.ts';
import { BUILT, ECHO, start, STARTED, type Command } from './support/start.ts';
import { atMost, markdownTable, Rounds } from './support/statistics.ts';
import { buildUnbundled, UNBUNDLED } from './support/unbundled.ts';

/** In terms of the echo: milliseconds to `initialize`, and processor time to `tools/list`. */
const AIM = 2.2;
const AIM_CPU = 1.4;
const AIM_MIB = 60;

const COMMANDS: Readonly<Record<string, Command>> = {
  ...STARTED,
  'the same, not bundled': { command: process.execPath, args: [fileURLToPath(new URL('cli.js', UNBUNDLED))] },
};

export const part: Part = async ({ quick }) => {
  await buildUnbundled();
  const [initialize, list, cpu, mib] = [new Rounds(), new Rounds(), new Rounds(), new Rounds()];
  for (const command of Object.values(COMMANDS)) await start(command); // fills the disk's cache
  for (let round = 0; round < (quick ? 1 : 21); round++) {
    for (const [name, command] of Object.entries(COMMANDS)) {
      const { initializeMs, listMs } = await start(command, (pid) => {
        cpu.add(name, cpuOfTreeMs(pid));
        mib.add(name, residentMib(pid));
      });
      initialize.add(name, initializeMs);
      list.add(name, listMs);
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
