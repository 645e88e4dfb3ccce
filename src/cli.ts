#!/usr/bin/env node
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { parseCommand } from './command-line.ts';
import { ConfigError, type Config } from './config.ts';
import { createEngine } from './engine.ts';
import { createLog } from './log.ts';
import { lifecycle } from './mcp/lifecycle.ts';
import { createServer } from './mcp/server.ts';
import { fetchMany } from './mcp/tools/fetch-many.ts';

try {
  const command = parseCommand(process.argv.slice(2), process.env);
  if (command.kind === 'print') process.stdout.write(`${command.text}\n`);
  else await serve(command.config);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`fetch-many: ${error.message}\n`);
  process.exitCode = 2;
}

async function serve(config: Config): Promise<void> {
  const { stdin, stdout, stderr } = process;
  const log = createLog(config.logLevel);
  const engine = createEngine(config);
  const server = createServer([fetchMany(() => engine.get(), config)], log);
  const stop = async (): Promise<void> => {
    await server.close(); // cancels the calls in flight
    await engine.close();
  };
  const leave = lifecycle({ stdin, stdout, stderr, log, stop, exit: (code) => process.exit(code) });
  server.onclose = () => leave('the transport is closed');
  await server.connect(new StdioServerTransport(stdin, stdout));
}
