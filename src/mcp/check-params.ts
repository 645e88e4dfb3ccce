import {
  CallToolRequestSchema,
  InitializeRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  PingRequestSchema,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type * as z from 'zod';
import { kindOf, type ClientRequest } from './frame.ts';
import { ERROR_CODE, ProtocolError } from './protocol-error.ts';

type Issue = z.core.$ZodIssue;

const SCHEMAS = new Map<string, z.ZodType>([
  ['initialize', InitializeRequestSchema],
  ['ping', PingRequestSchema],
  ['tools/list', ListToolsRequestSchema],
  ['tools/call', CallToolRequestSchema],
  ['resources/list', ListResourcesRequestSchema],
  ['resources/templates/list', ListResourceTemplatesRequestSchema],
  ['resources/read', ReadResourceRequestSchema],
]);

const NOUNS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** As many as are worth reading. */
const MAX_PROBLEMS = 5;

/**
 * Checks the parameters of a request of the legacy era before the SDK's server gets it: that would answer with zod's own
 * account of what is wrong, or not at all. A method that is not known is not checked.
 * @throws {ProtocolError} -32602 that names each part that is wrong, and what it should be
 */
export function checkParams(request: Pick<ClientRequest, 'method' | 'params'>): void {
  const schema = SCHEMAS.get(request.method);
  if (schema) parseRequest(schema, request);
}

/** The same for one schema of the SDK's. @returns the request as it says */
export function parseRequest<T>(schema: z.ZodType<T>, { method, params }: Pick<ClientRequest, 'method' | 'params'>): T {
  const parsed = schema.safeParse({ method, params });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.slice(0, MAX_PROBLEMS).map((issue) => words(issue, { params }));
  throw new ProtocolError(ERROR_CODE.invalidParams, problems.join('; '));
}

function words(issue: Issue, request: unknown): string {
  const value = issue.path.reduce<unknown>((at, key) => Reflect.get(Object(at), key), request);
  const path = issue.path.map(String).join('.');
  const expected = [...new Set(expectedBy(issue))];
  if (value === undefined) return `${path}: is required`;
  if (expected.length === 0) return `${path}: ${issue.message}`;
  return `${path}: expected ${expected.join(' or ')}, got ${typeof value === 'number' ? String(value) : kindOf(value)}`;
}

function expectedBy(issue: Issue): string[] {
  if (issue.code === 'invalid_union') return issue.errors.flat().flatMap(expectedBy);
  const expected = issue.code === 'invalid_type' ? issue.expected : issue.code === 'too_big' ? issue.origin : '';
  return NOUNS[expected] === undefined ? [] : [NOUNS[expected]];
}
