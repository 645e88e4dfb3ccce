import type { CallResult } from '../batch/args/result-schema.ts';
import type { EngineHandle } from '../engine.ts';
import type { RequestToolDeps } from '../tools/run-call.ts';
import type { Output } from './output.ts';
import type { progressBar } from './progress-bar.ts';

/** What printing a call needs. */
export interface Printing {
  readonly deps: RequestToolDeps & { readonly engine: EngineHandle };
  readonly out: Output;
  /** Beside the result: what does not belong into a pipe. */
  readonly say: (text: string) => void;
  readonly bar: ReturnType<typeof progressBar>;
  readonly signal: AbortSignal;
}

/** Whether a call has brought all that it was to bring: every request is ok, and its program, if there is one, has a value. */
export function isAllOk({ failed, cancelled, skipped }: CallResult['summary'], hasProgramFailed = false): boolean {
  return failed + cancelled + skipped === 0 && !hasProgramFailed;
}
