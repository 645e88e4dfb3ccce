/**
 * What reading bodies costs: picking fields, converting pages, fitting a result into its budget; ms and peak memory.
 * Every measurement has a process of its own, so that the peak is its own. Beside pages stands what they took with the
 * converter that was here before. And what it costs that all this happens in a process of its own.
 */
import { readFileSync } from 'node:fs';
import type { Part } from './part.ts';
import { MEASUREMENTS, type Sample } from './support/content.ts';
import { forked } from './support/forked.ts';
import { RUNNERS } from './support/job-runners.ts';
import { markdownTable, Rounds } from './support/statistics.ts';
import type { SandboxStart } from './support/sandbox-start.ts';
import { buildUnbundled } from './support/unbundled.ts';

const COLUMNS: readonly { readonly figure: keyof SandboxStart; readonly head: string }[] = [
  { figure: 'start', head: 'start, ms' },
  { figure: 'firstPage', head: 'first page, ms' },
  { figure: 'nextPage', head: 'the next, ms' },
  { figure: 'firstSelect', head: 'select from 1 MB, ms' },
  { figure: 'nextSelect', head: 'the next, ms' },
  { figure: 'mib', head: 'MiB' },
];

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

/** What the sandbox costs as the process that it is, and what it would cost as a thread. */
async function sandboxTable(rounds: number): Promise<string> {
  const names = Object.keys(RUNNERS);
  const columns = new Map(COLUMNS.map((column) => [column, new Rounds()]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const [, sample] = await forked<SandboxStart>('sandbox-start.ts', name);
      for (const [{ figure }, samples] of columns) samples.add(name, sample[figure]);
    }
  }
  const rows = names.map((name) => [name, ...[...columns.values()].map((samples) => samples.shown(name))]);
  return markdownTable([['pages and large bodies are read', ...COLUMNS.map(({ head }) => head)], ...rows]);
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
    await sandboxTable(quick ? 1 : 7),
    'One after the other in each process: the start ends with the answer to a body of one byte. MiB (PSS) are what all processes together have more than before the start; a thread shares its memory, and its end, with the server.',
  ].join('\n\n');
};
