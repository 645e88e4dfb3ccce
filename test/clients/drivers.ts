import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../support/client.ts';
import { install, npx, type Seen, type Trial } from './support.ts';

/** How the server is started by clients that are told so. */
const CLI = fileURLToPath(new URL('dist/cli.js', ROOT));

/**
 * A client that is a library, installed where one of the scripts in `drivers/` uses it.
 * @param args for the script, after the server and the API
 */
export function driven(name: string, range: string, script: string, ...args: string[]): (trial: Trial) => Promise<Seen> {
  return ({ api, directory }) => drive({ api, directory }, [name, range, script], CLI, args);
}

/** The same, with another server than the one on stdio: the address of a gateway, say. */
export async function drive(
  { api, directory }: Trial,
  [name, range, script]: readonly [name: string, range: string, script: string],
  server: string,
  args: readonly string[],
): Promise<Seen> {
  const version = await install(directory, name, range);
  await cp(join(import.meta.dirname, 'drivers'), directory, { recursive: true });
  const said = await npx(directory, ['node', script, server, api.url, ...args]);
  return { version, ...(JSON.parse(said) as Omit<Seen, 'version'>) };
}
