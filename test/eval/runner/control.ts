import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { json, startApi } from '../../support/api.ts';
import { perform, type Command, type Told } from './commands.ts';
import { Session } from './session.ts';

/** A run that takes commands from other processes. */
export interface Running {
  readonly session: Session;
  /** Fulfilled when it has been told to stop, and has. */
  readonly stopped: Promise<void>;
  stop(): Promise<void>;
}

/** By this file in the run's directory others find it; the other has every call, word for word. */
const FILES = { address: 'session.json', log: 'log.ndjson' } as const;

/**
 * Starts a run: a world, the server, and a port on loopback for commands, whose address only the run's directory tells.
 * @throws {Error} if a run is alive there
 */
export async function startRun(directory: string, seed: number): Promise<Running> {
  if (await isAlive(directory))
    throw new Error(`A run is alive in ${directory}: stop it first, or name another directory by --state`);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const log = join(directory, FILES.log);
  rmSync(log, { force: true });
  const session = await Session.start(seed, log);
  const path = `/${randomBytes(16).toString('hex')}`;
  const { promise: stopped, resolve: finish } = deferred();
  const api = await startApi(async (request, response, url) => {
    if (url.pathname !== path || request.method !== 'POST') return json(response, {}, 404);
    const command = JSON.parse(await text(request)) as Command;
    json(response, command[0] === 'stop' ? { text: 'Stopped.' } : await perform(session, command));
    if (command[0] === 'stop') response.once('close', () => void stop());
  });
  const stop = async (): Promise<void> => {
    rmSync(join(directory, FILES.address), { force: true });
    await Promise.all([api.close(), session.close()]);
    finish();
  };
  writeFileSync(join(directory, FILES.address), JSON.stringify({ url: api.url + path, seed }), { mode: 0o600 });
  return { session, stopped, stop };
}

/**
 * Sends a command to the run in this directory.
 * @throws {Error} if there is none
 */
export async function tell(directory: string, command: Command): Promise<Told> {
  let url: string;
  try {
    ({ url } = JSON.parse(readFileSync(join(directory, FILES.address), 'utf8')) as { url: string });
  } catch (error) {
    throw new Error(`There is no run in ${directory}: start one, and leave it running`, { cause: error });
  }
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(command) });
  return (await response.json()) as Told;
}

/** A promise, and what fulfils it. */
function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: (() => void) | undefined;
  const promise = new Promise<void>((fulfil) => (resolve = fulfil));
  return { promise, resolve: () => resolve?.() };
}

async function isAlive(directory: string): Promise<boolean> {
  try {
    await tell(directory, ['words']);
    return true;
  } catch {
    return false;
  }
}
