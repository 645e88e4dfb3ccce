/** `npm run -s eval -- COMMAND`: jobs for a reader that has only a shell. README.md says how. */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, stderr, stdin, stdout } from 'node:process';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { IdealReader } from './ideal.ts';
import { JOBS } from './jobs/jobs.ts';
import { startRun, tell } from './runner/control.ts';
import { Session } from './runner/session.ts';

const USAGE = `start [--seed N]        start the world and the server, and keep running
words                   what a model is told of the tools
job N [--shell]         the question of job N; what follows is counted for it
call TOOL JSON|-        one tool call; prints its result as a model sees it
sh COMMAND|-            one command of a shell, counted like a call
answer N TEXT|-         the answer to job N
grade                   the table
stop                    end the run
ideal [--seed N]        a run of its own: the ideal calls of all jobs, and their table
Each takes --state DIR, so that several runs can live beside each other.
`;
const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv.slice(2),
    options: { seed: { type: 'string' }, state: { type: 'string' }, shell: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [name, ...args] = positionals;
  const directory = values.state ?? join(tmpdir(), 'fetch-many-eval');
  const seed = Number(values.seed ?? randomInt(1, 1_000_000));
  if (name === undefined || !Number.isSafeInteger(seed)) {
    stderr.write(USAGE);
    return 2;
  }
  if (name === 'start') return start(directory, seed);
  if (name === 'ideal') return ideal(seed);
  if (args.at(-1) === '-') args[args.length - 1] = await text(stdin);
  if (name === 'sh') return shell(directory, args[0] ?? '');
  const told = await tell(directory, [name, ...args, ...(values.shell ? ['--shell'] : [])]);
  stdout.write(`${told.text}\n`);
  return told.isError ? 1 : 0;
}

async function start(directory: string, seed: number): Promise<number> {
  const run = await startRun(directory, seed);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void run.stop());
  stdout.write(`A run with seed ${seed} and ${JOBS.length} jobs is ready; its calls are written down in ${directory}.\n`);
  await run.stopped;
  return 0;
}

async function ideal(seed: number): Promise<number> {
  const session = await Session.start(seed);
  const reader = new IdealReader(session);
  for (const job of JOBS) await reader.perform(job);
  stdout.write(`${session.table()}\n`);
  await session.close();
  return JOBS.every((job) => session.verdict(job).wrong.length === 0) ? 0 : 1;
}

/** Runs a command as a reader without our tools would, and has it written down. */
async function shell(directory: string, command: string): Promise<number> {
  const { status, output } = spawnSync('bash', ['-c', command], { encoding: 'utf8', maxBuffer: MOST_OUTPUT_BYTES });
  const printed = output.filter((each) => each !== null).join('');
  await tell(directory, ['ran', command, printed]);
  stdout.write(printed);
  return status ?? 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  stderr.write(`eval: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
