import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../support/client.ts';
import { install, npx, type Seen, type Trial } from './support.ts';

/** A client that is a library, installed where one of the scripts in `drivers/` uses it. */
export function driven(name: string, range: string, script: string): (trial: Trial) => Promise<Seen> {
  return async ({ api, directory }) => {
    const version = await install(directory, name, range);
    await cp(join(import.meta.dirname, 'drivers'), directory, { recursive: true });
    const cli = fileURLToPath(new URL('dist/cli.js', ROOT));
    const said = await npx(directory, ['node', script, cli, api.url]);
    return { version, ...(JSON.parse(said) as Omit<Seen, 'version'>) };
  };
}
