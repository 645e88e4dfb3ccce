/**
 * What a no-op task costs under the concurrency core, and under what else there is: ns per task and peak memory.
 * Every measurement has a process of its own, so that the peak is the contender's alone; rounds are interleaved.
 */
import type { Part, Settings } from './part.ts';
import { CONCURRENCY, CONTENDERS, CORE_PACKAGES } from './support/contenders.ts';
import type { Sample } from './support/core-one.ts';
import { forked } from './support/forked.ts';
import { install, NotInstalled } from './support/installed.ts';
import { count, markdownTable, Rounds, verdict } from './support/statistics.ts';

const REFERENCE = 'p-map';
const CORE = ['mapConcurrent', 'acquire, then spawn'];
const FLAT = 'acquire, then spawn';
/** Garbage that V8 lets lie however little is alive: a semi-space of its young generation. */
const GARBAGE_MIB = 16;

interface Figures {
  readonly ns: Rounds;
  readonly mib: Rounds;
}

const key = (name: string, n: number): string => `${name} ${n}`;

function runs(name: string, n: number): boolean {
  return n <= (CONTENDERS[name]?.limit ?? Infinity);
}

async function measureAll(names: readonly string[], sizes: readonly number[], rounds: number): Promise<Figures> {
  const figures = { ns: new Rounds(), mib: new Rounds() };
  for (let round = 0; round < rounds; round++) {
    for (const n of sizes) {
      for (const name of names.filter((each) => runs(each, n))) {
        const [, { ns, mib }] = await forked<Sample>('core-one.ts', name, String(n));
        figures.ns.add(key(name, n), ns);
        figures.mib.add(key(name, n), mib);
      }
    }
  }
  return figures;
}

function table({ ns, mib }: Figures, names: readonly string[], sizes: readonly number[]): string {
  const head = [`${CONCURRENCY} at once`];
  for (const n of sizes) head.push(`n = ${count(n)}: ns per task`, `of ${REFERENCE}`, 'peak MiB');
  const rows = names.map((name) => [
    name,
    ...sizes.flatMap((n) => {
      const of = key(name, n);
      return runs(name, n)
        ? [ns.median(of).toFixed(0), ns.ratio(of, key(REFERENCE, n)).toFixed(2), mib.median(of).toFixed(0)]
        : ['not run', '', ''];
    }),
  ]);
  return markdownTable([head, ...rows]);
}

function aims({ ns, mib }: Figures, sizes: readonly number[]): string[] {
  const [smallest, largest] = [Math.min(...sizes), Math.max(...sizes)];
  const speed = CORE.map((name) => {
    const ratio = ns.ratio(key(name, largest), key(REFERENCE, largest));
    return verdict(ratio <= 1, `at n = ${count(largest)}, ${name} takes ${ratio.toFixed(2)} of the time of ${REFERENCE}.`);
  });
  const [few, many] = [mib.median(key(FLAT, smallest)), mib.median(key(FLAT, largest))];
  return [
    ...speed,
    verdict(
      many - few <= GARBAGE_MIB,
      `the memory of ${FLAT} does not grow with n: ${few.toFixed(0)} MiB at ${count(smallest)}, ` +
        `${many.toFixed(0)} MiB at ${count(largest)} (up to ${GARBAGE_MIB} MiB of garbage is no growth).`,
    ),
  ];
}

/** Installs what is only compared with. @returns why that cannot be had */
async function unavailable(): Promise<string | undefined> {
  try {
    await install(CORE_PACKAGES.folder, CORE_PACKAGES.versions);
    return undefined;
  } catch (error) {
    if (error instanceof NotInstalled) return error.message;
    throw error;
  }
}

export const part: Part = async ({ quick }: Settings) => {
  const skipped = await unavailable();
  const names = Object.entries(CONTENDERS)
    .filter(([, { isInstalled }]) => !isInstalled || skipped === undefined)
    .map(([name]) => name);
  const [sizes, rounds] = quick ? ([[1_000, 10_000], 1] as const) : ([[1_000, 100_000, 1_000_000], 3] as const);
  const figures = await measureAll(names, sizes, rounds);
  return [
    table(figures, names, sizes),
    `Medians of the rounds, each measurement in a process of its own; peak RSS includes Node and tsx. p-limit and p-queue
are not run with a million tasks, where they take more than a GB.`,
    [...(skipped === undefined ? [] : [`- Skipped: ${skipped}`]), ...aims(figures, sizes)].join('\n'),
  ].join('\n\n');
};
