import type { History } from '../batch/schedule/batch-history.ts';
import type { Config } from '../config/config.ts';
import type { EngineHandle } from '../engine.ts';
import type { Output } from './output.ts';
import type { progressBar } from './progress-bar.ts';

/** What printing a call needs. */
export interface Printing {
  readonly deps: { readonly engine: EngineHandle; readonly config: Config; readonly history: History };
  readonly out: Output;
  /** Beside the result: what does not belong into a pipe. */
  readonly say: (text: string) => void;
  readonly bar: ReturnType<typeof progressBar>;
  readonly signal: AbortSignal;
}
