import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { platform } from 'node:process';
import { promisify } from 'node:util';
import { json, startApi, type Api } from '../support/api.ts';

/** What was seen to work with a client; a step that fails throws. */
export interface Seen {
  readonly version: string;
  /** The revision of the protocol that the two agreed on; undefined: the client does not tell. */
  readonly protocol?: string;
  readonly tools: readonly string[];
  readonly body: unknown;
  /** Whether progress was told; undefined: the client cannot ask for it. */
  readonly progress?: boolean;
  /** Whether a cancelled call's socket was closed; undefined: the client cannot cancel. */
  readonly cancel?: boolean;
  /** Whether the kept body was listed and read as a resource; undefined: the client was not asked to. */
  readonly resource?: boolean;
}

/** What a client is tried with. */
export interface Trial {
  readonly api: Api;
  /** An empty directory of its own. */
  readonly directory: string;
}

/** The Node that clients run on which need a newer one than ours. */
const NODE = 'node@24';

/** Runs a command with that Node, and gives what it printed. */
export async function npx(cwd: string, command: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { stdout } = await promisify(execFile)('npx', ['-y', '-p', NODE, ...command], {
    cwd,
    env: { ...process.env, ...env },
    timeout: 180_000,
    maxBuffer: 2 ** 26,
    shell: platform === 'win32',
  });
  return stdout;
}

/** Installs a package into the directory. @returns its version */
export async function install(directory: string, name: string, range: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await npx(directory, ['npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', `${name}@${range}`]);
  return versionOf(join(directory, 'node_modules', name));
}

async function versionOf(directory: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

/**
 * What clients ask: `/users/7` answers at once, `/slow/1` after half a second, `/never` never; `/pending` tells how many
 * of those wait.
 */
export function startTrialApi(): Promise<Api> {
  let pending = 0;
  return startApi((_, response, { pathname }) => {
    if (pathname === '/pending') json(response, pending);
    else if (pathname.startsWith('/slow/')) setTimeout(() => json(response, { path: pathname }), 500);
    else if (pathname !== '/never') json(response, { id: 7, name: 'Ada' });
    else {
      pending++;
      response.once('close', () => pending--);
    }
  });
}
