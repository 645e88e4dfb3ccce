import { argumentsOf } from '../batch/args/arguments.ts';
import { InvalidCall } from '../batch/args/problems.ts';
import type { RequestSchemas } from '../batch/args/request-schemas.ts';
import type { CallResult } from '../batch/args/result-schema.ts';
import type { ReportFacts } from '../batch/report/summary.ts';
import type { Progress, Run, RunOptions } from '../batch/run/run-options.ts';
import type { History } from '../batch/schedule/batch-history.ts';
import type { Config } from '../config/config.ts';
import type { EngineHandle } from '../engine.ts';
import { checkIn } from './check-programs.ts';
import { describeProgress } from './describe-progress.ts';
import type { ToolContext } from './tool.ts';
import { UsageError } from './usage-error.ts';

/** What the tools that send requests work with. */
export interface RequestToolDeps {
  readonly engine: Pick<EngineHandle, 'get' | 'refusal' | 'sandbox'>;
  readonly config: Config;
  /** Shared by these tools, so that each can tell the other's calls. */
  readonly history: History;
  /** Told of each sending of each call. */
  readonly onAttempt?: RunOptions['onAttempt'];
}

/** A call that has run, for whoever reports it. */
export interface RanCall {
  readonly ran: Run;
  readonly facts: ReportFacts;
}

/**
 * Runs a call, or plans it only, if it says so.
 * @param options whom it tells of requests as they end, and whether bodies are read whole afterwards
 * @throws {UsageError} if the call itself cannot run; the message lists every problem
 * @throws the reason of the context's signal
 */
export async function runCall(
  args: unknown,
  schemas: RequestSchemas,
  deps: RequestToolDeps,
  context: ToolContext,
  options: Pick<RunOptions, 'onEnded' | 'keepsAll'> = {},
): Promise<RanCall | { readonly dryRun: CallResult }> {
  try {
    return await runOrPlan(args, schemas, deps, context, options);
  } catch (error) {
    throw error instanceof InvalidCall ? new UsageError(error.message) : error;
  }
}

async function runOrPlan(
  args: unknown,
  schemas: RequestSchemas,
  { config, history, engine, onAttempt }: RequestToolDeps,
  context: ToolContext,
  options: Pick<RunOptions, 'onEnded' | 'keepsAll'>,
): Promise<RanCall | { readonly dryRun: CallResult }> {
  const started = performance.now();
  // Loaded when first needed, like the engine: the start of the process is what a client waits for.
  const { plan } = await import('../batch/plan/plan.ts');
  const given = argumentsOf(args, schemas);
  const { args: effectiveArgs, earlier } = given['retry_of'] === undefined ? { args: given } : history.again(given, schemas);
  const planned = await plan(effectiveArgs, config, schemas, checkIn(engine.sandbox, context.signal));
  if (planned.call.dry_run) {
    const { dryRun } = await import('../batch/report/dry-run.ts');
    return { dryRun: await dryRun(planned, earlier, (url) => engine.refusal(url), started) };
  }
  const [{ run }, shared] = await Promise.all([import('../batch/run/run.ts'), engine.get()]);
  const batch = shared.results.newName();
  const onProgress = (progress: Progress): void =>
    context.progress(progress.done, progress.total, () => describeProgress(progress));
  const { traceContext } = context;
  const ran = await run(planned, batch, shared, context.signal, { ...options, earlier, onProgress, onAttempt, traceContext });
  history.remember(batch, schemas.tool, effectiveArgs, ran.nodes, earlier);
  const { max_tokens: maxTokens, layout } = planned.call;
  return { ran, facts: { batch, elapsedMs: performance.now() - started, maxTokens, layout } };
}
