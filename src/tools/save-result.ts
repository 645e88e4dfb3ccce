import type { EngineHandle } from '../engine.ts';
import { Leftovers } from '../result/save/leftovers.ts';
import { shownSchemas } from './shown-schemas.ts';
import type { Tool } from './tool.ts';

const DESCRIPTION = `Save fetched results to files: bodies, images, JSON, CSV, one file per request. \
Writes what an earlier call fetched below the operator's directory, without a request and without showing it to you.
- One ref ("b7f3k2mq9/5"): the body as it came, byte for byte, or what "select", "extract", "as" or "js" makes of it.
- A batch ("b7f3k2mq9"): by the ending of "to": .json (a list of the bodies), .ndjson (one a line), .csv (columns as in \
layout "table"); or a file each: "img/{id}.png" (its variables, and {i}). Failed records are left out and counted.
- "js" over a batch: {"ref": "b7f3k2mq9", "to": "open.csv", "js": "ok.flatMap(r => r.body.items.filter(x => x.open))"}`;

/**
 * Writes stored bodies to files.
 * @param directory below which, and nowhere else
 */
export function saveResult(
  { results, sandbox, credentials: { redactor } }: Pick<EngineHandle, 'results' | 'sandbox' | 'credentials'>,
  directory: string,
): Tool {
  const to = { directory, leftovers: new Leftovers() };
  return {
    name: 'save_result',
    title: 'Save results to files',
    description: DESCRIPTION,
    annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: false },
    get inputSchema() {
      return shownSchemas().save_result.input;
    },
    get outputSchema() {
      return shownSchemas().save_result.output;
    },
    async handle(args, context) {
      // Loaded when first needed: the start of the process needs none of it.
      const [{ parseArgs }, { saveSchema }, { saveStored }, { SaveNotes }, { serialiseSaved }] = await Promise.all([
        import('./parse-args.ts'),
        import('./save/save-schema.ts'),
        import('./save/save-stored.ts'),
        import('./save/save-notes.ts'),
        import('./save/serialise-saved.ts'),
      ]);
      const { signal } = context;
      const saving = {
        results,
        sandbox,
        signal,
        redactor,
        redact: (text: string) => redactor.text(text),
        progress: context.progress.bind(context),
        notes: new SaveNotes(),
      };
      const result = await saveStored(parseArgs(saveSchema, args), to, saving);
      return { value: result, text: serialiseSaved(result), isError: false };
    },
  };
}
