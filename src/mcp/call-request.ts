import { CallToolRequestParamsSchema, CallToolRequestSchema, ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';

/** A `tools/call` whose arguments are refused in words where they are no object: the SDK would answer with its validation's dump. */
export function callRequestSchema() {
  const params = CallToolRequestParamsSchema.extend({ arguments: z.unknown().transform(checkArguments).optional() });
  return CallToolRequestSchema.extend({ params });
}

/** @throws {McpError} -32602 */
function checkArguments(given: unknown): Record<string, unknown> {
  // Many clients send null for what is left out.
  if (given === undefined || given === null) return {};
  if (typeof given === 'object' && !Array.isArray(given)) return { ...given };
  const got = Array.isArray(given) ? 'a list' : `a ${typeof given}`;
  throw new McpError(ErrorCode.InvalidParams, `arguments: expected an object such as {"requests": [...]}, got ${got}`);
}
