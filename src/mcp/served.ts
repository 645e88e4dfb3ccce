import type { Log } from '../log.ts';
import type { Profile } from '../http/secrets/profile.ts';
import type { Redactor } from '../http/secrets/redact.ts';
import type { ResourceReader } from '../tools/read-resource.ts';
import type { Tool } from '../tools/tool.ts';
import { VERSION } from '../version.ts';

/** What is served, the same in both eras of the protocol. */
export interface Served {
  /** In the order in which they are listed. */
  readonly tools: readonly Tool[];
  readonly resources: ResourceReader;
  /** Their names are told, so that a model need not ask for secrets. */
  readonly profiles: readonly Profile[];
  /** Keeps secrets out of whatever is said. */
  readonly redactor: Redactor;
  /** Whether the trace context of a call goes along with the requests that it sends. */
  readonly passesTraceContext: boolean;
  /** Calls that run, for whoever waits for their ends. */
  readonly calls: Set<Promise<unknown>>;
  readonly log: Log;
}

/** Who this server is. */
export const SERVER_INFO = { name: 'fetch-many', title: 'fetch-many', version: VERSION } as const;

/** Neither lists nor resources tell of their changes. */
export const CAPABILITIES = { tools: {}, resources: {} } as const;
