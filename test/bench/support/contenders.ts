import pLimit from 'p-limit';
import pMap from 'p-map';
import { Semaphore, mapConcurrent, taskGroup } from '../../../src/concurrency/index.ts';

/** Tasks in flight. */
export const CONCURRENCY = 10;

/** A way to run `n` no-op tasks, {@link CONCURRENCY} at once. */
export interface Contender {
  readonly run: (n: number) => Promise<unknown>;
  /** The largest `n` it is asked for. */
  readonly limit?: number;
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
      return Promise.all(Array.from({ length: CONCURRENCY }, async () => {
        while (next < n) await task(next++);
      }));
    },
  },
  mapConcurrent: {
    run: (n) => mapConcurrent(range(n), task, { concurrency: CONCURRENCY }),
  },
  'acquire, then spawn': {
    run: (n) => taskGroup(async ({ spawn, signal }) => {
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
};
