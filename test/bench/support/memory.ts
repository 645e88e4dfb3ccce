import { existsSync, readFileSync } from 'node:fs';
import { resourceUsage } from 'node:process';

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
  const path = `/proc/${pid}/status`;
  const found = existsSync(path) ? new RegExp(`^${what}:\\s*(\\d+) kB$`, 'm').exec(readFileSync(path, 'utf8'))?.[1] : undefined;
  return Number(found ?? (pid === 'self' ? resourceUsage().maxRSS : Number.NaN));
}

/** The sum of the peaks of a process and of those it has started, as far as they still run. */
export function peakOfTreeMib(pid: number): number {
  const path = `/proc/${pid}/task/${pid}/children`;
  const children = existsSync(path) ? readFileSync(path, 'utf8').trim().split(' ').filter(Boolean).map(Number) : [];
  // One that has just ended has no figure any more.
  return children.reduce((sum, child) => sum + (peakOfTreeMib(child) || 0), peakMib(pid));
}
