import { coerce } from '../../batch/args/coerce.ts';
import { toJsonSchema } from '../../batch/args/json-schema.ts';
import { InvalidCall, describeIssues } from '../../batch/args/problems.ts';
import { UsageError } from '../usage-error.ts';
import { readSchema, type ReadArgs } from './read-schema.ts';

/**
 * The arguments of `read_result`, with what is plainly meant in place of what was written.
 * @throws {UsageError} that lists what is wrong with them
 */
export function readArgs(args: unknown): ReadArgs {
  const schema = toJsonSchema(readSchema);
  const value = coerce(schema, args ?? {});
  const parsed = readSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UsageError(new InvalidCall(describeIssues(parsed.error, { schema, value })).message);
}
