import type { LogLevel } from '../log.ts';
import type { Profile } from '../http/secrets/profile.ts';
import type { ProxyConfig } from '../http/proxy/proxy-server.ts';

/** What the operator decides. Frozen; nothing else reads the environment. */
export interface Config {
  /** Hosts and networks that may be fetched although they are not public. */
  readonly allow: readonly string[];
  /** The only hosts that may be contacted; `*` is every one. */
  readonly hosts: readonly string[];
  /** Whether there is no tool that writes. */
  readonly readOnly: boolean;
  /** Requests in one call, after expansion. */
  readonly maxRequests: number;
  /** Requests in flight, all calls together. */
  readonly maxConcurrency: number;
  /** Requests in flight to one origin, all calls together. */
  readonly maxPerHost: number;
  /** Bytes of one body, decoded. */
  readonly maxResponseBytes: number;
  /** Hops of one request. */
  readonly maxRedirects: number;
  /** The directory in which bodies that do not fit a result are kept, in one of its own. */
  readonly storeDir: string;
  /** Bytes of such bodies and of cached ones; the oldest are dropped first. */
  readonly storeBytes: number;
  /** The directory below which results may be saved as files, absolute; undefined if none may. */
  readonly saveDir: string | undefined;
  /** Whether only what robots.txt allows is asked for. */
  readonly respectRobots: boolean;
  /** Through what requests are sent; directly if there is none. */
  readonly proxy: ProxyConfig | undefined;
  readonly userAgent: string;
  /** Whether requests carry the trace context of the call that sends them. */
  readonly traceContext: boolean;
  readonly logLevel: LogLevel;
  /** Whose headers are attached to requests. Only in the config file. */
  readonly profiles: readonly Profile[];
}

/** The operator made a mistake; the message names the flag. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
