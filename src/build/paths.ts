import { join, relative } from 'node:path';

/** The top of the checkout. */
export const ROOT = join(import.meta.dirname, '../..');
export const DIST = join(ROOT, 'dist');

/** A path from the top of the checkout, as esbuild names its inputs. */
export function fromRoot(path: string): string {
  return relative(ROOT, path).replaceAll('\\', '/');
}
