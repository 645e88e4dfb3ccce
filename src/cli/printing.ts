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
