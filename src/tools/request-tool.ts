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
      // Loaded when first needed, like the engine: the start of the process is what a client waits for.
      const [{ READ_SCHEMAS, WRITE_SCHEMAS }, { runCall }, { report }, { reportProgram }, { serialise }] = await Promise.all([
        import('../batch/args/request-schemas.ts'),
        import('./run-call.ts'),
        import('../batch/report/report.ts'),
        import('../batch/report/report-program.ts'),
        import('../batch/report/serialise.ts'),
      ]);
      const done = await runCall(args, name === 'fetch_many' ? READ_SCHEMAS : WRITE_SCHEMAS, deps, context);
      if ('dryRun' in done) return { value: done.dryRun, text: serialise(done.dryRun), isError: false };
      const { ran, facts } = done;
      const value = ran.program ? reportProgram(ran, ran.program, facts) : report(ran, facts);
      return { value, text: serialise(value), isError: ran.cancelled };
    },
  };
}
