import type { EngineHandle } from '../engine.ts';
import { shownSchemas } from './shown-schemas.ts';
import type { Tool } from './tool.ts';

const DESCRIPTION = `Read again what an earlier call fetched, without a request: the rest of a body that was cut (offset, limit; \
go on with next_offset), a text in it ("search"), or a whole call computed anew. \
"js", "select", "extract", "as" and "layout" mean what they do in fetch_many, and replace what the call had:
{"ref": "b7f3k2mq9", "js": "ok.filter(r => r.body.open).length"}. Bodies are kept whole while the server runs and has room.`;

/** Reads stored bodies again. */
export function readResult({ results, sandbox, credentials }: Pick<EngineHandle, 'results' | 'sandbox' | 'credentials'>): Tool {
  return {
    name: 'read_result',
    title: 'Read a stored result',
    description: DESCRIPTION,
    annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    get inputSchema() {
      return shownSchemas().read_result.input;
    },
    get outputSchema() {
      return shownSchemas().read_result.output;
    },
    async handle(args, { signal }) {
      // Loaded when first needed: the start of the process needs none of it.
      const [{ parseArgs }, { readSchema }, { readStored, serialiseRead }] = await Promise.all([
        import('./parse-args.ts'),
        import('./read/read-schema.ts'),
        import('./read/read-stored.ts'),
      ]);
      const result = await readStored(parseArgs(readSchema, args), {
        results,
        sandbox,
        signal,
        redact: (text) => credentials.redactor.text(text),
      });
      return { value: result, text: serialiseRead(result), isError: false };
    },
  };
}
