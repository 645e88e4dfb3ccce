import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { execArgv, hrtime, resourceUsage } from 'node:process';
import { CONTENDERS } from './contenders.ts';
import { median } from './statistics.ts';

/** What one task cost, and the most memory the process ever had. */
export interface Sample {
  readonly ns: number;
  readonly mib: number;
}

/** Small sizes are timed again and again for this long, after the peak was taken. */
const TIMING_MS = 200;

/** The peak of this process. On Linux `maxRSS` starts from what the parent had when it forked; VmHWM does not. */
function peakMib(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const kib = /^VmHWM:\s*(\d+) kB$/mu.exec(status)?.[1] ?? resourceUsage().maxRSS;
  return Number(kib) / 1_024;
}

/** Measures a contender in this process, whose peak memory counts from its start. */
export async function measureHere(name: string, n: number): Promise<Sample> {
  const { run } = CONTENDERS[name] ?? {};
  if (!run) throw new RangeError(`Expected a contender, got ${name}`);
  const time = async (): Promise<number> => {
    const start = hrtime.bigint();
    await run(n);
    return Number(hrtime.bigint() - start) / n;
  };
  await run(1_000); // compiles
  const start = performance.now();
  const times = [await time()];
  const mib = peakMib();
  while (performance.now() - start < TIMING_MS) times.push(await time());
  return { ns: median(times), mib };
}

/** Measures a contender in a process of its own, which runs `script` with the name and the size as arguments. */
export async function measureAlone(script: string, name: string, n: number): Promise<Sample> {
  const child = fork(script, [name, String(n)], { execArgv });
  const [sample]: Sample[] = await once(child, 'message');
  if (!sample) throw new Error('Expected a sample');
  if (child.exitCode === null) await once(child, 'exit');
  return sample;
}
