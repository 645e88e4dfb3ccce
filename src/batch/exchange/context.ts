import type { RequestPermit } from '../../http/pacing/request-permit.ts';
import type { BodyContext } from '../outcome/read-body.ts';
import type { SharedRequest } from './coalescing.ts';
import type { Envelope } from '../args/schema.ts';
import type { Engine } from '../engine.ts';

/** What one request runs in. */
export interface RequestContext {
  readonly engine: Engine;
  readonly call: Envelope;
  /** The permit it runs under. */
  readonly permit: RequestPermit;
  /** The group's. */
  readonly signal: AbortSignal;
  /** When the call ends, on the clock of `performance.now()`. */
  readonly endsAt: number;
  /** Told before each wait between attempts. */
  onWait(ms: number, why: string): void;
  /** Counts a page beyond the first. @returns whether it may be asked for */
  countPage(): boolean;
  /** Bytes of the pages that all requests of the call hold now. */
  heldBytes(): number;
}

/** What reading the answers of a call runs in. */
export type ReadingContext = Pick<RequestContext, 'engine' | 'call' | 'signal'>;

/** What reading the bodies of an exchange needs. */
export function bodyContext({ trace }: SharedRequest, { engine, call, signal }: ReadingContext): BodyContext {
  return { store: engine.store, workers: engine.workers, signal, url: trace.url, maxTokens: call.max_tokens };
}
