import type { CheckPrograms } from '../batch/plan/expressions.ts';
import { JobCrash, JobError, JobTimeout } from '../sandbox/job-errors.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** Milliseconds to compile what a call has of JavaScript. */
const CHECK_LIMIT_MS = 5_000;

/** Compiles JavaScript in the sandbox. What ends the process that does so is the text's problem. */
export function checkIn(sandbox: Sandbox, signal: AbortSignal): CheckPrograms {
  return async (texts) => {
    const check = (): ReturnType<CheckPrograms> => {
      return sandbox.run('check', { texts }, { owner: signal, signal, limitMs: CHECK_LIMIT_MS });
    };
    try {
      // Compiling ends no process: if it has ended, that came from elsewhere.
      return await check().catch((error: unknown) =>
        error instanceof JobCrash && !signal.aborted ? check() : Promise.reject(error),
      );
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!(error instanceof JobTimeout || error instanceof JobCrash || error instanceof JobError)) throw error;
      return texts.map(() => `could not be compiled: ${error.message}`);
    }
  };
}
