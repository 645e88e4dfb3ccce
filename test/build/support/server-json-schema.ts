const variable = {
  type: 'object',
  required: ['name', 'description', 'format'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', pattern: '^[A-Z][A-Z0-9_]*$' },
    description: { type: 'string', minLength: 1 },
    format: { enum: ['string', 'number', 'boolean', 'filepath'] },
    default: { type: 'string', minLength: 1 },
    isRequired: { type: 'boolean' },
    isSecret: { type: 'boolean' },
  },
} as const;

const npmPackage = {
  type: 'object',
  required: ['registryType', 'registryBaseUrl', 'identifier', 'version', 'transport'],
  additionalProperties: false,
  properties: {
    registryType: { const: 'npm' },
    registryBaseUrl: { const: 'https://registry.npmjs.org' },
    identifier: { type: 'string', minLength: 1 },
    version: { type: 'string', pattern: String.raw`^\d+\.\d+\.\d+(-[\w.]+)?$` },
    runtimeHint: { const: 'npx' },
    transport: {
      type: 'object',
      required: ['type'],
      additionalProperties: false,
      properties: { type: { const: 'stdio' } },
    },
    environmentVariables: { type: 'array', items: variable },
  },
} as const;

/**
 * What the MCP registry takes as server.json in its revision of 2025-12-11, as far as we write it; stricter than the
 * registry's own schema in that a key that is not listed is an error.
 */
export const serverJsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  required: ['$schema', 'name', 'description', 'version', 'packages'],
  additionalProperties: false,
  properties: {
    $schema: { const: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json' },
    name: { type: 'string', minLength: 3, maxLength: 200, pattern: String.raw`^[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+$` },
    title: { type: 'string', minLength: 1, maxLength: 100 },
    description: { type: 'string', minLength: 1, maxLength: 100 },
    version: { type: 'string', pattern: String.raw`^\d+\.\d+\.\d+(-[\w.]+)?$` },
    repository: {
      type: 'object',
      required: ['url', 'source'],
      additionalProperties: false,
      properties: { url: { type: 'string', format: 'uri' }, source: { type: 'string', minLength: 1 } },
    },
    packages: { type: 'array', minItems: 1, items: npmPackage },
  },
} as const;
