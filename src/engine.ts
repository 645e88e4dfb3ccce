import type { Engine } from './batch/perform.ts';
import { ConfigError, CONNECT_TIMEOUT_MS, type Config } from './config.ts';
import { Guard } from './http/guard.ts';
import { HostLimits } from './http/host-limits.ts';

/** The engine that all calls of the process share. */
export interface SharedEngine {
  /** Made when first asked for: loading undici takes longer than the whole start. */
  get(): Promise<Engine>;
  /** Closes its sockets. */
  close(): Promise<void>;
}

/** @throws {ConfigError} if an `--allow` makes no sense */
export function createEngine(config: Config): SharedEngine {
  const guard = guardOf(config.allow);
  const limits = new HostLimits({ perOrigin: config.maxPerHost, total: config.maxConcurrency });
  let made: Promise<Engine> | undefined;
  const make = async (): Promise<Engine> => {
    const { Connections } = await import('./http/connections.ts');
    return { connections: new Connections({ guard, connectTimeoutMs: CONNECT_TIMEOUT_MS }), limits, config };
  };
  return {
    get: () => (made ??= make()),
    close: async () => (await made)?.connections.destroy(),
  };
}

function guardOf(allow: readonly string[]): Guard {
  try {
    return new Guard(allow);
  } catch (error) {
    if (error instanceof RangeError) throw new ConfigError(`--allow: ${error.message}`);
    throw error;
  }
}
