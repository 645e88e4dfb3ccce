import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pause } from '../support/api.ts';

const EVERY_MS = 20;

/**
 * The longest time in milliseconds that a process which only echoes needs while something runs: what of a slow ping is the
 * machine's and not the server's.
 */
export async function worstBarePing(running: Promise<unknown>): Promise<number> {
  const child = spawn(process.execPath, ['-e', "process.stdin.on('data', (data) => process.stdout.write(data))"]);
  const state = { isRunning: true };
  const ends = running.finally(() => (state.isRunning = false));
  let worst = 0;
  try {
    child.stdin.write('start\n');
    await once(child.stdout, 'data');
    while (state.isRunning) {
      const since = performance.now();
      child.stdin.write('ping\n');
      await once(child.stdout, 'data');
      worst = Math.max(worst, performance.now() - since);
      await pause(EVERY_MS);
    }
    await ends;
  } finally {
    child.kill();
  }
  return worst;
}
