import { READ_SCHEMAS, type RequestSchemas } from '../batch/args/request-schemas.ts';
import { checkIn } from './check-programs.ts';
import type { History } from '../batch/schedule/batch-history.ts';
import { descriptionsIn, shownResultSchema, shownSchema, toJsonSchema } from '../batch/args/json-schema.ts';
import { argumentsOf } from '../batch/args/arguments.ts';
import { InvalidCall } from '../batch/args/problems.ts';
import { resultSchema } from '../batch/args/result-schema.ts';
import type { Config } from '../config/config.ts';
import type { EngineHandle } from '../engine.ts';
import type { Tool, ToolContext, ToolResult } from './tool.ts';
import { UsageError } from './usage-error.ts';
import type { Progress } from '../batch/run/run-options.ts';
import { describeProgress } from './describe-progress.ts';

/** What the tools that send requests work with. */
export interface RequestToolDeps {
  readonly engine: Pick<EngineHandle, 'get' | 'refusal' | 'sandbox'>;
  readonly config: Config;
  /** Shared by these tools, so that each can tell the other's calls. */
  readonly history: History;
}

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
      try {
        return await call(args, schemas, deps, context);
      } catch (error) {
        if (error instanceof InvalidCall) throw new UsageError(error.message);
        throw error;
      }
    },
  };
}

async function call(args: unknown, schemas: RequestSchemas, deps: RequestToolDeps, context: ToolContext): Promise<ToolResult> {
  const started = performance.now();
  const { config, history } = deps;
  // Loaded when first needed, like the engine: the start of the process is what a client waits for.
  const [{ plan }, { report }, { reportProgram }, { serialise }] = await Promise.all([
    import('../batch/plan/plan.ts'),
    import('../batch/report/report.ts'),
    import('../batch/report/report-program.ts'),
    import('../batch/report/serialise.ts'),
  ]);
  const given = argumentsOf(args, schemas);
  const { args: effectiveArgs, earlier } = given['retry_of'] === undefined ? { args: given } : history.again(given, schemas);
  const planned = await plan(effectiveArgs, config, schemas, checkIn(deps.engine.sandbox, context.signal));
  if (planned.call.dry_run) {
    const { dryRun } = await import('../batch/report/dry-run.ts');
    const value = await dryRun(planned, earlier, (url) => deps.engine.refusal(url), started);
    return { value, text: serialise(value), isError: false };
  }
  const [{ run }, shared] = await Promise.all([import('../batch/run/run.ts'), deps.engine.get()]);
  const batch = shared.results.newName();
  const onProgress = (progress: Progress): void =>
    context.progress(progress.done, progress.total, () => describeProgress(progress));
  const ran = await run(planned, batch, shared, context.signal, { earlier, onProgress, traceContext: context.traceContext });
  history.remember(batch, schemas.tool, effectiveArgs, ran.nodes, earlier);
  const { max_tokens: maxTokens, layout } = planned.call;
  const facts = { batch, elapsedMs: performance.now() - started, maxTokens, layout };
  const value = ran.program ? reportProgram(ran, ran.program, facts) : report(ran, facts);
  return { value, text: serialise(value), isError: ran.cancelled };
}
