import { resourceUsage } from 'node:process';
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
function kib(pid: number | 'self', what: string): number {
  const found = new RegExp(`^${what}:\\s*(\\d+) kB$`, 'm').exec(readProc(`/proc/${pid}/status`))?.[1];
  return Number(found ?? (pid === 'self' ? resourceUsage().maxRSS : Number.NaN));
}

/** The sum of the peaks of a process and of those it has started, as far as they still run. */
export function peakOfTreeMib(pid: number): number {
  // One that has just ended has no figure any more.
  return processTree(pid).reduce((sum, each) => sum + (peakMib(each) || 0), 0);
}
