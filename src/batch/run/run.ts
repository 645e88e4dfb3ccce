import { TimeoutError, withDeadline } from '../../concurrency/index.ts';
import { Batch } from './batch.ts';
import type { EndReason } from '../outcome/describe-failure.ts';
import type { Plan } from '../plan/plan.ts';
import type { Engine } from '../engine.ts';
import { runProgramOver } from '../program/run-program.ts';
import { keptValue, PROGRAM_REF } from '../program/kept-value.ts';
import type { InputRecord } from '../program/program-input.ts';
import type { KeptRecord } from '../../result/store/result-store.ts';
import type { ProgramOutcome } from '../../sandbox/jobs/program.ts';
import { FirstFailure, type Run, type RunOptions } from './run-options.ts';

/** Milliseconds after the deadline at which a program has ended, which leaves a moment to tell it. */
const AFTER_DEADLINE_MS = 4_500;

/** What to do about bodies that neither the store nor the memory has room for. */
const NO_ROOM = 'there is no room for so much at a time: ask for less of it in one call';

/**
 * Runs a plan: a task group over the call's permits. A failed request is data; only cancellation, the deadline and
 * `on_error: "cancel"` end the group early.
 * @param name of the call, `b1`: the first half of its bodies' refs
 * @throws the reason of `signal`, when the caller does not want the result any more
 */
export async function run(plan: Plan, name: string, engine: Engine, signal: AbortSignal, options: RunOptions = {}): Promise<Run> {
  const batch = new Batch(plan, engine, options);
  const { bodies } = engine.results;
  bodies.hold(batch);
  try {
    const ended = await runToEnd(batch, plan, signal);
    const { inputs, ...closed } = await batch.close(name, ended, signal);
    const program = await runProgram(plan, inputs, batch, engine, signal);
    const kept = program && (await keepValue(program, name, engine, batch));
    engine.results.add({ name, records: inputs.map(({ record }) => record), ...(kept ? { program: kept } : {}) });
    const computed = program ? { program: { outcome: program, ref: kept && `${name}/${PROGRAM_REF}` } } : {};
    return { ...closed, origins: batch.origins, cancelled: ended === 'cancel', ...computed };
  } catch (error) {
    bodies.discard(batch);
    throw error;
  } finally {
    bodies.release(batch);
  }
}

/** Runs the call's program over all its records, those that its end has prevented among them. */
async function runProgram(
  { call }: Plan,
  inputs: readonly InputRecord[],
  batch: Batch,
  { results: { bodies }, sandbox }: Engine,
  signal: AbortSignal,
): Promise<ProgramOutcome | undefined> {
  if (call.js === undefined) return undefined;
  const endMs = batch.endsAt + AFTER_DEADLINE_MS - performance.now();
  return runProgramOver(call.js, inputs, { bodies, sandbox, owner: batch, signal, advice: NO_ROOM, endMs });
}

/** Keeps the value of a program like a body, if there is room. */
async function keepValue(
  outcome: ProgramOutcome,
  name: string,
  { results: { bodies } }: Engine,
  batch: Batch,
): Promise<KeptRecord | undefined> {
  if (!('json' in outcome)) return undefined;
  const content = Buffer.from(outcome.json);
  const key = await bodies.put(content, batch);
  return key === undefined ? undefined : keptValue(key, content.length, name);
}

/** @returns what ended the call before its requests; undefined if nothing did */
async function runToEnd(batch: Batch, plan: Plan, signal: AbortSignal): Promise<EndReason | undefined> {
  try {
    await withDeadline(plan.call.deadline_ms, (within) => batch.runAll(within), { signal });
    return undefined;
  } catch (error) {
    batch.closeIdle();
    if (error instanceof AggregateError && error.errors.every((each) => each instanceof FirstFailure)) return 'cancel';
    if (error instanceof TimeoutError && !signal.aborted) return { deadlineMs: plan.call.deadline_ms };
    throw error;
  }
}
