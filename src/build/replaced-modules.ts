import type { Plugin } from 'esbuild';
import { shownSchemas } from '../tools/shown-schemas.ts';
import { ROOT } from './paths.ts';

interface Replacement {
  /** Which imports it stands in for. */
  readonly filter: RegExp;
  readonly contents: string;
}

/** What is looked for beside the chunks. */
export const MULTI_BYTE_TABLES = 'multi-byte.encodings.json';

const REPLACEMENTS: readonly Replacement[] = [
  // The SDK's server makes a JSON Schema validator for answers to its own questions to the client. We ask none, and it
  // costs a tenth of the start.
  {
    filter: /\/ajv-provider\.js$/,
    contents: `export class AjvJsonSchemaValidator {
      getValidator() { throw new Error('This server asks its client nothing, so it has no validator'); }
    }`,
  },
  // For the message of an assertion that has none Node parses the source that it stands in, here all of the bundle, which
  // takes seconds. undici has many such; where one does not hold, that it does not is enough.
  {
    filter: /^node:assert$/,
    contents: `module.exports = function assert(value, message = 'an assertion does not hold') {
      if (!value) throw Object.assign(new Error(message), { name: 'AssertionError' });
    };`,
  },
  // Of undici its pools and its connector: the index loads fetch, WebSockets, caches and mocks too, which is most of the
  // time that it takes to load, and 8 MiB. Whatever else is imported from it fails the build.
  {
    filter: /^undici$/,
    contents: `export { default as Agent } from 'undici/lib/dispatcher/agent.js';
    export { default as buildConnector } from 'undici/lib/core/connect.js';`,
  },
  // HTTP/2 is off, and would load `node:http2`.
  {
    filter: /\/client-h2\.js$/,
    contents: `module.exports = function connectH2() { throw new Error('HTTP/2 is off'); };`,
  },
  // Bodies of requests are text or bytes; this is for streams, forms and blobs, and brings half of fetch.
  {
    filter: /\/web\/fetch\/body\.js$/,
    contents: `module.exports = { extractBody() { throw new Error('A body of a request is text or bytes'); } };`,
  },
  // Tables of rare charsets, half of what reading a body loads: from a file beside the chunks, when one is needed.
  {
    filter: /\/multi-byte\.encodings\.cjs$/,
    contents: `import { readFileSync } from 'node:fs';
      export default () => JSON.parse(readFileSync(new URL('${MULTI_BYTE_TABLES}', import.meta.url), 'utf8'));`,
  },
  // What tools/list answers is known before the start; making it takes zod, which is a third of the start.
  {
    filter: /\/shown-schemas\.ts$/,
    contents: `let schemas;
      export const shownSchemas = () => (schemas ??= JSON.parse(${JSON.stringify(JSON.stringify(shownSchemas()))}));`,
  },
];

/** Puts little modules in the place of what is large, slow to load, and not needed. */
export const replaceModules: Plugin = {
  name: 'replace-modules',
  setup(bundler) {
    for (const { filter, contents } of REPLACEMENTS) {
      const namespace = namespaceOf(filter);
      // One module, however it is written where it is imported.
      bundler.onResolve({ filter }, () => ({ path: filter.source, namespace }));
      bundler.onLoad({ filter: /.*/, namespace }, () => ({ contents, resolveDir: ROOT }));
    }
  },
};

function namespaceOf({ source }: RegExp): string {
  return `replaced:${source}`;
}

/** What stands in, as esbuild names its inputs. */
export const REPLACED: readonly string[] = REPLACEMENTS.map(({ filter }) => `${namespaceOf(filter)}:${filter.source}`);
