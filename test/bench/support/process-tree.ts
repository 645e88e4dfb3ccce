import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Clock ticks in a second, in which Linux counts what ended children took (USER_HZ). */
const TICKS_PER_SECOND = 100;

/** A process and those that it and its children have started, as far as they still run. Elsewhere than on Linux only itself. */
export function processTree(pid: number): number[] {
  return [pid, ...threadsOf(pid).flatMap((thread) => childrenOf(thread).flatMap(processTree))];
}

/**
 * Milliseconds of processor time that a process has taken, all its threads, and the processes it has started, also those
 * that have ended (to 10 ms). NaN elsewhere than on Linux.
 */
export function cpuOfTreeMs(pid: number): number {
  if (!existsSync('/proc/self/schedstat')) return Number.NaN;
  return processTree(pid).reduce((sum, each) => sum + threadsMs(each) + endedChildrenMs(each), 0);
}

function threadsMs(pid: number): number {
  const nanoseconds = threadsOf(pid).map((thread) => Number(readProc(`${thread}/schedstat`).split(' ')[0]));
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
}

/** The fields `cutime` and `cstime` of proc_pid_stat(5), 16 and 17; the name in field 2 may have spaces. */
function endedChildrenMs(pid: number): number {
  const afterName = readProc(`/proc/${pid}/stat`).replace(/.*\) /s, '').split(' ');
  const [user = 0, system = 0] = afterName.slice(13, 15).map(Number);
  return (user + system) * (1_000 / TICKS_PER_SECOND);
}

/** The folders of its threads; none if it has ended. */
function threadsOf(pid: number): string[] {
  const folder = `/proc/${pid}/task`;
  try {
    return readdirSync(folder).map((thread) => `${folder}/${thread}`);
  } catch {
    return [];
  }
}

function childrenOf(thread: string): number[] {
  return readProc(`${thread}/children`).split(' ').filter(Boolean).map(Number);
}

/** A file of /proc; empty if the process has ended meanwhile. */
export function readProc(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
