import type { Engine } from './batch/run/perform.ts';
import { CACHE, ConfigError, CONNECT_TIMEOUT_MS, LOOKUP_TIMEOUT_MS, STORE_MEMORY_BYTES, type Config } from './config.ts';
import type { Shelf } from './http/cache/entries.ts';
import type { Credentials } from './http/secrets/credentials.ts';
import type { HttpFailure } from './http/errors.ts';
import { Guard } from './http/guard/guard.ts';
import { HostLimits } from './http/pacing/host-limits.ts';
import { proxySecrets } from './http/proxy/secrets.ts';
import { Redactor } from './http/secrets/redact.ts';
import { createLog, type Log } from './log.ts';
import { Store, UnknownRef } from './result/store.ts';
import { Workers } from './result/workers.ts';

/** The engine that all calls of the process share. */
export interface SharedEngine {
  /** Bodies that did not fit a result. */
  readonly store: Store;
  readonly workers: Workers;
  readonly credentials: Credentials;
  readonly log: Log;
  /** Made when first asked for: loading undici takes longer than the whole start. */
  get(): Promise<Engine>;
  /** Why a URL would be refused, as far as it shows without a lookup. */
  refusal(url: URL): HttpFailure | undefined;
  /** Closes its sockets, ends its workers and removes what it has stored. */
  close(): Promise<void>;
}

/** @throws {ConfigError} if an `--allow` or a host of `--hosts` makes no sense */
export function createEngine(config: Config): SharedEngine {
  const guard = guardOf(config);
  const credentials = { profiles: config.profiles, redactor: new Redactor([...config.profiles, ...proxySecrets(config.proxy)]) };
  const log = createLog(config.logLevel, (text) => credentials.redactor.text(text));
  const shelfBytes = Math.floor(config.storeBytes * CACHE.storeShare);
  const disk = {
    parent: config.storeDir,
    onFailure: (error: unknown): void => log('warn', `--store-dir: bodies cannot be kept: ${String(error)}`),
  };
  const store = new Store({ ...disk, maxBytes: config.storeBytes - shelfBytes, memoryBytes: STORE_MEMORY_BYTES });
  // A store of its own: what is cached is not listed, and drops no result.
  const shelf = new Store({ ...disk, maxBytes: shelfBytes });
  const workers = new Workers(new URL('./result/worker.js', import.meta.url));
  const limits = new HostLimits({ perOrigin: config.maxPerHost, total: config.maxConcurrency });
  let made: Promise<Engine> | undefined;
  const make = async (): Promise<Engine> => {
    const [{ Connections }, { chooseProxy }, { Entries }] = await Promise.all([
      import('./http/sockets/connections.ts'),
      import('./http/proxy/choose.ts'),
      import('./http/cache/entries.ts'),
    ]);
    const connections = new Connections({
      guard, connectTimeoutMs: CONNECT_TIMEOUT_MS, lookupTimeoutMs: LOOKUP_TIMEOUT_MS, proxyFor: chooseProxy(config.proxy),
    });
    const cached = new Entries({ maxBytes: CACHE.memoryBytes, maxBodyBytes: CACHE.bodyBytes, shelf: shelfOf(shelf) });
    const robots = config.respectRobots ? await robotsOf(config) : {};
    const told = config.logLevel === 'debug' ? { log } : {};
    return { connections, credentials, ...told, limits, cached, ...robots, store, workers, config };
  };
  return {
    get: () => (made ??= make()),
    refusal: (url) => guard.refusal(url),
    store,
    workers,
    credentials,
    log,
    close: async () => {
      await Promise.all([store.close(), shelf.close(), workers.close(), made?.then(({ connections }) => connections.destroy())]);
    },
  };
}

async function robotsOf(config: Config): Promise<Pick<Engine, 'robots'>> {
  const { OriginRules } = await import('./http/robots/rules.ts');
  return { robots: new OriginRules(config.userAgent) };
}

/** Cached bodies by name, in a store. */
function shelfOf(store: Store): Shelf {
  return {
    put: (ref, content) => store.put({ ref, kind: 'binary', mimeType: 'application/octet-stream', url: '' }, content),
    async get(ref) {
      try {
        return (await store.get(ref)).content;
      } catch (error) {
        if (error instanceof UnknownRef) return undefined;
        throw error;
      }
    },
  };
}

function guardOf({ allow, hosts }: Config): Guard {
  check('--hosts', () => new Guard([], { hosts }));
  return check('--allow', () => new Guard(allow, { hosts }));
}

/** What is wrong with the operator's text is told with its flag. */
function check<T>(flag: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) throw new ConfigError(`${flag}: ${error.message}`);
    throw error;
  }
}
