import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { launchCommand, ROOT } from './client.ts';
import { isAlive } from './children.ts';

/** Starts a server, writes to it, says its process id, and does nothing more. */
const SCRIPT = `
  const [command, args, input] = JSON.parse(process.argv[1]);
  const { spawn } = require('node:child_process');
  const server = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  server.stdin.write(input);
  console.log(server.pid);
  setInterval(() => {}, 1000);`;

/** A client in a process of its own, to be killed, with the server it has started. */
export interface DoomedClient {
  readonly client: ChildProcess;
  readonly serverPid: number;
  /** Ends both by force. */
  cleanUp(): void;
}

/** @param messages what the client sends at once */
export async function startDoomedClient(flags: readonly string[], messages: readonly object[]): Promise<DoomedClient> {
  const { command, args } = launchCommand();
  const input = messages.map((message) => `${JSON.stringify(message)}\n`).join('');
  const client = spawn(process.execPath, ['-e', SCRIPT, JSON.stringify([command, [...args, ...flags], input])], { cwd: ROOT });
  const [chunk]: Buffer[] = await once(client.stdout, 'data');
  const serverPid = Number(chunk?.toString());
  return {
    client,
    serverPid,
    cleanUp: () => {
      client.kill('SIGKILL');
      if (isAlive(serverPid)) process.kill(serverPid, 'SIGKILL');
    },
  };
}
