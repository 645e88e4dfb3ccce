import type { Config } from './config/config.ts';
import type { RequestFailure } from './request-failure.ts';
import { Guard } from './http/guard/guard.ts';
import { proxySecrets } from './http/proxy/secrets.ts';
import { Redactor } from './http/secrets/redact.ts';
import { createLog, type Log } from './log.ts';
import { BodyStore } from './result/store/body-store.ts';
import { OverflowFiles } from './result/store/overflow-files.ts';
import { ResultStore } from './result/store/result-store.ts';
import { Sandbox } from './sandbox/sandbox.ts';
import { CACHE, STORE_MEMORY_BYTES } from './limits.ts';
import type { Engine } from './batch/engine.ts';
import type { Credentials } from './http/secrets/credentials.ts';

/** The engine that all calls of the process share. */
export interface EngineHandle {
  /** What calls have brought. */
  readonly results: ResultStore;
  readonly sandbox: Sandbox;
  readonly credentials: Credentials;
  readonly log: Log;
  /** Made when first asked for: loading undici takes longer than the whole start. */
  get(): Promise<Engine>;
  /** Why a URL would be refused, as far as it shows without a lookup. */
  refusal(url: URL): RequestFailure | undefined;
  /** Closes its sockets, ends its workers and removes what it has stored. */
  close(): Promise<void>;
}

/** @param sandbox closed with it; by default one of the `sandbox.js` that is bundled beside this code */
export function createEngine(config: Config, sandbox = new Sandbox(new URL('./sandbox.js', import.meta.url))): EngineHandle {
  const guard = new Guard(config.allow, { hosts: config.hosts });
  const credentials = { profiles: config.profiles, redactor: new Redactor([...config.profiles, ...proxySecrets(config.proxy)]) };
  const log = createLog(config.logLevel, (text) => credentials.redactor.text(text));
  const blobBytes = Math.floor(config.storeBytes * CACHE.storeShare);
  const disk = {
    parent: config.storeDir,
    onFailure: (error: unknown): void => log('warn', `--store-dir: bodies cannot be kept: ${String(error)}`),
  };
  const bodies = new BodyStore({ ...disk, maxBytes: config.storeBytes - blobBytes, memoryBytes: STORE_MEMORY_BYTES });
  const results = new ResultStore(bodies);
  // A store of its own: what is cached is not listed, and drops no result.
  const cachedBodies = new BodyStore({ ...disk, maxBytes: blobBytes });
  const overflow = new OverflowFiles(disk);
  let made: Promise<Engine> | undefined;
  const make = async (): Promise<Engine> => {
    const { makeEngine } = await import('./make-engine.ts');
    return makeEngine(config, { guard, credentials, log, results, cachedBodies, overflow, sandbox });
  };
  return {
    get: () => (made ??= make()),
    refusal: (url) => guard.refusal(url),
    results,
    sandbox,
    credentials,
    log,
    close: async () => {
      overflow.close();
      await Promise.all([
        bodies.close(),
        cachedBodies.close(),
        sandbox.close(),
        made?.then(({ connections }) => connections.destroy()),
      ]);
    },
  };
}
