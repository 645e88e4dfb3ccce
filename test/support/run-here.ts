import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { parseCommand } from '../../src/cli/command-line.ts';
import { runCommand } from '../../src/cli/run-command.ts';
import { ConfigError } from '../../src/config/config.ts';
import { createEngine } from '../../src/engine.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { readByShell, runInShell, type Ran } from './command.ts';

/** One for all runs: its processes take longer to start than what they do here. They end with this process. */
class LastingSandbox extends Sandbox {
  override close(): Promise<void> {
    return Promise.resolve();
  }
}

const sandbox = new LastingSandbox(new URL('../../dist/sandbox.js', import.meta.url));
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `fetch-many get` or `run` to its end in this process: for what is no matter of processes, pipes and variables. That
 * takes a tenth of what a process of its own takes to start. Logs go to the stderr of this process.
 * @param onOutput told each piece that it prints
 * @param env its environment
 * @param isTTY whether its stderr is a terminal
 */
export async function runHere(
  words: readonly string[],
  input = '',
  onOutput?: (piece: string) => void,
  env: NodeJS.ProcessEnv = {},
  isTTY = false,
): Promise<Ran> {
  const [stdin, stdout, stderr] = [Readable.from([input]), new PassThrough(), Object.assign(new PassThrough(), { isTTY })];
  if (onOutput) stdout.on('data', (piece: Buffer) => onOutput(piece.toString()));
  const printed = Promise.all([text(stdout), text(stderr)]);
  const before = SIGNALS.map((signal) => process.listeners(signal));
  try {
    const code = await exitCode(words, { stdin, stdout, stderr }, env);
    stdout.end();
    stderr.end();
    const [out, said] = await printed;
    return { code, stdout: out, stderr: said };
  } finally {
    for (const [nth, signal] of SIGNALS.entries()) {
      for (const each of process.listeners(signal)) if (!before[nth]?.includes(each)) process.off(signal, each);
    }
  }
}

/** Runs an example as a shell reads it: in this process, unless something reads or keeps what `fetch-many` prints. */
export async function runExample(line: string): Promise<Ran> {
  if (!/fetch-many [^|>]*$/.test(line.replaceAll(/'[^']*'|"[^"]*"/g, ''))) return runInShell(line);
  const { words, input } = await readByShell(line);
  return runHere(words, input);
}

/** What `src/cli.ts` ends with. */
async function exitCode(
  words: readonly string[],
  streams: Record<'stdin' | 'stdout' | 'stderr', unknown>,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  try {
    const command = parseCommand(['--allow', '127.0.0.1', ...words], env);
    if (command.kind !== 'run' && command.kind !== 'get') throw new Error(`"${words.join(' ')}" makes no call`);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- they have what is used of the streams of a process
    return await runCommand(command, createEngine(command.config, sandbox), streams as NodeJS.Process);
  } catch (error) {
    if (!(error instanceof ConfigError) || !(streams.stderr instanceof PassThrough)) throw error;
    streams.stderr.write(`fetch-many: ${error.message}\n`);
    return 2;
  }
}
