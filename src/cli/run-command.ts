import { History } from '../batch/schedule/batch-history.ts';
import type { EngineHandle } from '../engine.ts';
import { escapeControls } from '../escape-controls.ts';
import { UsageError } from '../tools/usage-error.ts';
import type { CallCommand } from './command-line.ts';
import { brokenCode, Output } from './output.ts';
import { printFitted } from './print-fitted.ts';
import { printRecords } from './print-records.ts';
import { printWhole } from './print-whole.ts';
import { progressBar } from './progress-bar.ts';
import { readCall } from './read-call.ts';
import { Attempts } from './timeline/attempts.ts';
import { showAttempts } from './timeline/show.ts';

/** What ends a run early, and the exit code that says so: 128 and the signal's number. */
const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const;
/** Where there is no tool that reads it again. */
const REST_BY = '--full prints it whole';

/**
 * Runs one call without a client: its result as JSON on stdout, a bar on stderr if that is a terminal.
 * @returns the exit code: 0 if all were ok, 1 if some failed, its program had no value, or the result or its picture could not
 *   be written, 2 if the call was invalid, 141 if nobody reads the rest of the result, 130, 143 or 129 if a signal ended it
 * @throws {ConfigError} if its arguments cannot be read
 */
export async function runCommand(
  command: CallCommand,
  engine: EngineHandle,
  { stdin, stdout, stderr }: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>,
): Promise<number> {
  const stop = new AbortController();
  let interrupted = 0;
  const end = (code: number): void => {
    interrupted ||= code;
    stop.abort(new Error('interrupted'));
  };
  for (const [signal, code] of SIGNALS) process.once(signal, () => end(code));
  const out = new Output(stdout, (error) => end(brokenCode(error, stderr)));
  // A stderr that nobody reads, or that is full, says nothing about the result.
  stderr.on('error', () => undefined);
  const bar = progressBar(stderr);
  const say = (text: string): void => {
    bar.clear();
    stderr.write(`${escapeControls(text)}\n`);
  };
  const { drawing, config } = command;
  const attempts = drawing.isText || drawing.svg !== undefined ? new Attempts() : undefined;
  const deps = { engine, config, history: new History(), restBy: REST_BY, ...(attempts ? { onAttempt: attempts.add } : {}) };
  try {
    const call = await readCall(command, stdin, stop.signal);
    const print = command.output === 'records' ? printRecords : command.output === 'whole' ? printWhole : printFitted;
    const isOk = await print(call, { deps, out, say, bar, signal: stop.signal });
    bar.clear();
    await out.flushed();
    const { redactor } = engine.credentials;
    const isDrawn = !attempts || (await showAttempts(attempts, drawing, (url) => redactor.text(url), say));
    if (!isDrawn) return interrupted || 1;
    return interrupted || (isOk ? 0 : 1);
  } catch (error) {
    bar.clear();
    if (stop.signal.aborted) return interrupted;
    if (!(error instanceof UsageError)) throw error;
    say(`fetch-many: ${error.message}`);
    return 2;
  } finally {
    await engine.close();
  }
}
