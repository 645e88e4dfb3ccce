import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { NotInstalled } from './installed.ts';

const run = promisify(execFile);

/** What a command took: milliseconds of the clock, and of the processor as bash counts them. */
export interface Timed {
  readonly stdout: string;
  readonly ms: number;
  readonly cpuMs: number;
}

/** Runs a command. */
export async function timed(command: string, args: readonly string[]): Promise<Timed> {
  const { stdout, stderr } = await run('bash', ['-c', 'TIMEFORMAT="%R %U %S"; time "$@"', 'bash', command, ...args]);
  const [seconds = Number.NaN, user = Number.NaN, system = Number.NaN] =
    stderr.trim().split('\n').at(-1)?.split(' ').map(Number) ?? [];
  return { stdout, ms: seconds * 1_000, cpuMs: (user + system) * 1_000 };
}

/**
 * Gives what a command writes, such as its version.
 * @throws {NotInstalled} if it is not there, saying how to get it
 */
export async function present(command: string, args: readonly string[], how: string): Promise<string> {
  return run(command, args).then(
    ({ stdout }) => stdout,
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
        throw new NotInstalled(`${command}: not installed; ${how}`);
      return ''; // wrk says its version and exits with 1
    },
  );
}
