import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Leaves the lines of other packages out of the source maps, two fifths of them: a stack trace names their file, and
 * our lines. Each file says of itself that it was made of its own first line, which is all that esbuild maps then.
 */
export const unmappedPackages: Plugin = {
  name: 'unmapped-packages',
  setup(bundler) {
    bundler.onLoad({ filter: /[\\/]node_modules[\\/].*\.[cm]?js$/ }, async ({ path }) => {
      const map = Buffer.from(JSON.stringify({ version: 3, sources: [basename(path)], mappings: 'AAAA' }));
      const url = `data:application/json;base64,${map.toString('base64')}`;
      return { contents: `${await readFile(path, 'utf8')}\n//# sourceMappingURL=${url}` };
    });
  },
};
