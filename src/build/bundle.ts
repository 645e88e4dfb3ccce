import { chmod, copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { notices } from './notices.ts';
import { DIST, ROOT } from './paths.ts';

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
  const main = build({
    ...OPTIONS,
    entryPoints: { cli: 'src/cli.ts', index: 'src/index.ts', sandbox: 'src/sandbox/main.ts' },
    splitting: true,
    chunkNames: '[name]-[hash]',
    banner: { js: REQUIRE },
    plugins: [withoutAjv, withPlainAsserts],
  });
  // On its own: it must not depend on Node's module loader.
  const core = build({ ...OPTIONS, entryPoints: { 'concurrency/index': 'src/concurrency/index.ts' } });
  const inputs = (await Promise.all([main, core])).flatMap(({ metafile }) => Object.keys(metafile.inputs));
  await writeFile(join(DIST, 'THIRD-PARTY-NOTICES'), await notices(inputs));
  await chmod(join(DIST, 'cli.js'), 0o755);
  // A file, not text in a chunk: it is read by the sandbox only, and needs no decoding.
  await copyFile(join(ROOT, 'node_modules/quickjs-wasi/quickjs.wasm'), join(DIST, 'quickjs.wasm'));
}

/**
 * The SDK's server makes a JSON Schema validator for answers to its own questions to the client. We ask none, and it
 * costs a tenth of the start.
 */
const withoutAjv: Plugin = {
  name: 'without-ajv',
  setup(bundler) {
    bundler.onResolve({ filter: /\/ajv-provider\.js$/ }, ({ path }) => ({ path, namespace: 'without-ajv' }));
    bundler.onLoad({ filter: /.*/, namespace: 'without-ajv' }, () => ({
      contents: `export class AjvJsonSchemaValidator {
        getValidator() { throw new Error('This server asks its client nothing, so it has no validator'); }
      }`,
    }));
  },
};

/**
 * For the message of an assertion that has none Node parses the source that it stands in, here all of the bundle, which
 * takes seconds. undici has many such; where one does not hold, that it does not is enough.
 */
const withPlainAsserts: Plugin = {
  name: 'with-plain-asserts',
  setup(bundler) {
    bundler.onResolve({ filter: /^node:assert$/ }, ({ path }) => ({ path, namespace: 'plain-asserts' }));
    bundler.onLoad({ filter: /.*/, namespace: 'plain-asserts' }, () => ({
      contents: `module.exports = function assert(value, message = 'an assertion does not hold') {
        if (!value) throw Object.assign(new Error(message), { name: 'AssertionError' });
      };`,
    }));
  },
};
