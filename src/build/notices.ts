import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './paths.ts';

const RULE = '-'.repeat(80);

/**
 * The licences of the packages that a bundle has parts of.
 * @param inputs files of the bundle, from the top of the checkout
 * @throws {Error} if a package names no licence
 */
export async function notices(inputs: readonly string[]): Promise<string> {
  const directories = new Set(inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []));
  const parts = await Promise.all([...directories].toSorted().map((directory) => notice(join(ROOT, directory))));
  return ['fetch-many-mcp contains parts of these packages.', ...parts].join(`\n\n${RULE}\n`);
}

async function notice(directory: string): Promise<string> {
  const { name, version, license, author, repository } = await manifestOf(directory);
  if (!license) throw new Error(`${name} names no licence: do not bundle it`);
  const file = (await readdir(directory)).find((each) => /^(licen[cs]e|copying)/i.test(each));
  const by = typeof author === 'string' ? author : author?.name;
  const text = file ? await readFile(join(directory, file), 'utf8') : by ? `By ${by}.` : '';
  const source = typeof repository === 'string' ? repository : (repository?.url ?? `https://www.npmjs.com/package/${name}`);
  return `${name} ${version} (${license}), ${source}\n\n${text.trim()}`.trim();
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
  readonly repository?: string | { readonly url: string };
}

async function manifestOf(directory: string): Promise<Manifest> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- npm has read it before us
  return JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')) as Manifest;
}
