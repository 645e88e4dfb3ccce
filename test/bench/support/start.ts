import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { launchCommand, ROOT } from '../../support/client.ts';
import { INITIALIZE, TOOLS_LIST } from '../../support/server-process.ts';

export const ECHO = 'a bare Node that echoes';
export const BUILT = 'the built server';

/** Answers each line with itself: the least that Node can do on stdio. */
const ECHO_SCRIPT = `process.stdin.on('data', (chunk) => process.stdout.write(chunk));`;

/** How a process is started that answers lines. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

/** What a start is measured of, and beside what. */
export const STARTED: Readonly<Record<typeof ECHO | typeof BUILT, Command>> = {
  [ECHO]: { command: process.execPath, args: ['-e', ECHO_SCRIPT] },
  [BUILT]: launchCommand(),
};

/** Milliseconds from the spawn. */
export interface Answered {
  readonly initializeMs: number;
  readonly listMs: number;
}

/** Starts a process, and ends it when it has answered `initialize` and `tools/list`. @param look at it before its end */
export async function start({ command, args }: Command, look?: (pid: number) => void): Promise<Answered> {
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
  look?.(child.pid ?? 0);
  child.stdin.end();
  await once(child, 'exit');
  return { initializeMs, listMs };
}
