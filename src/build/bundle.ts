import { chmod, copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { notices } from './notices.ts';
import { DIST, ROOT } from './paths.ts';
import { leanSchemas } from './lean-schemas.ts';
import { replaceModules } from './replaced-modules.ts';
import { startChunk } from './start-chunk.ts';

const OPTIONS = {
  absWorkingDir: ROOT,
  outdir: DIST,
  bundle: true,
  platform: 'node',
  target: 'node20.18',
  format: 'esm',
  metafile: true,
  // Names stay, so that a stack trace can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  sourcemap: 'linked',
  // A quarter of the package's size; the sources are in the repository.
  sourcesContent: false,
  logLevel: 'warning',
} satisfies BuildOptions;

/** What CommonJS packages call to load parts of Node. No import: it would load `node:module` before anything else. */
const REQUIRE = "const require=process.getBuiltinModule('node:module').createRequire(import.meta.url);";

/**
 * Bundles the bin, the sandbox process and the library. What is imported dynamically becomes a chunk of its own. Chunks lie
 * beside the bin: `engine.ts` and `version.ts` look for the worker and for package.json from where they are.
 */
export async function bundle(): Promise<void> {
  const together = await startChunk('src/cli.ts', { ...OPTIONS, plugins: [replaceModules, leanSchemas] });
  const main = build({
    ...OPTIONS,
    entryPoints: { cli: 'src/bin.ts', index: 'src/index.ts', sandbox: 'src/sandbox/main.ts' },
    splitting: true,
    chunkNames: '[name]-[hash]',
    banner: { js: REQUIRE },
    plugins: [together, replaceModules, leanSchemas],
  });
  // On its own: it must not depend on Node's module loader.
  const core = build({ ...OPTIONS, entryPoints: { 'concurrency/index': 'src/concurrency/index.ts' } });
  const inputs = (await Promise.all([main, core])).flatMap(({ metafile }) => Object.keys(metafile.inputs));
  await writeFile(join(DIST, 'THIRD-PARTY-NOTICES'), await notices(inputs));
  await chmod(join(DIST, 'cli.js'), 0o755);
  // A file, not text in a chunk: it is read by the sandbox only, and needs no decoding.
  await copyFile(join(ROOT, 'node_modules/quickjs-wasi/quickjs.wasm'), join(DIST, 'quickjs.wasm'));
}
