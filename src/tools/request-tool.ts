import { READ_SCHEMAS, type RequestSchemas } from '../batch/args/request-schemas.ts';
import { descriptionsIn, shownResultSchema, shownSchema, toJsonSchema } from '../batch/args/json-schema.ts';
import { resultSchema } from '../batch/args/result-schema.ts';
import { runCall, type RequestToolDeps } from './run-call.ts';
import type { Tool } from './tool.ts';

/** A tool that sends requests: what it takes is its dialect's, what it does the same for all. */
export function requestTool(
  words: Pick<Tool, 'title' | 'description' | 'annotations'>,
  schemas: RequestSchemas,
  deps: RequestToolDeps,
): Tool {
  return {
    name: schemas.tool,
    ...words,
    get inputSchema() {
      return shownSchema(schemas.callJson, schemas.tool === 'fetch_many' ? undefined : descriptionsIn(READ_SCHEMAS.callJson));
    },
    get outputSchema() {
      return shownResultSchema(toJsonSchema(resultSchema));
    },
    async handle(args, context) {
      const [{ report }, { reportProgram }, { serialise }] = await Promise.all([
        import('../batch/report/report.ts'),
        import('../batch/report/report-program.ts'),
        import('../batch/report/serialise.ts'),
      ]);
      const done = await runCall(args, schemas, deps, context);
      if ('dryRun' in done) return { value: done.dryRun, text: serialise(done.dryRun), isError: false };
      const { ran, facts } = done;
      const value = ran.program ? reportProgram(ran, ran.program, facts) : report(ran, facts);
      return { value, text: serialise(value), isError: ran.cancelled };
    },
  };
}
