import type { TraceContext } from '../../http/message.ts';
import type { EarlierRun } from '../schedule/earlier-run.ts';
import type { RequestNode } from '../schedule/request-node.ts';
import type { OriginWaits } from './origin-waits.ts';
import type { SharedRequests } from '../exchange/coalescing.ts';
import type { ProgramOutcome } from '../../sandbox/jobs/program.ts';
import type { AttemptOf } from '../exchange/send-request.ts';
import type { FinishedRequest } from '../outcome/draft.ts';

/** How far a call has come. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** Pages beyond the first of each request. */
  readonly pages: number;
  readonly waits: OriginWaits['origins'];
  /** Requests that are asked again until something holds. */
  readonly polling: SharedRequests['polling'];
}

/** What a program over records has come to. */
export interface ProgramRun {
  readonly outcome: ProgramOutcome;
  /** Where its whole value is kept. */
  readonly ref: string | undefined;
  /** All records that it had, if these are more than those that the call has run, and the indexes of those that are not ok. */
  readonly over?: { readonly total: number; readonly failed: readonly number[] };
}

export interface Run {
  /** One per request, in input order. */
  readonly finished: readonly FinishedRequest[];
  /** The same with what a later call needs to run the rest of it again. */
  readonly nodes: readonly RequestNode[];
  /** Origins that were asked. */
  readonly origins: ReadonlySet<string>;
  /** Whether `on_error: "cancel"` ended the call. */
  readonly cancelled: boolean;
  readonly notes: readonly string[];
  /** What the call's program has come to, and where its whole value is kept; absent without one. */
  readonly program?: ProgramRun;
}

/** A request that has ended while others run. */
export interface EndedNode {
  readonly node: RequestNode;
  /** Its index, where that is known: all requests before it are. */
  readonly i: number | undefined;
}

/** What a run goes on from, and whom it tells. */
export interface RunOptions {
  /** Told of each request that was answered, or failed, as it ends; not of those whose outcome depends on others'. */
  readonly onEnded?: ((ended: EndedNode) => void) | undefined;
  /** Told of each sending of a request when it is over. */
  readonly onAttempt?: ((told: AttemptOf) => void) | undefined;
  /** Whether bodies are read whole when the call ends, with those that found no room in the store. */
  readonly keepsAll?: boolean;
  readonly earlier?: EarlierRun | undefined;
  readonly onProgress?: (progress: Progress) => void;
  /** Told what the rest of an earlier call had done when its caller did not want the result any more. */
  readonly onAbandoned?: (nodes: readonly RequestNode[]) => void;
  /**
   * How a caller who has no `read_result` gets what was not shown: `--full prints it whole`. Absent: by that tool, which
   * words about bodies then name.
   */
  readonly restBy?: string | undefined;
  /** Goes along with every request. */
  readonly traceContext?: TraceContext | undefined;
}

/** The first failure under `on_error: "cancel"`: aborts the task group. Its record is kept all the same. */
export class FirstFailure extends Error {}
