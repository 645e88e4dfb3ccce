import { coerce } from '../batch/args/coerce.ts';
import { descriptionsIn, shownResultSchema, shownSchema, toJsonSchema } from '../batch/args/json-schema.ts';
import { InvalidCall, describeIssues } from '../batch/args/problems.ts';
import { READ_SCHEMAS } from '../batch/args/request-schemas.ts';
import { readResultSchema, readSchema } from './read/read-schema.ts';
import type { EngineHandle } from '../engine.ts';
import type { Tool } from './tool.ts';
import { UsageError } from './usage-error.ts';

const DESCRIPTION = `Read again what an earlier call fetched, without a request: the rest of a body that was cut (offset, limit; \
go on with next_offset), a text in it ("search"), or a whole call computed anew. \
"js", "select", "extract", "as" and "layout" mean what they do in fetch_many, and replace what the call had: \
{"ref": "b7f3k2mq9", "js": "ok.filter(r => r.body.open).length"}. Bodies are kept whole while the server runs and has room.`;

/** Reads stored bodies again. */
export function readResult({ results, sandbox, credentials }: Pick<EngineHandle, 'results' | 'sandbox' | 'credentials'>): Tool {
  return {
    name: 'read_result',
    title: 'Read a stored result',
    description: DESCRIPTION,
    annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    get inputSchema() {
      return shownSchema(toJsonSchema(readSchema), descriptionsIn(READ_SCHEMAS.callJson));
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
