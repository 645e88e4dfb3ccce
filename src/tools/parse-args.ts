import type { z } from 'zod';
import { coerce } from '../batch/args/coerce.ts';
import { toJsonSchema } from '../batch/args/json-schema.ts';
import { InvalidCall, describeIssues } from '../batch/args/problems.ts';
import { UsageError } from './usage-error.ts';

/**
 * The arguments of a tool, with what is plainly meant in place of what was written.
 * @throws {UsageError} that lists what is wrong with them
 */
export function parseArgs<T>(toolSchema: z.ZodType<T>, args: unknown): T {
  const schema = toJsonSchema(toolSchema);
  const value = coerce(schema, args ?? {});
  const parsed = toolSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UsageError(new InvalidCall(describeIssues(parsed.error, { schema, value })).message);
}
