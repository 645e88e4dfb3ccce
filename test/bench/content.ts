/**
 * What reading bodies costs: picking fields, converting pages, fitting a result into its budget; ms and peak memory.
 * Every measurement has a process of its own, so that the peak is its own, and uses our modules compiled, not bundled.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { argv, execArgv, stdout, version } from 'node:process';
import { MEASUREMENTS, peakMib, type Sample } from './support/content.ts';
import { markdownTable, median } from './support/statistics.ts';

/** Measures in a process of its own. */
async function measured(name: string): Promise<Sample> {
  const child = fork(import.meta.filename, [name], { execArgv });
  const [sample]: Sample[] = await once(child, 'message');
  if (!sample) throw new Error('Expected a sample');
  if (child.exitCode === null) await once(child, 'exit');
  return sample;
}

/** One measurement, in this process. */
async function measureHere(name: string): Promise<Sample> {
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

async function main(): Promise<void> {
  const [, , name] = argv;
  if (name !== undefined) {
    process.send?.(await measureHere(name));
    return;
  }
  const started = performance.now();
  const rows: string[][] = [];
  for (const each of MEASUREMENTS.keys()) {
    const { first, ms, mib } = await measured(each);
    rows.push([each, first.toFixed(1), ms.toFixed(1), mib.toFixed(0)]);
  }
  const seconds = ((performance.now() - started) / 1_000).toFixed(0);
  stdout.write(`${markdownTable([['', 'first, ms', 'then, ms', 'peak MiB'], ...rows])}\n
The first time loads libraries and starts the worker; then the median. Peak RSS includes Node, tsx and the worker.
Node ${version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${seconds} s.\n`);
}

await main();
