import type { Redactor } from '../http/secrets/redact.ts';
import type { Tool } from './tool.ts';
import { UsageError } from './usage-error.ts';

/**
 * A tool whose every word passes the redactor: results, errors and progress. Bodies have passed it before, where they
 * came in; here it finds what a select, an entity or an error's words have put together since.
 */
export function redactedTool(tool: Tool, redactor: Redactor): Tool {
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    annotations: tool.annotations,
    // Not spread: these are made when first asked for, which is not at the start.
    get inputSchema() {
      return tool.inputSchema;
    },
    get outputSchema() {
      return tool.outputSchema;
    },
    async handle(args, context) {
      try {
        const result = await tool.handle(args, {
          ...context,
          progress: (done, total, message) => context.progress(done, total, () => redactor.text(message())),
        });
        const text = redactor.text(result.text);
        return text === result.text ? result : { ...result, text, value: redactor.value(result.value) };
      } catch (error) {
        const said = error instanceof Error ? error.message : '';
        const message = redactor.text(said);
        if (message === said) throw error;
        throw error instanceof UsageError ? new UsageError(message) : new Error(message);
      }
    },
  };
}
