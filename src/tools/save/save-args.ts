import { coerce } from '../../batch/args/coerce.ts';
import { toJsonSchema } from '../../batch/args/json-schema.ts';
import { InvalidCall, describeIssues } from '../../batch/args/problems.ts';
import { UsageError } from '../usage-error.ts';
import { saveSchema, type SaveArgs } from './save-schema.ts';

/**
 * The arguments of `save_result`, with what is plainly meant in place of what was written.
 * @throws {UsageError} that lists what is wrong with them
 */
export function saveArgs(args: unknown): SaveArgs {
  const schema = toJsonSchema(saveSchema);
  const value = coerce(schema, args ?? {});
  const parsed = saveSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UsageError(new InvalidCall(describeIssues(parsed.error, { schema, value })).message);
}
