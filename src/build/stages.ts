import { join } from 'node:path';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';
import { fromRoot, ROOT } from './paths.ts';

/** What is loaded together: these modules, and all that they import and no stage before has loaded. */
export type Stage = readonly string[];

/** What is imported by import(), wherever that is written. */
const NAMESPACE = 'staged';

/**
 * Keeps together what is loaded together. esbuild makes a chunk for each set of entries that reach a module, and whatever is
 * imported dynamically is an entry: a first call would load some 70 files, each of which takes a millisecond or two. So what is
 * loaded later is made to import the start, which is there already, and all of each stage that it needs anything of.
 * @param all what a process loads at its start, and then by and by; none so large that a message would wait for it
 * @param options with which all is bundled
 * @throws {Error} if a stage begins with what is not bundled
 */
export async function stages(all: readonly Stage[], options: BuildOptions): Promise<Plugin> {
  const graph = await importsOf(options);
  const [start = []] = all;
  const stageOf = new Map<string, number>();
  for (const [nth, entries] of all.entries()) {
    const missing = entries.find((entry) => !graph.has(entry));
    if (missing !== undefined) throw new Error(`a stage begins with ${missing}, which is no part of the bundle (any more)`);
    for (const module of reachedFrom(entries, graph)) if (!stageOf.has(module)) stageOf.set(module, nth);
  }
  const modulesFor = (path: string): string[] => {
    const needed = new Set([0, ...[...reachedFrom([path], graph)].map((module) => stageOf.get(module))]);
    return [...stageOf].flatMap(([module, stage]) => (needed.has(stage) && !start.includes(module) ? module : []));
  };
  return {
    name: 'stages',
    setup(bundler) {
      bundler.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
        return kind === 'dynamic-import' ? { path: join(resolveDir, path), namespace: NAMESPACE } : undefined;
      });
      bundler.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => {
        const imports = modulesFor(fromRoot(path)).map((module) => `import ${JSON.stringify(join(ROOT, module))};`);
        return { contents: `${imports.join('')}export * from ${JSON.stringify(path)};`, resolveDir: ROOT };
      });
    },
  };
}

/** The modules of this project that each of them imports, but for what it loads later. */
async function importsOf(options: BuildOptions): Promise<ReadonlyMap<string, readonly string[]>> {
  const { metafile }: { metafile: Metafile } = await build({ ...options, metafile: true, write: false, logLevel: 'silent' });
  return new Map(
    Object.entries(metafile.inputs).map(([path, { imports }]) => {
      const now = imports.filter(({ kind, external }) => kind !== 'dynamic-import' && external !== true);
      return [path, now.map((imported) => imported.path).filter((imported) => imported.startsWith('src/'))];
    }),
  );
}

/** These modules, and all that they import. */
function reachedFrom(entries: readonly string[], imports: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set(entries);
  for (const path of reached) for (const imported of imports.get(path) ?? []) reached.add(imported);
  return reached;
}
