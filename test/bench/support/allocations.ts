import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pause } from '../../support/api.ts';

/** Counts what one process allocates on V8's heap. Not on Windows, which has no such signals. */
export interface Allocations {
  /** Flags of Node and variables with which the process is to be started. */
  readonly execArgv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Bytes that the process allocates while something runs. */
  during(pid: number, run: () => Promise<unknown>): Promise<number>;
  close(): void;
}

export function countAllocations(): Allocations {
  const folder = mkdtempSync(join(tmpdir(), 'fetch-many-bench-'));
  const file = join(folder, 'bytes');
  const signalled = async (pid: number): Promise<number> => {
    process.kill(pid, 'SIGUSR2');
    while (!existsSync(file)) await pause(1);
    const bytes = Number(readFileSync(file, 'utf8'));
    rmSync(file);
    return bytes;
  };
  return {
    execArgv: ['--require', fileURLToPath(new URL('allocation-probe.cjs', import.meta.url))],
    env: { BENCH_ALLOCATIONS: file },
    during: async (pid, run) => {
      await signalled(pid);
      await run();
      return signalled(pid);
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}
