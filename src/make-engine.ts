import type { Engine } from './batch/engine.ts';
import type { Config } from './config/config.ts';
import { ByteBudget } from './http/byte-budget.ts';
import { CacheStore } from './http/cache/cache-store.ts';
import type { Guard } from './http/guard/guard.ts';
import { HostLimits } from './http/pacing/host-limits.ts';
import { chooseProxy } from './http/proxy/choose.ts';
import { Connections } from './http/sockets/connections.ts';
import { BODY_MEMORY_BYTES, CACHE, CONNECT_TIMEOUT_MS, LOOKUP_TIMEOUT_MS } from './limits.ts';
import type { Log } from './log.ts';
import type { BodyStore } from './result/store/body-store.ts';
import type { OverflowFiles } from './result/store/overflow-files.ts';

/** What the engine works with that is there from the start. */
interface Parts extends Pick<Engine, 'credentials' | 'results' | 'sandbox'> {
  readonly guard: Guard;
  readonly log: Log;
  readonly cachedBodies: BodyStore;
  readonly overflow: OverflowFiles;
}

/** The engine, with what takes longer to load than the whole start. */
export async function makeEngine(config: Config, parts: Parts): Promise<Engine> {
  const { guard, credentials, log, results, cachedBodies, overflow, sandbox } = parts;
  const connections = new Connections({
    guard,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    lookupTimeoutMs: LOOKUP_TIMEOUT_MS,
    proxyFor: chooseProxy(config.proxy),
  });
  const cached = new CacheStore({
    maxBytes: CACHE.memoryBytes,
    maxBodyBytes: CACHE.bodyBytes,
    blobStore: cachedBodies,
  });
  const limits = new HostLimits({ perOrigin: config.maxPerHost, total: config.maxConcurrency });
  const bodyMemory = new ByteBudget({
    maxBytes: BODY_MEMORY_BYTES,
    // Who keeps nothing on disk does not want this there either.
    ...(config.storeBytes > 0 ? { newFile: (onWritten) => overflow.create(onWritten) } : {}),
  });
  const robots = config.respectRobots ? await createRobots(config) : {};
  const told = config.logLevel === 'debug' ? { log } : {};
  return { connections, credentials, ...told, limits, bodyMemory, cached, ...robots, results, sandbox, config };
}

async function createRobots(config: Config): Promise<Pick<Engine, 'robots'>> {
  const { OriginRules } = await import('./http/robots/origin-rules.ts');
  return { robots: new OriginRules(config.userAgent) };
}
