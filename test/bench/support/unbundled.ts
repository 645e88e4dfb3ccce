import { execFile } from 'node:child_process';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = new URL('../../../', import.meta.url);
const SRC = new URL('src/', ROOT);
const PLACE = new URL('node_modules/.cache/fetch-many-bench/unbundled/', ROOT);

/** The compiled sources, a file each, once {@link buildUnbundled} has made them; inside the checkout, so that imports resolve. */
export const UNBUNDLED = new URL('dist/', PLACE);

/** Compiles the sources without bundling them. */
export async function buildUnbundled(): Promise<void> {
  await rm(PLACE, { recursive: true, force: true });
  await mkdir(PLACE, { recursive: true });
  await cp(new URL('package.json', ROOT), new URL('package.json', PLACE));
  const tsc = fileURLToPath(new URL('node_modules/typescript/bin/tsc', ROOT));
  const project = fileURLToPath(new URL('tsconfig.json', PLACE));
  const compilerOptions = { noEmit: false, noCheck: true, rootDir: fileURLToPath(SRC), outDir: fileURLToPath(UNBUNDLED) };
  const sources = { extends: fileURLToPath(new URL('tsconfig.json', ROOT)), compilerOptions, include: [fileURLToPath(SRC)] };
  await writeFile(project, JSON.stringify(sources));
  await promisify(execFile)(process.execPath, [tsc, '-p', project]);
}

/** A module of the unbundled build, such as `http/client.js`. */
export function unbundled<Module>(path: string): Promise<Module> {
  return import(new URL(path, UNBUNDLED).href);
}
