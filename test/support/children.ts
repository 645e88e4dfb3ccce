import { readFileSync } from 'node:fs';
import { pause } from './api.ts';

/** Whether a process runs; one that has ended and that nobody has asked about does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** The processes that a process has started and that live; none where that cannot be seen, but on Linux. */
export function childrenOf(pid: number | undefined): number[] {
  if (process.platform !== 'linux') return [];
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}

/**
 * Has the sandbox of a server stand still for a part of the time in which a program without an end runs, as on a busy machine:
 * the limit is one of the clock, and most of the wait for it costs no processor time. Where there is no `/proc` all of it does.
 * @param pid of the server
 * @param from milliseconds from now at which it stops: the program should run by then
 * @param to milliseconds from now at which it goes on: well before the limit, which it is to meet by itself
 */
export async function standStill(pid: number, from: number, to: number): Promise<void> {
  if (process.platform !== 'linux') return;
  await pause(from);
  const stopped = childrenOf(pid);
  for (const each of stopped) process.kill(each, 'SIGSTOP');
  await pause(to - from);
  for (const each of childrenOf(pid)) if (stopped.includes(each)) process.kill(each, 'SIGCONT');
}
