import { readFile } from 'node:fs/promises';
import { parse } from 'acorn';
import type { OnLoadResult, Plugin } from 'esbuild';
import { fromRoot } from './paths.ts';

/** What zod asks before it compiles a schema to code of its own. */
const COMPILES = '!core.globalConfig.jitless';

/** What is changed of the inputs of a bundle. */
export const LEAN: Readonly<Record<string, (source: string) => string>> = {
  'node_modules/@modelcontextprotocol/sdk/dist/esm/types.js': withPureConstants,
  'node_modules/zod/v4/core/schemas.js': withoutCompiler,
};

/** Spares a start the schemas that nobody uses, and what pays only after thousands of messages. */
export const leanSchemas: Plugin = {
  name: 'lean-schemas',
  setup(bundler) {
    bundler.onLoad({ filter: /\.js$/ }, async ({ path }): Promise<OnLoadResult | undefined> => {
      const change = LEAN[fromRoot(path)];
      return change && { contents: change(await readFile(path, 'utf8')) };
    });
  },
};

/**
 * Marks the calls that make the constants of a module as free of side effects, which lets the bundler leave out those that
 * nobody uses. Of the SDK that is half of the schemas.
 */
function withPureConstants(source: string): string {
  const { body } = parse(source, { ecmaVersion: 'latest', sourceType: 'module' });
  const made = body.flatMap((statement) => {
    const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    return declared?.type === 'VariableDeclaration'
      ? declared.declarations.flatMap(({ init }) => (init?.type === 'CallExpression' ? init : []))
      : [];
  });
  return made.reduceRight((text, { start, end }) => {
    return `${text.slice(0, start)}/* @__PURE__ */ (() => (${text.slice(start, end)}))()${text.slice(end)}`;
  }, source);
}

/** Compiling an object's schema pays after some thousand messages. */
function withoutCompiler(source: string): string {
  if (!source.includes(COMPILES)) throw new Error(`zod does not ask for ${COMPILES} any more before it compiles a schema`);
  return source.replace(COMPILES, 'false');
}
