import type { Config } from '../config/config.ts';
import type { Log } from '../log.ts';
import type { ByteBudget } from '../http/byte-budget.ts';
import type { CacheStore } from '../http/cache/cache-store.ts';
import type { Connections } from '../http/sockets/connections.ts';
import type { HostLimits } from '../http/pacing/host-limits.ts';
import type { RobotsRules } from '../http/robots/robots-rules.ts';
import type { ResultStore } from '../result/store/result-store.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Credentials } from '../http/secrets/credentials.ts';

/** What all calls of the process share. */
export interface Engine {
  readonly connections: Connections;
  readonly credentials: Credentials;
  /** Told of every request. Absent: nobody is. */
  readonly log?: Log | undefined;
  readonly limits: HostLimits;
  /** Of bodies that are on their way. */
  readonly bodyMemory: ByteBudget;
  /** Answers that may be used again. */
  readonly cached?: CacheStore;
  /** What robots.txt files say, if they are to be respected. */
  readonly robots?: RobotsRules;
  readonly results: ResultStore;
  readonly sandbox: Sandbox;
  readonly config: Pick<Config, 'maxRedirects' | 'maxResponseBytes'>;
}
