import { argumentsOf } from '../batch/args/arguments.ts';
import type { Problem } from '../batch/args/problem.ts';
import { InvalidCall } from '../batch/args/problems.ts';
import type { RequestSchemas } from '../batch/args/request-schemas.ts';
import type { CallResult } from '../batch/args/result-schema.ts';
import { plan } from '../batch/plan/plan.ts';
import type { ReportFacts } from '../batch/report/summary.ts';
import { run } from '../batch/run/run.ts';
import type { Progress, Run, RunOptions } from '../batch/run/run-options.ts';
import type { Again, History } from '../batch/schedule/batch-history.ts';
import type { RequestNode } from '../batch/schedule/request-node.ts';
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
  readonly restBy?: RunOptions['restBy'];
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

/** The rest of an earlier call is run by one at a time. */
async function runOrPlan(
  args: unknown,
  schemas: RequestSchemas,
  deps: RequestToolDeps,
  context: ToolContext,
  options: Pick<RunOptions, 'onEnded' | 'keepsAll'>,
): Promise<RanCall | { readonly dryRun: CallResult }> {
  const started = performance.now();
  const given = argumentsOf(args, schemas);
  if (given['retry_of'] === undefined) return perform({ args: given }, schemas, deps, context, { ...options, started });
  const { results } = await deps.engine.get();
  const again = deps.history.again(given, schemas, results);
  return deps.history.alone(again.earlier, () => perform(again, schemas, deps, context, { ...options, started }));
}

/** @param options `started` is when the call came, on the clock of `performance.now()` */
async function perform(
  { args, earlier, problems = [] }: Pick<Again, 'args'> & Partial<Again>,
  schemas: RequestSchemas,
  { config, history, engine, onAttempt, restBy }: RequestToolDeps,
  context: ToolContext,
  { started, ...options }: Pick<RunOptions, 'onEnded' | 'keepsAll'> & { readonly started: number },
): Promise<RanCall | { readonly dryRun: CallResult }> {
  const check = checkIn(engine.sandbox, context.signal);
  const planned = await withProblems(problems, () => plan(args, config, schemas, check));
  if (planned.call.dry_run) {
    const { dryRun } = await import('../batch/report/dry-run.ts');
    const bodies = earlier && (await engine.get()).results.bodies;
    return { dryRun: await dryRun(planned, { earlier, bodies, refusal: (url) => engine.refusal(url), started }) };
  }
  const shared = await engine.get();
  const batch = earlier?.name ?? shared.results.newName();
  const onProgress = (progress: Progress): void =>
    context.progress(progress.done, progress.total, () => describeProgress(progress));
  const { signal, traceContext } = context;
  const remember = (nodes: readonly RequestNode[]): void => history.remember(batch, schemas.tool, args, nodes, earlier);
  const told = { onProgress, onAttempt, onAbandoned: remember, restBy };
  const ran = await run(planned, batch, shared, signal, { ...options, ...told, earlier, traceContext });
  remember(ran.nodes);
  const { max_tokens: maxTokens, layout } = planned.call;
  return { ran, facts: { batch, elapsedMs: performance.now() - started, maxTokens, layout, restBy } };
}

/** @throws {InvalidCall} what `fn` throws, or these problems, or both together */
async function withProblems<T>(problems: readonly Problem[], fn: () => Promise<T>): Promise<T> {
  if (problems.length === 0) return fn();
  const others = await fn().then(
    () => [],
    (error: unknown) => {
      if (error instanceof InvalidCall) return error.problems;
      throw error;
    },
  );
  throw new InvalidCall([...problems, ...others]);
}
