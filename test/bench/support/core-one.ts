/** A process that measures one contender of the core, named on its command line, so that the peak is that one's. */
import { argv, hrtime } from 'node:process';
import { CONTENDERS } from './contenders.ts';
import { peakMib } from './memory.ts';
import { median } from './statistics.ts';

/** What one task cost, and the most memory the process ever had. */
export interface Sample {
  readonly ns: number;
  readonly mib: number;
}

/** Small sizes are timed again and again for this long, after the peak was taken. */
const TIMING_MS = 200;

async function measure(name: string, n: number): Promise<Sample> {
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

const [, , name = '', n = ''] = argv;
process.send?.(await measure(name, Number(n)));
process.disconnect();
