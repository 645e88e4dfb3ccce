import type { RequestSchemas } from '../batch/args/request-schemas.ts';
import type { RequestToolDeps } from './run-call.ts';
import { shownSchemas } from './shown-schemas.ts';
import type { Tool } from './tool.ts';

/** A tool that sends requests: what it takes is its own, what it does the same for both. */
export function requestTool(
  name: RequestSchemas['tool'],
  words: Pick<Tool, 'title' | 'description' | 'annotations'>,
  deps: RequestToolDeps,
): Tool {
  return {
    name,
    ...words,
    get inputSchema() {
      return shownSchemas()[name].input;
    },
    get outputSchema() {
      return shownSchemas()[name].output;
    },
    async handle(args, context) {
      // Loaded when first needed: the start of the process is what a client waits for.
      const { answerCall } = await import('./answer-call.ts');
      return answerCall(name, args, deps, context);
    },
  };
}
