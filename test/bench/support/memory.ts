import { resourceUsage } from 'node:process';
import { pause } from '../../support/api.ts';
import { processTree, readProc } from './process-tree.ts';

/** The most memory a process ever had, in MiB. On Linux `maxRSS` starts from what the parent had when it forked; VmHWM does not. */
export function peakMib(pid: number | 'self' = 'self'): number {
  return kib(pid, 'VmHWM') / 1_024;
}

/** The memory a process has now, in MiB. */
export function residentMib(pid: number | 'self'): number {
  return kib(pid, 'VmRSS') / 1_024;
}

/** Elsewhere than on Linux there is no figure but for this process. */
function kib(pid: number | 'self', what: string, file = 'status'): number {
  const found = new RegExp(`^${what}:\\s*(\\d+) kB$`, 'm').exec(readProc(`/proc/${pid}/${file}`))?.[1];
  return Number(found ?? (pid === 'self' ? resourceUsage().maxRSS : Number.NaN));
}

/** The sum of the peaks of a process and of those it has started, as far as they still run. */
export function peakOfTreeMib(pid: number): number {
  return ofTree(pid, peakMib);
}

/** The memory that a process and those it has started have now, in MiB. Of pages that they share each has its part (PSS). */
export function memoryOfTreeMib(pid: number): number {
  return ofTree(pid, (each) => kib(each, 'Pss', 'smaps_rollup') / 1_024);
}

/**
 * The most memory that a process and those it has started had at a time while something ran, in MiB: less than the sum of their
 * peaks, which need not come together. Sampled. NaN elsewhere than on Linux.
 */
export async function worstOfTreeMib(pid: number, running: Promise<unknown>, everyMs = 20): Promise<number> {
  const state = { isRunning: true };
  const ends = running.finally(() => (state.isRunning = false));
  let worst = memoryOfTreeMib(pid);
  while (state.isRunning) {
    await pause(everyMs);
    worst = Math.max(worst, memoryOfTreeMib(pid));
  }
  await ends;
  return worst;
}

function ofTree(pid: number, mib: (pid: number) => number): number {
  const [own = Number.NaN, ...started] = processTree(pid).map(mib);
  // One that has just ended has no figure any more.
  return started.reduce((sum, each) => sum + (each || 0), own);
}
