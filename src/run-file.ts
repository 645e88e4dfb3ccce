import { readFileSync } from 'node:fs';
import { History } from './batch/history.ts';
import { resultSchema } from './batch/result-schema.ts';
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
  { stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'>,
): Promise<number> {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new Error('interrupted')));
  const bar = progressBar(stderr);
  const requesting = { engine, config, history: new History() };
  try {
    const tool = redacting((config.readOnly ? fetchMany : requestMany)(requesting), engine.credentials.redactor);
    const { value, text, isError } = await tool.handle(read(path), {
      signal: stop.signal,
      progress: (done, total, message) => bar.update(done, total, message()),
    });
    bar.clear();
    await new Promise<void>((resolve) => stdout.write(`${text}\n`, () => resolve()));
    const { summary } = resultSchema.parse(value);
    return isError || summary.ok < summary.total ? 1 : 0;
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

function read(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path === '-' ? 0 : path, 'utf8'));
  } catch (error) {
    throw new ConfigError(`run ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
