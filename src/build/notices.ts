import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './paths.ts';

/** What a package has compiled in, and names without its notice. */
const COMPILED_IN: Readonly<Record<string, string>> = {
  'quickjs-wasi': `quickjs.wasm and the memory in quickjs.image hold QuickJS-NG (https://github.com/quickjs-ng/quickjs), under the same MIT License:
Copyright (c) 2017-2026 Fabrice Bellard
Copyright (c) 2017-2024 Charlie Gordon
Copyright (c) 2023-2026 Ben Noordhuis
Copyright (c) 2023-2026 Saúl Ibarra Corretgé
and data of the Unicode Character Database, Copyright (c) 1991-2026 Unicode, Inc. (https://www.unicode.org/license.txt),
and of wasi-libc (https://github.com/WebAssembly/wasi-libc), under the MIT License as well.`,
};
const RULE = '-'.repeat(80);

/** What a licence says that is there in full: a package may have a file that only names it, or none. */
const IN_FULL: Readonly<Record<string, RegExp>> = {
  MIT: /permission is hereby granted, free of charge/i,
  ISC: /permission to use, copy, modify, and\/or distribute/i,
  'Apache-2.0': /terms and conditions for use, reproduction, and distribution/i,
};

/**
 * The licences of the packages that a bundle has parts of, each with its whole text.
 * @param inputs files of the bundle, from the top of the checkout
 * @throws {Error} if a package names no licence, or its text is not known
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
  const own = file ? await readFile(join(directory, file), 'utf8') : by ? `Copyright (c) ${by}` : '';
  const source = typeof repository === 'string' ? repository : (repository?.url ?? `https://www.npmjs.com/package/${name}`);
  const text = await inFull(name, license, own.trim(), file !== undefined);
  const more = COMPILED_IN[name] ?? '';
  return `${name} ${version} (${license}), ${source}\n\n${text}\n\n${more}`.trim();
}

async function inFull(name: string, license: string, own: string, hasFile: boolean): Promise<string> {
  const known = IN_FULL[license];
  if (hasFile && (known?.test(own) ?? true)) return own;
  if (!known) throw new Error(`${name} has no file with its licence (${license}), and src/build/licences has none`);
  return `${own}\n\n${await readFile(join(ROOT, 'src/build/licences', `${license}.txt`), 'utf8')}`.trim();
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
