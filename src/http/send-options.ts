import type { AttemptOptions } from './attempt-options.ts';
import type { Log } from '../log.ts';
import type { CacheStore } from './cache/cache-store.ts';
import type { RequestPermit } from './pacing/request-permit.ts';
import type { RobotsRules } from './robots/robots-rules.ts';
import type { Credentials } from './secrets/credentials.ts';

/** What a request is sent with, and within which limits. */
export interface SendOptions extends AttemptOptions {
  /** The operator's. Default none. */
  readonly credentials?: Credentials | undefined;
  /** The permit this request runs under; given back while it waits between attempts. */
  readonly permit: RequestPermit;
  /** When somebody else ends it, on the clock of `performance.now()`. A wait that would not be over by then is not begun. */
  readonly callEndsAt: number;
  /** Second and further attempts, all hops together. */
  readonly retries: number;
  readonly maxRedirects: number;
  /** Told of every hop. Default: nobody is. */
  readonly log?: Log | undefined;
  /** Answers stored by earlier requests. Default: none. */
  readonly cached?: CacheStore | undefined;
  /** Whether they may be used, and more be stored. Default true. */
  readonly usesCache?: boolean;
  /** What robots.txt files say. Default: they are not read. */
  readonly robots?: RobotsRules | undefined;
  /** Told before each wait between attempts, and for an origin that is closed. */
  onWait?(ms: number, why: string): void;
}
