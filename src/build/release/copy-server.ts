import { copyFile, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DIST, ROOT } from '../paths.ts';
import type { Owner } from './owner.ts';
import { defined, type Product } from './product.ts';

/** Writes a value as JSON that people can read; makes the file's folder. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** Copies what the built server needs to run, and what people are told of it, without the library and without maps. */
export async function copyServer({ server: name, version, license }: Product, to: string): Promise<void> {
  const files = await readdir(DIST, { withFileTypes: true });
  const needed = files.filter((file) => file.isFile() && !/\.(map|d\.ts)$|^index\.js$/.test(file.name));
  await mkdir(join(to, 'dist'), { recursive: true });
  await Promise.all(needed.map((file) => copyFile(join(DIST, file.name), join(to, 'dist', file.name))));
  // Beside dist/ it has to be: the server finds its version there, and Node that its files are modules.
  await writeJson(join(to, 'package.json'), { name, version, license, private: true, type: 'module' });
  await Promise.all(['LICENSE', 'README.md'].map((file) => copyFile(join(ROOT, file), join(to, file))));
}

/** Copies the package as npm is to have it: with what the owner knows in its `package.json`. */
export async function copyPackage({ repository, author, mcpName }: Owner, to: string): Promise<void> {
  const built = (await readdir(DIST)).filter((name) => name !== 'release');
  for (const name of built) await cp(join(DIST, name), join(to, 'dist', name), { recursive: true });
  await Promise.all(['LICENSE', 'README.md', 'CHANGELOG.md'].map((file) => copyFile(join(ROOT, file), join(to, file))));
  const manifest: object = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const known = { author, repository: repository && { type: 'git', url: `git+${repository}.git` }, mcpName };
  await writeJson(join(to, 'package.json'), { ...manifest, ...defined(known) });
}
