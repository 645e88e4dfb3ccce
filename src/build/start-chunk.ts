import { join, relative } from 'node:path';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { ROOT } from './paths.ts';

/** What is loaded later from here is loaded in the sandbox only, which needs little of what a start does. */
const IN_SANDBOX = /^src\/(?:sandbox|result)\//;
const NAMESPACE = 'after-start';

/**
 * Keeps together what a start loads. esbuild makes a chunk for each set of entries that reach a module, and whatever is
 * imported dynamically is an entry: a start would load some 25 files, each of which takes half a millisecond. So all that is
 * loaded later is made to import all of it, which costs nothing, as it is there already.
 * @param entry what is started
 * @param options with which it is bundled
 */
export async function startChunk(entry: string, options: BuildOptions): Promise<Plugin> {
  const modules = await modulesOf(entry, options);
  const all = modules.map((path) => `import ${JSON.stringify(path)};`).join('');
  return {
    name: 'start-chunk',
    setup(bundler) {
      bundler.onResolve({ filter: /^\./ }, ({ kind, importer, path, resolveDir }) => {
        if (kind !== 'dynamic-import' || IN_SANDBOX.test(relative(ROOT, importer).replaceAll('\\', '/'))) return undefined;
        return { path: join(resolveDir, path), namespace: NAMESPACE };
      });
      bundler.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => {
        return { contents: `${all}export * from ${JSON.stringify(path)};`, resolveDir: ROOT };
      });
    },
  };
}

/** The modules that `entry` loads at once, without itself. */
async function modulesOf(entry: string, options: BuildOptions): Promise<string[]> {
  const onlyNow: Plugin = {
    name: 'only-now',
    setup(bundler) {
      bundler.onResolve({ filter: /.*/ }, ({ kind, path }) => (kind === 'dynamic-import' ? { path, external: true } : undefined));
    },
  };
  const plugins = [onlyNow, ...(options.plugins ?? [])];
  const { metafile } = await build({ ...options, entryPoints: [entry], plugins, metafile: true, write: false });
  const paths = Object.keys(metafile.inputs).filter((path) => path.startsWith('src/') && path !== entry);
  return paths.map((path) => join(ROOT, path));
}
