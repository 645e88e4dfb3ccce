import { chmod, copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type BuildOptions, type BuildResult } from 'esbuild';
import { BASE_IMAGE, packImage } from '../sandbox/js/image-file.ts';
import { makeBaseImage } from '../sandbox/js/make-base-image.ts';
import { notices } from './notices.ts';
import { DIST, ROOT } from './paths.ts';
import { LEAN, leanSchemas } from './lean-schemas.ts';
import { MULTI_BYTE_TABLES, replaceModules, REPLACED } from './replaced-modules.ts';
import { stages, type Stage } from './stages.ts';
import { unmappedPackages } from './unmapped-packages.ts';

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

/**
 * Begins every file: a word to whoever starts it with an older Node, which lacks what comes next, and what CommonJS packages call
 * to load parts of Node. No import: it would load `node:module` before anything else.
 */
const BANNER = `if(!process.getBuiltinModule)throw new Error('fetch-many-mcp needs Node ^20.18.1 or >=22.3.0; this is '+process.version);
const require=process.getBuiltinModule('node:module').createRequire(import.meta.url);`;

/** A server: its start, then what its first call needs, in the order in which `tools/warm-up-steps.ts` loads it. */
const SERVER: readonly Stage[] = [
  ['src/cli.ts'],
  ['src/batch/args/request-schemas.ts', 'src/tools/parse-args.ts'],
  ['src/result/select-body.ts'],
  ['src/result/read-shown.ts'],
  ['src/http/sockets/connections.ts'],
  ['src/make-engine.ts', 'src/batch/plan/plan.ts'],
  ['src/tools/answer-call.ts'],
];
/** A sandbox process, which needs little of that: what reads a body, what reads a page, what runs a program. */
const SANDBOX: readonly Stage[] = [
  ['src/sandbox/main.ts'],
  ['read', 'page', 'part', 'condition', 'values', 'save'].map((job) => `src/sandbox/jobs/${job}.ts`),
  ['src/result/html/page-to-markdown.ts', 'src/result/html/extract/extract-from.ts'],
  ['src/sandbox/jobs/program.ts', 'src/sandbox/js/cached-functions.ts'],
];

/**
 * Bundles the server with the library, the sandbox process and the concurrency core. What is imported dynamically becomes a
 * chunk of its own. Chunks lie beside the bin: `engine.ts` and `version.ts` look for the sandbox and for package.json from
 * where they are.
 */
export async function bundle(): Promise<void> {
  const server = split({ cli: 'src/bin.ts', index: 'src/index.ts' }, SERVER);
  const sandbox = split({ sandbox: 'src/sandbox/main.ts' }, SANDBOX);
  // On its own: it must not depend on Node's module loader.
  const core = build({ ...OPTIONS, entryPoints: { 'concurrency/index': 'src/concurrency/index.ts' } });
  const inputs = (await Promise.all([server, sandbox, core])).flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const missing = [...REPLACED, ...Object.keys(LEAN)].find((input) => !inputs.includes(input));
  if (missing !== undefined)
    throw new Error(`${missing} is no part of the bundle (any more): what it was for is bundled as it is`);
  await writeFile(join(DIST, 'THIRD-PARTY-NOTICES'), await notices(inputs));
  await chmod(join(DIST, 'cli.js'), 0o755);
  // Files, not text in a chunk: few processes read them.
  await copyFile(join(ROOT, 'node_modules/quickjs-wasi/quickjs.wasm'), join(DIST, 'quickjs.wasm'));
  await writeFile(join(DIST, BASE_IMAGE), packImage(await makeBaseImage()));
  await copyFile(join(ROOT, 'node_modules/@exodus/bytes/fallback', MULTI_BYTE_TABLES), join(DIST, MULTI_BYTE_TABLES));
}

async function split(entryPoints: Record<string, string>, all: readonly Stage[]): Promise<BuildResult<{ metafile: true }>> {
  const plugins = [replaceModules, leanSchemas];
  const options = { ...OPTIONS, entryPoints, splitting: true, chunkNames: '[name]-[hash]', banner: { js: BANNER } };
  return build({ ...options, plugins: [await stages(all, { ...options, plugins }), ...plugins, unmappedPackages] });
}
