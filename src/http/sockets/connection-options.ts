import type { Guard } from '../guard/guard.ts';
import type { OriginSockets } from './origin-sockets.ts';
import type { ChooseProxy } from '../proxy/choose.ts';
import type { Resolve } from './resolver.ts';

/** How undici keeps its connections, in milliseconds and bytes. */
export const AGENT_OPTIONS = {
  pipelining: 1,
  // A reset in mid-body over h2 is reported as a success.
  allowH2: false,
  // Above the server's own keep-alive, 3-9 % of requests die in the race of FIN and request.
  keepAliveTimeout: 4_000,
  keepAliveMaxTimeout: 10_000,
  // undici's timers tick once a second and never end a dripped body; a request brings its own deadline.
  headersTimeout: 0,
  bodyTimeout: 0,
  // Node's own default for servers is a quarter of it; pages with many cookies or a long policy send more.
  maxHeaderSize: 65_536,
} as const;

export interface ConnectionOptions {
  readonly guard: Guard;
  /** Milliseconds to look up, connect and shake hands. */
  readonly connectTimeoutMs: number;
  /** Milliseconds of these to look a name up. Default: half of them. */
  readonly lookupTimeoutMs?: number;
  readonly resolve?: Resolve;
  /** Default: no proxy for anything. */
  readonly proxyFor?: ChooseProxy;
}

/** What one socket is dialled for: `lookup` is asked for it within the call that makes the socket. */
export interface DialTarget {
  readonly sockets: OriginSockets;
  readonly named: boolean;
  readonly publicOnly: boolean;
}
