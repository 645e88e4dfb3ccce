import { History } from './batch/schedule/batch-history.ts';
import { parseCommand } from './cli/command-line.ts';
import { ConfigError, type Config } from './config/config.ts';
import { createEngine } from './engine.ts';
import { escapeControls } from './escape-controls.ts';
import { lifecycle } from './mcp/lifecycle.ts';
import { LineFraming } from './mcp/line-framing.ts';
import { serveStdio } from './mcp/stdio.ts';
import { fetchMany } from './tools/fetch-many.ts';
import { requestMany } from './tools/request-many.ts';
import { createResourceReader } from './tools/read-resource.ts';
import { readResult } from './tools/read-result.ts';
import { warmUp } from './mcp/warm-up.ts';
import { warmUpSteps } from './tools/warm-up-steps.ts';
import { removeLeftOvers } from './result/store/private-directory.ts';
import { MAX_MESSAGE_BYTES } from './limits.ts';

try {
  const command = parseCommand(process.argv.slice(2), process.env);
  if (command.kind === 'print') await print(command.text);
  else if (command.kind === 'serve') await serve(command.config);
  else {
    const { runCommand } = await import('./cli/run-command.ts');
    process.exitCode = await runCommand(command, createEngine(command.config), process);
  }
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.exitCode = 2;
  process.stderr.on('error', () => undefined); // it is full: the code says it all the same
  process.stderr.write(`fetch-many: ${escapeControls(error.message)}\n`);
}

async function print(text: string): Promise<void> {
  const { brokenCode, Output } = await import('./cli/output.ts');
  await new Output(process.stdout, (error) => (process.exitCode = brokenCode(error, process.stderr))).write(`${text}\n`);
}

async function serve(config: Config): Promise<void> {
  const { stdin, stdout, stderr } = process;
  const engine = createEngine(config);
  const { log } = engine;
  const deps = { engine, config, history: new History() };
  const writing = config.readOnly ? [] : [requestMany(deps)];
  const saving =
    config.saveDir === undefined ? [] : [(await import('./tools/save-result.ts')).saveResult(engine, config.saveDir)];
  const tools = [fetchMany(deps), ...writing, readResult(engine), ...saving];
  const { results, sandbox, credentials } = engine;
  const resources = createResourceReader(results, sandbox, credentials.redactor);
  const lines = stdin.pipe(new LineFraming(MAX_MESSAGE_BYTES));
  const { profiles, redactor } = credentials;
  const calls = new Set<Promise<unknown>>();
  const served = { tools, resources, profiles, redactor, passesTraceContext: config.traceContext, log, calls };
  const onClient = (): void => {
    const steps = warmUpSteps(deps).map((run) => ({ quietMs: 20, run }));
    warmUp(lines, [...steps, { quietMs: 250, isHeavy: true, run: () => sandbox.warm() }]);
  };
  const close = await serveStdio({ ...served, lines, stdout, onClient });
  const stop = async (): Promise<void> => {
    await close(); // cancels the calls in flight
    // What a call has begun to write is gone when it has ended, not before.
    await Promise.all([engine.close(), Promise.allSettled(calls)]);
  };
  const leave = lifecycle({ stdin, stdout, stderr, log, stop, exit: (code) => process.exit(code) });
  lines.once('error', ({ message }) => leave(`stdin: ${message}`, 1));
  removeLeftOvers(config.storeDir).catch((error: unknown) => log('warn', `--store-dir: ${String(error)}`));
}
