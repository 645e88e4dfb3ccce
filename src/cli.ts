#!/usr/bin/env node
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { History } from './batch/run/history.ts';
import { parseCommand } from './command-line.ts';
import { ConfigError, MAX_MESSAGE_BYTES, type Config } from './config.ts';
import { createEngine } from './engine.ts';
import { lifecycle } from './mcp/lifecycle.ts';
import { Lines } from './mcp/lines.ts';
import { createServer } from './mcp/server.ts';
import { fetchMany } from './mcp/tools/fetch-many.ts';
import { requestMany } from './mcp/tools/request-many.ts';
import { readResult } from './mcp/tools/read-result.ts';
import { removeLeftOvers } from './result/own-directory.ts';
import { runFile } from './run-file.ts';

try {
  const command = parseCommand(process.argv.slice(2), process.env);
  if (command.kind === 'print') process.stdout.write(`${command.text}\n`);
  else if (command.kind === 'serve') await serve(command.config);
  else process.exitCode = await runFile(command.path, command.config, createEngine(command.config), process);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`fetch-many: ${error.message}\n`);
  process.exitCode = 2;
}

async function serve(config: Config): Promise<void> {
  const { stdin, stdout, stderr } = process;
  const engine = createEngine(config);
  const { log } = engine;
  const requesting = { engine, config, history: new History() };
  const writing = config.readOnly ? [] : [requestMany(requesting)];
  const tools = [fetchMany(requesting), ...writing, readResult(engine)];
  const server = createServer(tools, engine, log);
  const stop = async (): Promise<void> => {
    await server.close(); // cancels the calls in flight
    await engine.close();
  };
  const leave = lifecycle({ stdin, stdout, stderr, log, stop, exit: (code) => process.exit(code) });
  server.onclose = () => leave('the transport was closed', 1);
  const lines = stdin.pipe(new Lines(MAX_MESSAGE_BYTES));
  lines.once('error', ({ message }) => leave(`stdin: ${message}`, 1));
  await server.connect(new StdioServerTransport(lines, stdout, { maxBufferSize: Infinity }));
  removeLeftOvers(config.storeDir).catch((error: unknown) => log('warn', `--store-dir: ${String(error)}`));
}
