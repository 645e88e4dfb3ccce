/** A process that takes one measurement of reading bodies, named on its command line, so that the peak is that one's. */
import { argv } from 'node:process';
import { MEASUREMENTS, type Sample } from './content.ts';
import { peakMib } from './memory.ts';
import { median } from './statistics.ts';

async function measure(name: string): Promise<Sample> {
  const make = MEASUREMENTS.get(name);
  if (!make) throw new RangeError(`Expected a measurement, got ${name}`);
  const { run, rounds, close } = await make();
  const times: number[] = [];
  let first = 0;
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    await run();
    const ms = performance.now() - start;
    if (round === 0) first = ms;
    else times.push(ms);
  }
  await close();
  return { first, ms: median(times), mib: peakMib() };
}

const [, , name = ''] = argv;
process.send?.(await measure(name));
process.disconnect();
