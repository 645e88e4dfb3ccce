import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** A module's types come from its source, and the module from what is compiled of it: two names for one file. */
const IMPORT = /unbundled<typeof import\('\.\.\/\.\.\/\.\.\/src\/([^']+)\.ts'\)>\('([^']+)\.js'\)/g;

test('what the benchmarks load is what they take the types of', () => {
  const folder = join(import.meta.dirname, 'support');
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const pairs = files.flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(IMPORT)]);
  expect(pairs.length).toBeGreaterThan(5);
  for (const [, source, compiled] of pairs) expect(compiled).toBe(source);
});
