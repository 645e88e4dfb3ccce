import { coerce } from '../batch/args/coerce.ts';
import { shownResultSchema, shownSchema, toJsonSchema } from '../batch/args/json-schema.ts';
import { InvalidCall, describeIssues } from '../batch/args/problems.ts';
import { readResultSchema, readSchema } from './read/read-schema.ts';
import type { EngineHandle } from '../engine.ts';
import type { Tool } from './tool.ts';
import { UsageError } from './usage-error.ts';

const DESCRIPTION = `Read a body that did not fit an earlier result, by its ref, without a second request: \
a page of it (offset, limit), the fields you pick ("select" over the whole body), or what contains a text ("search").
Go on with next_offset. A ref lives as long as the server runs, unless newer results needed the room.`;

/** Reads stored bodies again. */
export function readResult({ results, sandbox, credentials }: Pick<EngineHandle, 'results' | 'sandbox' | 'credentials'>): Tool {
  return {
    name: 'read_result',
    title: 'Read a stored result',
    description: DESCRIPTION,
    annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    get inputSchema() {
      return shownSchema(toJsonSchema(readSchema));
    },
    get outputSchema() {
      return shownResultSchema(toJsonSchema(readResultSchema));
    },
    async handle(args, { signal }) {
      const inputSchema = toJsonSchema(readSchema);
      const value = coerce(inputSchema, args ?? {});
      const parsed = readSchema.safeParse(value);
      if (!parsed.success) {
        const problems = describeIssues(parsed.error, { schema: inputSchema, value });
        throw new UsageError(new InvalidCall(problems).message);
      }
      const { readStored, serialiseRead } = await import('./read/read-stored.ts');
      const result = await readStored(parsed.data, {
        results,
        sandbox,
        signal,
        redact: (text) => credentials.redactor.text(text),
      });
      return { value: result, text: serialiseRead(result), isError: false };
    },
  };
}
