import type { Config } from '../config/config.ts';
import type { Log } from '../log.ts';
import type { CacheStore } from '../http/cache/cache-store.ts';
import type { Connections } from '../http/sockets/connections.ts';
import type { HostLimits } from '../http/pacing/host-limits.ts';
import type { RobotsRules } from '../http/robots/robots-rules.ts';
import type { Store } from '../result/store/store.ts';
import type { Workers } from '../result/workers/workers.ts';
import type { Credentials } from '../http/secrets/credentials.ts';

/** What all calls of the process share. */
export interface Engine {
  readonly connections: Connections;
  readonly credentials: Credentials;
  /** Told of every request. Absent: nobody is. */
  readonly log?: Log | undefined;
  readonly limits: HostLimits;
  /** Answers that may be used again. */
  readonly cached?: CacheStore;
  /** What robots.txt files say, if they are to be respected. */
  readonly robots?: RobotsRules;
  readonly store: Store;
  readonly workers: Workers;
  readonly config: Pick<Config, 'maxRedirects' | 'maxResponseBytes'>;
}
