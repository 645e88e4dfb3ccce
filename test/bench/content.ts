/**
 * What reading bodies costs: picking fields, converting pages, fitting a result into its budget; ms and peak memory.
 * Every measurement has a process of its own, so that the peak is its own.
 */
import type { Part } from './part.ts';
import { MEASUREMENTS, type Sample } from './support/content.ts';
import { forked } from './support/forked.ts';
import { markdownTable } from './support/statistics.ts';
import { buildUnbundled } from './support/unbundled.ts';

export const part: Part = async ({ quick }) => {
  await buildUnbundled();
  const names = [...MEASUREMENTS.keys()];
  const rows: string[][] = [];
  for (const name of quick ? names.slice(0, 1) : names) {
    const [, { first, ms, mib }] = await forked<Sample>('content-one.ts', name);
    rows.push([name, first.toFixed(1), ms.toFixed(1), mib.toFixed(0)]);
  }
  return [
    markdownTable([['', 'first, ms', 'then, ms', 'peak MiB'], ...rows]),
    'The first time loads libraries and starts the thread or process; then the median. Peak RSS is of the measuring process: with Node, tsx and the thread, without the sandbox process.',
  ].join('\n\n');
};
