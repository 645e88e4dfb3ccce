import pLimit from 'p-limit';
import pMap from 'p-map';
import { installedIn, installFolder } from './installed.ts';
import { Semaphore, mapConcurrent, taskGroup } from '../../../src/concurrency/index.ts';

/** Tasks in flight. */
export const CONCURRENCY = 10;

/** Folder of the cache and versions of what is installed only to be compared with; later ones do not run on Node 20. */
export const CORE_PACKAGES = { folder: 'core', versions: ['p-queue@8', 'effect@3'] } as const;

/** A way to run `n` no-op tasks, {@link CONCURRENCY} at once. */
export interface Contender {
  readonly run: (n: number) => Promise<unknown>;
  /** The largest `n` it is asked for. */
  readonly limit?: number;
  /** Whether it is one of {@link CORE_PACKAGES}. */
  readonly isInstalled?: true;
}

interface PQueue {
  addAll(tasks: readonly (() => Promise<unknown>)[]): Promise<unknown>;
}

interface Effects {
  promise(fn: () => Promise<unknown>): unknown;
  forEach(items: Iterable<number>, fn: (item: number) => unknown, options: object): unknown;
  runPromise(effect: unknown): Promise<unknown>;
}

async function task(index: number): Promise<number> {
  return index;
}

function* range(n: number): Generator<number> {
  for (let index = 0; index < n; index++) yield index;
}

export const CONTENDERS: Readonly<Record<string, Contender>> = {
  'bare worker loop': {
    run: (n) => {
      let next = 0;
      return Promise.all(
        Array.from({ length: CONCURRENCY }, async () => {
          while (next < n) await task(next++);
        }),
      );
    },
  },
  mapConcurrent: {
    run: (n) => mapConcurrent(range(n), task, { concurrency: CONCURRENCY }),
  },
  'acquire, then spawn': {
    run: (n) =>
      taskGroup(async ({ spawn, signal }) => {
        const semaphore = new Semaphore(CONCURRENCY);
        for (let index = 0; index < n; index++) {
          const release = await semaphore.acquire(signal);
          void spawn(() => task(index)).then(release, release);
        }
      }),
  },
  'p-map': {
    run: (n) => pMap(range(n), task, { concurrency: CONCURRENCY }),
  },
  'p-limit': {
    limit: 100_000,
    run: (n) => {
      const limit = pLimit(CONCURRENCY);
      return Promise.all(Array.from({ length: n }, (_, index) => limit(() => task(index))));
    },
  },
  'p-queue': {
    limit: 100_000,
    isInstalled: true,
    run: async (n) => {
      const { default: Queue } = await load<{ default: new (options: object) => PQueue }>('p-queue');
      await new Queue({ concurrency: CONCURRENCY }).addAll(Array.from({ length: n }, (_, index) => () => task(index)));
    },
  },
  'effect forEach': {
    isInstalled: true,
    run: async (n) => {
      const { Effect } = await load<{ Effect: Effects }>('effect');
      const each = (index: number): unknown => Effect.promise(() => task(index));
      await Effect.runPromise(Effect.forEach(range(n), each, { concurrency: CONCURRENCY, discard: true }));
    },
  },
};

async function load<Module>(name: string): Promise<Module> {
  return (await installedIn(installFolder(CORE_PACKAGES.folder))).load<Module>(name);
}
