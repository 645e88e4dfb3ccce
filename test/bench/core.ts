/**
 * What a no-op task costs under the concurrency core, and under what else there is: ns per task and peak memory.
 * Every measurement has a process of its own, so that the peak is the contender's alone; rounds are interleaved.
 */
import { cpus } from 'node:os';
import { argv, stdout, version } from 'node:process';
import { CONCURRENCY, CONTENDERS } from './support/contenders.ts';
import { measureAlone, measureHere, type Sample } from './support/measure.ts';
import { markdownTable, median } from './support/statistics.ts';

const SIZES = [1_000, 100_000, 1_000_000];
const [SMALLEST, LARGEST] = [Math.min(...SIZES), Math.max(...SIZES)];
const ROUNDS = 3;
const REFERENCE = 'p-map';
const CORE = ['mapConcurrent', 'acquire, then spawn'];
const FLAT = 'acquire, then spawn';
/** Garbage that V8 lets lie however little is alive: a semi-space of its young generation. */
const GARBAGE_MIB = 16;

class Results {
  readonly #samples = new Map<string, Sample[]>();

  add(name: string, n: number, sample: Sample): void {
    this.#of(name, n).push(sample);
  }

  ns(name: string, n: number): number {
    return median(this.#of(name, n).map(({ ns }) => ns));
  }

  mib(name: string, n: number): number {
    return median(this.#of(name, n).map(({ mib }) => mib));
  }

  /** The time in terms of the reference's in the same round. */
  ratio(name: string, n: number): number {
    const reference = this.#of(REFERENCE, n);
    return median(this.#of(name, n).map(({ ns }, round) => ns / (reference[round]?.ns ?? Number.NaN)));
  }

  #of(name: string, n: number): Sample[] {
    const key = `${name} ${n}`;
    const samples = this.#samples.get(key) ?? [];
    this.#samples.set(key, samples);
    return samples;
  }
}

function runs(name: string, n: number): boolean {
  return n <= (CONTENDERS[name]?.limit ?? Infinity);
}

async function measureAll(): Promise<Results> {
  const results = new Results();
  for (let round = 0; round < ROUNDS; round++) {
    for (const n of SIZES) {
      for (const name of Object.keys(CONTENDERS)) {
        if (runs(name, n)) results.add(name, n, await measureAlone(import.meta.filename, name, n));
      }
    }
  }
  return results;
}

function count(n: number): string {
  return n.toLocaleString('en');
}

function table(results: Results): string {
  const head = [`${CONCURRENCY} at once`];
  for (const n of SIZES) head.push(`n = ${count(n)}: ns per task`, `of ${REFERENCE}`, 'peak MiB');
  const rows = Object.keys(CONTENDERS).map((name) => [name, ...SIZES.flatMap((n) => (
    runs(name, n)
      ? [results.ns(name, n).toFixed(0), results.ratio(name, n).toFixed(2), results.mib(name, n).toFixed(0)]
      : ['not run', '', '']
  ))]);
  return markdownTable([head, ...rows]);
}

function verdict(met: boolean, text: string): string {
  return `- ${met ? 'Met' : 'MISSED'}: ${text}`;
}

function aims(results: Results): string {
  const speed = CORE.map((name) => {
    const ratio = results.ratio(name, LARGEST);
    const text = `at n = ${count(LARGEST)}, ${name} takes ${ratio.toFixed(2)} of the time of ${REFERENCE}.`;
    return verdict(ratio <= 1, text);
  });
  const [few, many] = [results.mib(FLAT, SMALLEST), results.mib(FLAT, LARGEST)];
  const memory = verdict(
    many - few <= GARBAGE_MIB,
    `the memory of ${FLAT} does not grow with n: ${few.toFixed(0)} MiB at ${count(SMALLEST)}, `
    + `${many.toFixed(0)} MiB at ${count(LARGEST)} (up to ${GARBAGE_MIB} MiB of garbage is no growth).`,
  );
  return [...speed, memory].join('\n');
}

async function main(): Promise<void> {
  const [, , name, n] = argv;
  if (name !== undefined) {
    process.send?.(await measureHere(name, Number(n)));
    return;
  }
  const started = performance.now();
  const results = await measureAll();
  const seconds = ((performance.now() - started) / 1_000).toFixed(0);
  stdout.write(`${table(results)}\n
Medians of ${ROUNDS} interleaved rounds, each measurement in a process of its own; peak RSS includes Node and tsx.
p-limit is not run at ${count(LARGEST)}, where it takes about 1.5 GB. \
Node ${version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${seconds} s.\n\n${aims(results)}\n`);
}

await main();
