/**
 * What reading bodies costs: picking fields, converting pages, fitting a result into its budget; ms and peak memory.
 * Every measurement has a process of its own, so that the peak is its own. Beside pages stands what they took with the
 * converter that was here before.
 */
import { readFileSync } from 'node:fs';
import type { Part } from './part.ts';
import { MEASUREMENTS, type Sample } from './support/content.ts';
import { forked } from './support/forked.ts';
import { markdownTable } from './support/statistics.ts';
import { buildUnbundled } from './support/unbundled.ts';

interface Before {
  readonly measured: string;
  readonly what: string;
  readonly pages: Readonly<Record<string, Sample>>;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own file
const BEFORE = JSON.parse(readFileSync(new URL('support/content-before.json', import.meta.url), 'utf8')) as Before;

function shown(sample: Sample | undefined): string[] {
  return sample ? [sample.first.toFixed(1), sample.ms.toFixed(1), sample.mib.toFixed(0)] : ['', '', ''];
}

export const part: Part = async ({ quick }) => {
  await buildUnbundled();
  const names = [...MEASUREMENTS.keys()];
  const rows: string[][] = [];
  for (const name of quick ? names.slice(0, 1) : names) {
    const [, sample] = await forked<Sample>('content-one.ts', name);
    rows.push([name, ...shown(sample), ...shown(BEFORE.pages[name.replace(/, in .*/, '')])]);
  }
  return [
    markdownTable([['', 'first, ms', 'then, ms', 'peak MiB', 'before: first', 'then', 'peak'], ...rows]),
    'The first time loads libraries and starts the thread or process; then the median. Peak RSS is of the measuring process: with Node, tsx and the thread, without the sandbox process.',
    `Before: ${BEFORE.what}, ${BEFORE.measured}.`,
  ].join('\n\n');
};
