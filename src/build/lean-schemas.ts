import { readFile } from 'node:fs/promises';
import { parse } from 'acorn';
import type { OnLoadResult, Plugin } from 'esbuild';

/** What zod asks before it compiles a schema to code of its own. */
const COMPILES = '!core.globalConfig.jitless';

/** Makes less of the schemas of a process that reads few messages with each: in all they are a quarter of the start. */
export const leanSchemas: Plugin = {
  name: 'lean-schemas',
  setup(bundler) {
    const changed = (filter: RegExp, change: (source: string) => string): void => {
      bundler.onLoad({ filter }, async ({ path }): Promise<OnLoadResult> => ({ contents: change(await readFile(path, 'utf8')) }));
    };
    changed(/@modelcontextprotocol[\\/]sdk[\\/]dist[\\/]esm[\\/]types\.js$/, withPureConstants);
    changed(/[\\/]zod[\\/]v4[\\/]core[\\/]schemas\.js$/, withoutCompiler);
  },
};

/**
 * Marks what makes each constant of a module as a call without side effects, which lets the bundler leave out those that nobody
 * uses. Of the SDK that is half of the schemas.
 */
function withPureConstants(source: string): string {
  const { body } = parse(source, { ecmaVersion: 'latest', sourceType: 'module' });
  const made = body.flatMap((statement) => {
    const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    return declared?.type === 'VariableDeclaration' ? declared.declarations.flatMap(({ init }) => init ?? []) : [];
  });
  return made.reduceRight((text, { start, end }) => {
    return `${text.slice(0, start)}/* @__PURE__ */ (() => ${text.slice(start, end)})()${text.slice(end)}`;
  }, source);
}

/** Compiling an object's schema pays after some thousand messages. */
function withoutCompiler(source: string): string {
  if (!source.includes(COMPILES)) throw new Error(`zod does not ask for ${COMPILES} any more before it compiles a schema`);
  return source.replace(COMPILES, 'false');
}
