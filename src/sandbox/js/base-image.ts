import { readFile } from 'node:fs/promises';
import { builtFile } from './built-file.ts';
import { BASE_IMAGE, unpackImage } from './image-file.ts';
import type { Image } from './quickjs.ts';

let base: Promise<Image> | undefined;

/**
 * A virtual machine in which the guest's own code has run, once in a process: others begin there. The build has made it; in a
 * checkout it is made, which takes some ten times as long.
 */
export function baseImage(): Promise<Image> {
  base ??= readBaseImage();
  return base;
}

async function readBaseImage(): Promise<Image> {
  const file = builtFile(BASE_IMAGE);
  if (file !== undefined) return unpackImage(await readFile(file));
  const { makeBaseImage } = await import('./make-base-image.ts');
  return makeBaseImage();
}
