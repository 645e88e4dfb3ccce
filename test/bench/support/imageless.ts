import { cp, mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { BASE_IMAGE } from '../../../src/sandbox/js/image-file.ts';
import type { Command } from './start.ts';

const ROOT = new URL('../../../', import.meta.url);
const PLACE = new URL('node_modules/.cache/fetch-many-bench/imageless/', ROOT);

/** Copies the built server without the image that its virtual machines begin as, so that each process makes it. */
export async function buildImageless(): Promise<Command> {
  await rm(PLACE, { recursive: true, force: true });
  await mkdir(PLACE, { recursive: true });
  await cp(new URL('package.json', ROOT), new URL('package.json', PLACE));
  await cp(new URL('dist/', ROOT), new URL('dist/', PLACE), { recursive: true });
  await rm(new URL(`dist/${BASE_IMAGE}`, PLACE));
  return { command: process.execPath, args: [fileURLToPath(new URL('dist/cli.js', PLACE))] };
}
