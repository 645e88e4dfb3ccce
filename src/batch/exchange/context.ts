import type { TraceContext } from '../../http/message.ts';
import type { BodyContext } from '../outcome/read-body.ts';
import type { SharedRequest } from './coalescing.ts';
import type { Envelope } from '../args/schema.ts';
import type { Engine } from '../engine.ts';

/** Of a body that is not shown: enough to know whether it can be read. */
const UNSHOWN_TOKENS = 100;

/** What the requests of a call run in. */
export interface RequestContext {
  readonly engine: Engine;
  readonly call: Envelope;
  /** The group's. */
  readonly signal: AbortSignal;
  /** Stands for the call: what belongs to it in the store and in the sandbox. */
  readonly owner: object;
  /** When the call ends, on the clock of `performance.now()`. */
  readonly endsAt: number;
  /** Whether bodies that find no room in the store stay in memory, as they are read whole when the call ends. */
  readonly keepsAll: boolean;
  /** Goes along with each request. */
  readonly traceContext: TraceContext | undefined;
  /** Called before each wait between attempts. @param url that is waited for */
  onWait(url: string, ms: number, why: string): void;
  /** Told when a request that is asked again has seen something. */
  onSeen(): void;
  /** Counts a page beyond the first. @returns whether it may be asked for */
  countPage(): boolean;
}

/** What reading the answers of a call runs in. */
export type ReadingContext = Pick<RequestContext, 'engine' | 'call' | 'signal' | 'owner' | 'keepsAll'>;

/** What reading the bodies of a request needs. */
export function bodyContext({ trace }: Pick<SharedRequest, 'trace'>, context: ReadingContext): BodyContext {
  const { engine, call, signal, owner, keepsAll } = context;
  const { results, sandbox, credentials } = engine;
  const maxTokens = call.js === undefined ? call.max_tokens : UNSHOWN_TOKENS;
  const { redactor } = credentials;
  return { results, sandbox, redactor, signal, owner, url: trace.url, maxTokens, keepsAll, program: call.js };
}
