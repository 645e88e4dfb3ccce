import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const CACHE = new URL('../../../node_modules/.cache/fetch-many-bench/', import.meta.url);
const INSTALL_MS = 120_000;

/** Packages that are only compared with: installed when the benchmark runs, and no dependencies of this one. */
export interface Installed {
  readonly folder: URL;
  load<Module>(name: string): Promise<Module>;
}

/**
 * Installs packages from the npm registry into a cache, unless they are there. Their scripts are not run.
 * @param name of the folder in the cache
 * @param packages with their versions
 * @throws {NotInstalled} if the registry cannot be reached, or they do not install
 */
export async function install(name: string, packages: readonly string[]): Promise<Installed> {
  const folder = installFolder(name);
  const done = new URL('done', folder);
  if (!existsSync(done)) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await writeFile(new URL('package.json', folder), '{ "private": true }\n');
    await writeFile(new URL('load.mjs', folder), 'export const load = (name) => import(name);\n');
    const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--fetch-retries=0', '--prefix', fileURLToPath(folder)];
    try {
      await promisify(execFile)('npm', ['install', ...options, ...packages], { timeout: INSTALL_MS });
    } catch (cause) {
      throw new NotInstalled(`${packages.join(', ')}: not installed; needs the npm registry`, { cause });
    }
    await writeFile(done, '');
  }
  return installedIn(folder);
}

/** What {@link install} has installed, for another process. */
export async function installedIn(folder: URL): Promise<Installed> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written in the function above
  const { load } = (await import(new URL('load.mjs', folder).href)) as Pick<Installed, 'load'>;
  return { folder, load };
}

export function installFolder(name: string): URL {
  return new URL(`${name}/`, CACHE);
}

/** Why something is not compared with. */
export class NotInstalled extends Error {
  override readonly name = 'NotInstalled';
}
