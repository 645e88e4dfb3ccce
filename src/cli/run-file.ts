import { readFile } from 'node:fs/promises';
import { addAbortSignal, type Readable, type Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { History } from '../batch/schedule/batch-history.ts';
import { resultSchema } from '../batch/args/result-schema.ts';
import { ConfigError, type Config } from '../config/config.ts';
import type { EngineHandle } from '../engine.ts';
import { escapeControls } from '../escape-controls.ts';
import { fetchMany } from '../tools/fetch-many.ts';
import { redactedTool } from '../tools/redacted-tool.ts';
import { requestMany } from '../tools/request-many.ts';
import { UsageError } from '../tools/usage-error.ts';
import { progressBar } from './progress-bar.ts';

/** What ends a run early, and the exit code that says so: 128 and the signal's number. */
const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const;

/**
 * Runs one call's arguments without a client: the result as JSON on stdout, a bar on stderr if that is a terminal.
 * @param path a file of JSON, or `-` for standard input
 * @returns the exit code: 0 if all were ok, 1 if some failed or nobody reads the result, 2 if the call was invalid, 130,
 *   143 or 129 if a signal ended it
 * @throws {ConfigError} if the file cannot be read
 */
export async function runFile(
  path: string,
  config: Config,
  engine: EngineHandle,
  { stdin, stdout, stderr }: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>,
): Promise<number> {
  const stop = new AbortController();
  let interrupted = 0;
  for (const [signal, code] of SIGNALS) {
    process.once(signal, () => {
      interrupted = code;
      stop.abort(new Error('interrupted'));
    });
  }
  const bar = progressBar(stderr);
  const deps = { engine, config, history: new History() };
  try {
    const tool = redactedTool((config.readOnly ? fetchMany : requestMany)(deps), engine.credentials.redactor);
    const args = await read(path, stdin, stop.signal);
    const {
      value,
      text: json,
      isError,
    } = await tool.handle(args, {
      signal: stop.signal,
      progress: (done, total, message) => bar.update(done, total, message()),
    });
    bar.clear();
    const problem = await written(stdout, `${json}\n`);
    if (problem) {
      stderr.write(`fetch-many: the result could not be written: ${problem.message}\n`);
      return 1;
    }
    const { summary } = resultSchema.parse(value);
    return isError || summary.failed + summary.cancelled + summary.skipped > 0 ? 1 : 0;
  } catch (error) {
    bar.clear();
    if (stop.signal.aborted) return interrupted;
    if (!(error instanceof UsageError)) throw error;
    stderr.write(`fetch-many: ${escapeControls(error.message)}\n`);
    return 2;
  } finally {
    await engine.close();
  }
}

/** Hands a text over. @returns what is wrong if it cannot be, as when its reader is gone */
function written(stream: Writable, content: string): Promise<Error | null | undefined> {
  stream.once('error', () => undefined); // told to the callback, too
  return new Promise((resolve) => stream.write(content, resolve));
}

/** Not in one blocking step: a terminal that has nothing yet must be interruptible. */
async function read(path: string, stdin: Readable, signal: AbortSignal): Promise<unknown> {
  try {
    const content = await (path === '-' ? text(addAbortSignal(signal, stdin)) : readFile(path, { encoding: 'utf8', signal }));
    return JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ConfigError(`run ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
