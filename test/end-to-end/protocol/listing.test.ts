import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { JsonSchemaType } from '@modelcontextprotocol/sdk/validation/types.js';
import type { Tool } from '@modelcontextprotocol/sdk/types.js';
import { beforeAll, describe, expect, test } from 'vitest';
import type { JsonSchema } from '../../../src/batch/args/json-schema.ts';
import { connect } from '../../support/client.ts';
import { validators } from '../../support/validators.ts';

const GOLDEN = new URL('listing.golden.json', import.meta.url);
const UPDATE = 'UPDATE_GOLDEN=1 npx vitest run --config test/vitest.config.ts protocol/listing';

let instructions = '';
/** Those that there always are, and the one that there is under --save-dir. */
let tools: Tool[] = [];
let saving: Tool[] = [];

beforeAll(async () => {
  const server = await connect();
  instructions = server.client.getInstructions() ?? '';
  ({ tools } = await server.client.listTools());
  await server.close();
  const other = await connect('--save-dir', tmpdir());
  const { tools: listed } = await other.client.listTools();
  saving = listed.filter(({ name }) => tools.every((tool) => tool.name !== name));
  await other.close();
});

/** What a model is told of a tool; clients keep the rest to themselves. */
function seen({ name, title, description, inputSchema }: Tool): object {
  return { name, title, description, inputSchema };
}

function bytes(value: unknown): number {
  return Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Every schema inside a schema, itself included. */
function parts(schema: JsonSchema = {}): JsonSchema[] {
  const { properties = {}, items, anyOf = [], additionalProperties: others } = schema;
  const inside = [
    ...Object.values(properties),
    ...(items ? [items] : []),
    ...anyOf,
    ...(typeof others === 'object' ? [others] : []),
  ];
  return [schema, ...inside.flatMap(parts)];
}

/** Every object inside a schema, itself included. */
function nodes(schema: unknown): Record<string, unknown>[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return [{ ...schema }, ...Object.values(schema).flatMap((child) => nodes(child))];
}

test('what a model sees is what listing.golden.json says', () => {
  const all = [...tools, ...saving];
  const sizes = Object.fromEntries(all.map((tool) => [tool.name, bytes(seen(tool))]));
  const listing = { bytes: { ...sizes, instructions: bytes(instructions) }, instructions, tools: all.map(seen) };
  const text = `${JSON.stringify(listing, null, 2)}\n`;
  if (process.env['UPDATE_GOLDEN']) writeFileSync(GOLDEN, text);
  const changed = `What a model sees has changed. If that is meant, run\n  ${UPDATE}\nand commit the file.`;
  // oxlint-disable-next-line vitest/valid-expect -- its second argument is shown when it fails
  expect(text, changed).toBe(readFileSync(GOLDEN, 'utf8'));
});

test('the tools are these', () => {
  expect(tools.map(({ name }) => name)).toEqual(['fetch_many', 'request_many', 'read_result']);
  expect(saving.map(({ name }) => name)).toEqual(['save_result']);
});

test('save_result is there under --save-dir only, with --read-only, too, and says that it may replace files', async () => {
  const [tool] = saving;
  expect(tool?.annotations).toMatchObject({ readOnlyHint: false, destructiveHint: true, openWorldHint: false });
  expect(tool?.title).toBeTruthy();
  expect(Object.keys(tool?.inputSchema.properties ?? {})).toEqual(['ref', 'to', 'js', 'select', 'extract', 'as', 'overwrite']);
  const server = await connect('--read-only', '--save-dir', tmpdir());
  const { tools: listed } = await server.client.listTools();
  expect(listed.map(({ name }) => name)).toEqual(['fetch_many', 'read_result', 'save_result']);
  await server.close();
});

test('the instructions stay under 1,024 bytes and say what matters first', () => {
  expect(bytes(instructions)).toBeLessThan(1_024);
  const [what, first] = instructions.split('\n');
  expect(what).toBe('fetch-many makes many HTTP requests in one tool call.');
  expect(first).toMatch(/all URLs .* one fetch_many call/);
});

test('all together stay under 14,000 bytes', () => {
  expect([...tools, ...saving].reduce((sum, tool) => sum + bytes(seen(tool)), 0)).toBeLessThan(14_000);
  for (const { description = '' } of [...tools, ...saving]) expect(description.length).toBeLessThan(1_800);
});

test('request_many writes, and says so; --read-only leaves it out', async () => {
  const tool = tools.find(({ name }) => name === 'request_many');
  expect(tool?.annotations).toMatchObject({ readOnlyHint: false, destructiveHint: true, openWorldHint: true });
  const server = await connect('--read-only');
  const { tools: listed } = await server.client.listTools();
  expect(listed.map(({ name }) => name)).toEqual(['fetch_many', 'read_result']);
  await expect(server.client.callTool({ name: 'request_many', arguments: { requests: ['http://127.0.0.1/'] } })).rejects.toThrow(
    /Unknown tool/,
  );
  await server.close();
});

test('fetch_many stays under 7,000 bytes', () => {
  const tool = tools.find(({ name }) => name === 'fetch_many');
  expect(bytes(tool && seen(tool))).toBeLessThan(7_000);
});

test('the first 80 characters of a description say what it is for, in the words that people search for', () => {
  const [fetchMany, requestMany, readResult, saveResult] = [...tools, ...saving].map(({ description = '' }) =>
    description.slice(0, 80),
  );
  expect(fetchMany).toContain('Fetch many URLs, web pages or REST API endpoints in one call');
  expect(requestMany).toContain('Send many POST, PUT, PATCH or DELETE requests in one call');
  expect(readResult).toContain('Read again what an earlier call fetched, without a request');
  expect(saveResult).toContain('Save fetched results to files');
});

test('fetch_many only reads, and says so', () => {
  const tool = tools.find(({ name }) => name === 'fetch_many');
  expect(tool?.annotations).toMatchObject({ readOnlyHint: true, idempotentHint: true, openWorldHint: true });
  expect(tool?.annotations?.destructiveHint ?? false).toBe(false);
  expect(tool?.title).toBeTruthy();
});

describe('the schemas', () => {
  test('are plain objects at the root', () => {
    const unwanted = ['anyOf', 'oneOf', 'allOf', 'not', 'if', '$ref', 'enum'];
    const roots = [...tools, ...saving].flatMap(({ inputSchema, outputSchema }) => [inputSchema, outputSchema]);
    expect(roots).toHaveLength(8);
    for (const root of roots) {
      expect(root?.type).toBe('object');
      for (const keyword of unwanted) expect(root).not.toHaveProperty(keyword);
    }
  });

  test('have no noise', () => {
    const all = [...tools, ...saving].flatMap(({ inputSchema, outputSchema }) => nodes([inputSchema, outputSchema]));
    expect(all.length).toBeGreaterThan(100);
    for (const node of all) {
      expect(node).not.toHaveProperty('propertyNames');
      expect(node).not.toHaveProperty('$schema');
      for (const bound of ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum']) {
        expect(Math.abs(Number(node[bound] ?? 0))).toBeLessThan(Number.MAX_SAFE_INTEGER);
      }
    }
  });

  test('name every argument there is, its default and its bounds', () => {
    const [tool] = tools;
    expect(Object.keys(tool?.inputSchema.properties ?? {})).toEqual([
      'requests',
      'retry_of',
      'i',
      'base_url',
      'headers',
      'select',
      'extract',
      'js',
      'as',
      'layout',
      'concurrency',
      'per_host',
      'on_error',
      'retries',
      'timeout_ms',
      'deadline_ms',
      'max_tokens',
      'response_headers',
      'min_interval_ms',
      'cache',
      'dry_run',
    ]);
    expect(tool?.inputSchema).toMatchObject({
      additionalProperties: false,
      properties: {
        as: { default: 'auto', enum: ['auto', 'json', 'text', 'markdown', 'html', 'base64', 'none'] },
        layout: { default: 'records', enum: ['records', 'table', 'failures'] },
        concurrency: { default: 8, minimum: 1, maximum: 64 },
        per_host: { default: 6, minimum: 1 },
        on_error: { default: 'continue', enum: ['continue', 'cancel'] },
        retries: { default: 2, minimum: 0, maximum: 5 },
        timeout_ms: { default: 30_000 },
        deadline_ms: { default: 50_000 },
        max_tokens: { default: 10_000, minimum: 500, maximum: 100_000 },
        min_interval_ms: { default: 0, minimum: 0, maximum: 60_000 },
        cache: { default: true },
      },
    });
  });

  test('describe the envelope of a result and leave its bodies open', () => {
    const [tool] = tools;
    const anything = { anyOf: ['object', 'array', 'string', 'number', 'boolean', 'null'].map((type) => ({ type })) };
    expect(tool?.outputSchema).toMatchObject({
      required: ['summary', 'results'],
      properties: {
        value: anything,
        rows: { items: { items: anything } },
        results: { type: 'array', items: { type: 'object', required: ['i'], properties: { body: anything } } },
      },
    });
  });

  /** What the inspector of MCP warns of under --strict, and what some clients refuse. */
  test('say the type of every part, one each, and of every array that is sent what its items are', () => {
    const inputs = [...tools, ...saving].flatMap(({ inputSchema }) => parts(inputSchema as JsonSchema));
    const outputs = [...tools, ...saving].flatMap(({ outputSchema }) => parts(outputSchema as JsonSchema));
    expect(inputs.length).toBeGreaterThan(100);
    expect(outputs.length).toBeGreaterThan(100);
    for (const part of [...inputs, ...outputs]) {
      expect(part).toSatisfy(({ type, anyOf }: JsonSchema) => typeof type === 'string' || Array.isArray(anyOf));
    }
    expect(inputs.filter(({ type, items }) => type === 'array' && !items)).toEqual([]);
  });

  test('take what the server takes: any JSON as a body, any variable, any parameter', () => {
    const validate = validators.getValidator(tools[1]?.inputSchema as JsonSchemaType);
    const values = [{ a: [1] }, [{ a: 1 }, 'b', 2, true, null], 'text', 1, true];
    for (const value of values) {
      const request = { url: '/{v}', vars: { v: value }, query: { q: value }, form: { f: value }, json: value };
      const rows = { url: '/{v}', vars: [{ v: value }] };
      expect(validate({ requests: [request, rows] })).toMatchObject({ valid: true });
    }
    expect(validate({ requests: [{ url: '/', json: {}, unknown: 1 }] })).toMatchObject({ valid: true });
    expect(validate({ requests: [{ url: 1 }] })).toMatchObject({ valid: false });
  });
});
