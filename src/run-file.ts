import { readFile } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { History } from './batch/run/history.ts';
import { resultSchema } from './batch/args/result-schema.ts';
import { ConfigError, type Config } from './config.ts';
import type { SharedEngine } from './engine.ts';
import { fetchMany } from './mcp/tools/fetch-many.ts';
import { redacting } from './mcp/tools/redacting.ts';
import { requestMany } from './mcp/tools/request-many.ts';
import { UsageError } from './mcp/tools/usage-error.ts';
import { progressBar } from './progress-bar.ts';

/**
 * Runs one call's arguments without a client: the result as JSON on stdout, a bar on stderr if that is a terminal.
 * @param path a file of JSON, or `-` for standard input
 * @returns the exit code: 0 if all were ok, 1 if some failed, 2 if the call was invalid, 130 if it was interrupted
 * @throws {ConfigError} if the file cannot be read
 */
export async function runFile(
  path: string,
  config: Config,
  engine: SharedEngine,
  { stdin, stdout, stderr }: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>,
): Promise<number> {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new Error('interrupted')));
  const bar = progressBar(stderr);
  const requesting = { engine, config, history: new History() };
  try {
    const tool = redacting((config.readOnly ? fetchMany : requestMany)(requesting), engine.credentials.redactor);
    const args = await read(path, stdin, stop.signal);
    const { value, text: json, isError } = await tool.handle(args, {
      signal: stop.signal,
      progress: (done, total, message) => bar.update(done, total, message()),
    });
    bar.clear();
    await new Promise<void>((resolve) => stdout.write(`${json}\n`, () => resolve()));
    const { summary } = resultSchema.parse(value);
    return isError || summary.failed + summary.cancelled + summary.skipped > 0 ? 1 : 0;
  } catch (error) {
    bar.clear();
    if (stop.signal.aborted) return 130;
    if (!(error instanceof UsageError)) throw error;
    stderr.write(`fetch-many: ${error.message}\n`);
    return 2;
  } finally {
    await engine.close();
  }
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
