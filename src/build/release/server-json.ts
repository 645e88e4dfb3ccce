import type { Owner } from './owner.ts';
import { defined, type Product } from './product.ts';
import { settings, type Setting } from './settings.ts';

/** The revision of the registry's format that is written. */
const SERVER_JSON_SCHEMA = 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json';

/** The registry's words for what a setting is. */
const FORMATS: Readonly<Record<Setting['type'], string>> = {
  string: 'string',
  boolean: 'boolean',
  file: 'filepath',
  directory: 'filepath',
};

/** What the MCP registry is told: the npm package, and the variables that the operator may set. */
export function serverJson(product: Product, { mcpName, repository }: Owner): object {
  const { name, version, description, server } = product;
  return {
    $schema: SERVER_JSON_SCHEMA,
    ...defined({ name: mcpName }),
    title: server,
    description,
    version,
    ...defined({ repository: repository && { url: repository, source: hostOf(repository) } }),
    packages: [
      {
        registryType: 'npm',
        registryBaseUrl: 'https://registry.npmjs.org',
        identifier: name,
        version,
        runtimeHint: 'npx',
        transport: { type: 'stdio' },
        environmentVariables: settings().map((setting) => ({
          name: setting.variable,
          description: setting.description,
          format: FORMATS[setting.type],
          ...(setting.fallback === '' ? {} : { default: String(setting.fallback) }),
        })),
      },
    ],
  };
}

/** The registry's word for where a repository is hosted: `github` for `https://github.com/NAME/fetch-many`. */
function hostOf(repository: string): string {
  return new URL(repository).hostname.replace(/\.(com|org)$/, '');
}
