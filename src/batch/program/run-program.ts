import { JobCrash, JobError, JobTimeout } from '../../sandbox/job-errors.ts';
import type { ProgramOutcome } from '../../sandbox/jobs/program.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { BodyStore } from '../../result/store/body-store.ts';
import { programInput, type InputRecord } from './program-input.ts';

/** Milliseconds of a program, its start included; what reading bodies takes comes on top. */
const LIMIT_MS = 4_000;

/** Within what a program runs. */
export interface ProgramContext {
  readonly bodies: BodyStore;
  readonly sandbox: Sandbox;
  readonly owner: object;
  readonly signal: AbortSignal;
  /** That the call has, those without a record among them. Default: those of the records. */
  readonly ids?: readonly string[] | undefined;
  /** What to do about bodies that are not kept. */
  readonly advice: string;
  /** Milliseconds after which it is ended whatever it does; by default its own limits alone end it. */
  readonly endMs?: number;
}

/**
 * Runs a program over records in the sandbox. What is wrong with the program is data.
 * @throws the reason of the context's signal
 */
export async function runProgramOver(
  text: string,
  records: readonly InputRecord[],
  { bodies, sandbox, owner, signal, ids = [], advice, endMs }: ProgramContext,
): Promise<ProgramOutcome> {
  const input = await programInput(records, bodies, advice);
  const end = new AbortController();
  const timer = endMs === undefined ? undefined : setTimeout(() => end.abort(), Math.max(1, endMs));
  try {
    const within = AbortSignal.any([signal, end.signal]);
    const outcome = await sandbox.run('program', { text, ids, ...input }, { owner, signal: within, limitMs: LIMIT_MS });
    return { ...outcome, bodyNotes: [...keptNotes(records), ...outcome.bodyNotes] };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return failure(end.signal.aborted ? 'js had not ended 5 s after deadline_ms' : describeFailure(error));
  } finally {
    clearTimeout(timer);
  }
}

/** What is to be said of bodies however they are read. */
function keptNotes(records: readonly InputRecord[]): ProgramOutcome['bodyNotes'] {
  return records.flatMap(({ record: { facts, notes = [] } }) => (notes.length > 0 ? [{ record: { i: facts.i }, notes }] : []));
}

function failure(error: string): ProgramOutcome {
  return { error, notes: [], console: [], bodyNotes: [] };
}

/** @throws what is no failure of a job */
function describeFailure(error: unknown): string {
  if (error instanceof JobTimeout) return 'js ran longer than 2 s: do less, or give the requests a select first';
  if (error instanceof JobCrash) return `js took more memory than there is for it, or its process ended (${error.message})`;
  if (error instanceof JobError) return `js could not be run: ${error.message}`;
  throw error;
}
