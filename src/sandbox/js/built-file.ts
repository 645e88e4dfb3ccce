import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The path of a file that the build puts at the top of `dist`, where this code lies, too, or one folder below; undefined in a
 * checkout, which has none.
 */
export function builtFile(name: string): string | undefined {
  const paths = ['./', '../'].map((folder) => fileURLToPath(new URL(folder + name, import.meta.url)));
  return paths.find((path) => existsSync(path));
}
