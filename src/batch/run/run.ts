import { TimeoutError, withDeadline } from '../../concurrency/index.ts';
import { Batch } from './batch.ts';
import type { EndReason } from '../outcome/describe-failure.ts';
import type { Plan } from '../plan/plan.ts';
import type { Engine } from '../engine.ts';
import { runProgramOver } from '../program/run-program.ts';
import { keptValue, PROGRAM_REF } from '../program/kept-value.ts';
import type { InputRecord } from '../program/program-input.ts';
import type { KeptValue } from '../../result/store/result-store.ts';
import type { ProgramOutcome } from '../../sandbox/jobs/program.ts';
import { mergeEarlier, ownNotes, unlikeNotes } from './merge-earlier.ts';
import { unkeptNotes } from './unkept-note.ts';
import { FirstFailure, type ProgramRun, type Run, type RunOptions } from './run-options.ts';

/** Milliseconds after the deadline at which a program has ended, which leaves a moment to tell it. */
const AFTER_DEADLINE_MS = 4_500;

/** What to do about bodies that neither the store nor the memory has room for. */
const NO_ROOM = 'there is no room for so much at a time: ask for less of it in one call';

/**
 * Runs a plan: a task group over the call's permits. A failed request is data; only cancellation, the deadline and
 * `on_error: "cancel"` end the group early.
 * @param name of the call, the first half of its bodies' refs; that of the earlier call of which it runs the rest
 * @throws the reason of `signal`, when the caller does not want the result any more
 */
export async function run(plan: Plan, name: string, engine: Engine, signal: AbortSignal, options: RunOptions = {}): Promise<Run> {
  const batch = new Batch(plan, engine, options);
  const { results } = engine;
  const { earlier } = options;
  results.bodies.hold(batch);
  try {
    const ended = await runToEnd(batch, plan, engine, signal);
    const { inputs, ...closed } = await batch.close(name, ended, signal);
    const all = mergeEarlier({ ...closed, inputs }, earlier, results);
    const outcome = await runProgram(plan, all, batch, engine, signal);
    const kept = outcome && (await keepValue(outcome, plan, name, engine, batch));
    results.add({ name, ids: idsOf(plan), records: all.map(({ record }) => record), ...(kept ? { program: kept } : {}) });
    const isNoted = results.bodies.maxBytes > 0 && options.restBy === undefined;
    const unkept = isNoted ? unkeptNotes(closed.finished) : [];
    const told = [...closed.notes, ...ownNotes(closed.nodes, plan, earlier), ...unkept];
    const ran = { ...closed, notes: told, origins: batch.origins, cancelled: ended === 'cancel' };
    if (!outcome) return ran;
    const notes = [...unlikeNotes({ inputs }, all, earlier), ...outcome.notes];
    return { ...ran, program: { outcome: { ...outcome, notes }, ref: kept && `${name}/${PROGRAM_REF}`, over: coverage(all) } };
  } catch (error) {
    if (earlier) await abandon(batch, plan, name, engine, options);
    else results.bodies.discard(batch);
    throw error;
  } finally {
    results.bodies.release(batch);
  }
}

/** Keeps what the rest of an earlier call has done, though nobody wants to know it now: no write is done twice. */
async function abandon(batch: Batch, plan: Plan, name: string, { results }: Engine, options: RunOptions): Promise<void> {
  const closed = await batch.close(name, 'abandoned', new AbortController().signal);
  const all = mergeEarlier(closed, options.earlier, results);
  results.add({ name, ids: idsOf(plan), records: all.map(({ record }) => record) });
  options.onAbandoned?.(closed.nodes);
}

function coverage(all: readonly InputRecord[]): NonNullable<ProgramRun['over']> {
  return { total: all.length, failed: all.flatMap(({ record: { facts } }) => (facts.ok ? [] : facts.i)) };
}

/** Runs the call's program over all its records, those that its end has prevented among them. */
async function runProgram(
  plan: Plan,
  inputs: readonly InputRecord[],
  batch: Batch,
  { results: { bodies }, sandbox }: Engine,
  signal: AbortSignal,
): Promise<ProgramOutcome | undefined> {
  const { js } = plan.call;
  if (js === undefined) return undefined;
  const endMs = batch.endsAt + AFTER_DEADLINE_MS - performance.now();
  return runProgramOver(js, inputs, { bodies, sandbox, owner: batch, signal, ids: idsOf(plan), advice: NO_ROOM, endMs });
}

/** The labels of a call: a request of which no rows came has no record. */
function idsOf({ items }: Plan): string[] {
  return items.flatMap(({ id }) => id ?? []);
}

/** Keeps the value of a program like a body, if there is room. */
async function keepValue(
  outcome: ProgramOutcome,
  { call: { js } }: Plan,
  name: string,
  { results: { bodies } }: Engine,
  batch: Batch,
): Promise<KeptValue | undefined> {
  if (!('json' in outcome) || js === undefined) return undefined;
  const content = Buffer.from(outcome.json);
  const key = await bodies.put(content, batch);
  return key === undefined ? undefined : keptValue(key, content.length, name, js);
}

/** @returns what ended the call before its requests; undefined if nothing did */
async function runToEnd(batch: Batch, plan: Plan, { connections }: Engine, signal: AbortSignal): Promise<EndReason | undefined> {
  try {
    await withDeadline(plan.call.deadline_ms, (within) => batch.runAll(within), { signal });
    return undefined;
  } catch (error) {
    // Connections that nobody uses are closed too: whoever ends a call early wants its sockets gone.
    for (const origin of batch.origins) connections.closeIdle(origin);
    if (error instanceof AggregateError && error.errors.every((each) => each instanceof FirstFailure)) return 'cancel';
    if (error instanceof TimeoutError && !signal.aborted) return { deadlineMs: plan.call.deadline_ms };
    throw error;
  }
}
