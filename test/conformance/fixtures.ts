import { setTimeout as sleep } from 'node:timers/promises';
import type { ResourceReader } from '../../src/tools/read-resource.ts';
import type { Tool, ToolContext } from '../../src/tools/tool.ts';
import { UsageError } from '../../src/tools/usage-error.ts';
import { PNG } from '../support/png.ts';

/** The tools that the conformance suite asks for, of those that a server of ours can have: its results are JSON and text. */
export const TOOLS: readonly Tool[] = [
  tool('test_simple_text', () => Promise.resolve('This is a simple text response for testing.')),
  tool('test_error_handling', () => {
    throw new UsageError('This tool intentionally returns an error for testing');
  }),
  tool('test_tool_with_progress', async (context) => {
    for (const done of [0, 50, 100]) {
      context.progress(done, 100, () => `${done} of 100`);
      await sleep(300); // more reports a second are thinned out
    }
    return 'done';
  }),
  // Its schema has to come through `tools/list` as it is.
  {
    ...tool('json_schema_2020_12_tool', () => Promise.resolve('{}')),
    inputSchema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      $defs: {
        address: { $anchor: 'addressDef', type: 'object', properties: { street: { type: 'string' }, city: { type: 'string' } } },
      },
      properties: {
        name: { type: 'string' },
        address: { $ref: '#/$defs/address' },
        contactMethod: { type: 'string', enum: ['phone', 'email'] },
        phone: { type: 'string' },
        email: { type: 'string' },
      },
      allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
      if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
      // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
      then: { required: ['phone'] },
      else: { required: ['email'] },
      additionalProperties: false,
    },
  },
];

function tool(name: string, run: (context: ToolContext) => Promise<string>): Tool {
  return {
    name,
    title: name,
    description: `The fixture ${name} of the conformance suite.`,
    annotations: { readOnlyHint: true },
    inputSchema: { type: 'object', additionalProperties: false },
    outputSchema: { type: 'object' },
    handle: async (_, context) => {
      const text = await run(context);
      return { value: { text }, text, isError: false };
    },
  };
}

type Content = { readonly mimeType: string } & ({ readonly text: string } | { readonly blob: string });

function contentOf(uri: string): Content | undefined {
  if (uri === 'test://static-text') return { mimeType: 'text/plain', text: 'This is the content of the static text resource.' };
  if (uri === 'test://static-binary') return { mimeType: 'image/png', blob: PNG.toString('base64') };
  const [, id] = /^test:\/\/template\/(\w+)\/data$/.exec(uri) ?? [];
  return id === undefined
    ? undefined
    : { mimeType: 'application/json', text: JSON.stringify({ id, data: `Data for ID: ${id}` }) };
}

/** The resources that it asks for. */
export const RESOURCES: ResourceReader = {
  list: () => [
    { uri: 'test://static-text', name: 'static-text', title: 'Static text', mimeType: 'text/plain', size: 48 },
    { uri: 'test://static-binary', name: 'static-binary', title: 'Static image', mimeType: 'image/png', size: PNG.length },
  ],
  templates: () => [{ uriTemplate: 'test://template/{id}/data', name: 'template', title: 'Template', description: 'Data by ID' }],
  read(uri) {
    const content = contentOf(uri);
    if (!content) throw new UsageError(`There is no resource ${uri}`);
    return Promise.resolve(content);
  },
};
