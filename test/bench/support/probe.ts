import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pause } from '../../support/api.ts';

/** Measures one process from inside while something runs. Not on Windows, which has no such signals. */
export interface Probe<Found> {
  /** Flags of Node and variables with which the process is to be started. */
  readonly execArgv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What the process does while something runs. */
  during(pid: number, run: () => Promise<unknown>): Promise<Found>;
  close(): void;
}

/** Counts the bytes that the process allocates on V8's heap. */
export function countAllocations(): Probe<number> {
  return probe('allocation-probe.cjs', Number);
}

/** Takes a CPU profile, with a sample each 100 us. */
export function takeProfiles(): Probe<Profile> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by V8
  return probe('profile-probe.cjs', (text) => JSON.parse(text) as Profile);
}

/** What V8 writes as `.cpuprofile`, as far as it is read here. */
export interface Profile {
  readonly nodes: readonly ProfileNode[];
  /** The nodes in which the samples were taken. */
  readonly samples: readonly number[];
  /** Microseconds before each of them. */
  readonly timeDeltas: readonly number[];
}

/** A function as it is called from one place. */
export interface ProfileNode {
  readonly id: number;
  readonly callFrame: {
    readonly functionName: string;
    readonly url: string;
    /** From 0. */
    readonly lineNumber: number;
    readonly columnNumber: number;
  };
  readonly children?: readonly number[];
}

/** @param script of this folder, which at SIGUSR2 begins, and at the next one writes what it has found, each time a file */
function probe<Found>(script: string, read: (text: string) => Found): Probe<Found> {
  const folder = mkdtempSync(join(tmpdir(), 'fetch-many-bench-'));
  const file = join(folder, 'found');
  const signalled = async (pid: number): Promise<string> => {
    process.kill(pid, 'SIGUSR2');
    while (!existsSync(file)) await pause(1);
    const text = readFileSync(file, 'utf8');
    rmSync(file);
    return text;
  };
  return {
    execArgv: ['--require', fileURLToPath(new URL(script, import.meta.url))],
    env: { BENCH_PROBE: file },
    during: async (pid, run) => {
      await signalled(pid);
      await run();
      return read(await signalled(pid));
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}
