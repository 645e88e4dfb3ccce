import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { mapConcurrent } from '../../src/concurrency/index.ts';
import {
  Thenable,
  collectGarbage,
  complaintsDuring,
  deferred,
  failureOf,
  failuresOf,
  idle,
  listenersOn,
  microtasks,
  stateOf,
  untilAborted,
} from './support/async.ts';
import { counted, countedAsync, gated } from './support/sources.ts';
import { seeded } from '../support/random.ts';

const KINDS = [
  ['sync', counted],
  ['async', countedAsync],
] as const;

describe.each(KINDS)('mapConcurrent, over a %s iterable', (_, source) => {
  test('gives the results in the order of the items, whatever order the calls end in', async () => {
    const items = source(4);
    const { calls, fn } = gated();
    const done = mapConcurrent(items, fn, { concurrency: 4 });
    await idle();
    for (const index of [2, 0, 3, 1]) {
      calls[index]?.resolve(index * 10);
      await idle();
    }
    expect(await done).toEqual([0, 10, 20, 30]);
  });

  test('keeps the order also with random durations and any concurrency', async () => {
    const random = seeded(1).next;
    for (const concurrency of [1, 2, 3, 10, 1_000]) {
      const results = await mapConcurrent(
        source(100),
        async (item, index) => {
          for (let left = random() * 10; left > 1; left--) await idle();
          return [item, index];
        },
        { concurrency },
      );
      expect(results).toEqual(Array.from({ length: 100 }, (_item, index) => [index, index]));
    }
  });

  test('pulls only when there is room: as many items as calls in flight', async () => {
    const items = source();
    const outer = new AbortController();
    const { calls, fn } = gated();
    const done = mapConcurrent(items, fn, { concurrency: 3, signal: outer.signal });
    await idle();
    expect([items.log.pulled, calls.length]).toEqual([3, 3]);
    calls[1]?.resolve(1);
    await idle();
    expect([items.log.pulled, calls.length]).toEqual([4, 4]);
    calls[0]?.resolve(1);
    calls[3]?.resolve(1);
    await idle();
    expect([items.log.pulled, calls.length]).toEqual([6, 6]);
    outer.abort('stop');
    for (const call of calls) call.resolve(1);
    expect(await failureOf(done)).toBe('stop');
    expect([items.log.pulled, calls.length]).toEqual([6, 6]);
  });

  test.for([1, 2, 7])('has never more than %i calls in flight, and as many when it can', async (concurrency) => {
    let inFlight = 0;
    const seen = new Set<number>();
    await mapConcurrent(
      source(50),
      async () => {
        inFlight++;
        await delay(1);
        seen.add(inFlight);
        await idle();
        inFlight--;
      },
      { concurrency },
    );
    expect(Math.max(...seen)).toBe(concurrency);
  });

  test('finishes an iterable shorter than the concurrency, also an empty one, and does not close it', async () => {
    for (const length of [0, 1, 2]) {
      const items = source(length);
      expect(await mapConcurrent(items, (item) => item, { concurrency: 5 })).toHaveLength(length);
      expect(items.log).toEqual({ opened: 1, pulled: length + 1, closed: 0 });
    }
  });

  test('the first failure aborts the others, pulls no more, and is reported in an AggregateError', async () => {
    const items = source();
    const { calls, fn } = gated();
    const done = mapConcurrent(items, fn, { concurrency: 3 });
    await idle();
    const boom = new Error('boom');
    calls[1]?.reject(boom);
    await idle();
    expect(calls[0]?.signal.reason).toMatchObject({ name: 'AbortError', cause: boom });
    calls[0]?.resolve(1);
    expect(await stateOf(done)).toBe('pending');
    calls[2]?.reject(calls[2].signal.reason);
    expect(await failuresOf(done)).toEqual([boom]);
    expect(items.log).toEqual({ opened: 1, pulled: 3, closed: 1 });
  });

  test.for([undefined, null, 0, ''])('a synchronous or falsy throw of `fn` counts: %o', async (value) => {
    expect(
      await failuresOf(
        mapConcurrent(
          source(),
          () => {
            throw value;
          },
          { concurrency: 1 },
        ),
      ),
    ).toEqual([value]);
  });

  test('a failure is heard two microtasks later: a call that ends after that pulls no further item', async () => {
    const items = source();
    const { calls, fn } = gated();
    const done = mapConcurrent(items, fn, { concurrency: 2 });
    await idle();
    calls[0]?.reject('boom');
    await microtasks(2);
    calls[1]?.resolve(1);
    expect(await failuresOf(done)).toEqual(['boom']);
    expect(calls).toHaveLength(2);
    expect(items.log.closed).toBe(1);
  });

  test('an endless iterable is ended by the abort, which rejects with its reason itself', async () => {
    for (const reason of ['stop', null, 0]) {
      const items = source();
      const outer = new AbortController();
      const done = mapConcurrent(
        items,
        async (item) => {
          await idle();
          if (item === 30) outer.abort(reason);
        },
        { concurrency: 4, signal: outer.signal },
      );
      expect(await failureOf(done)).toBe(reason);
      expect(items.log.pulled).toBeLessThan(40);
      expect(items.log.closed).toBe(1);
      expect(listenersOn(outer.signal)).toBe(0);
    }
  });

  test('an abort with nothing but hung calls that heed the signal ends it', async () => {
    const items = source();
    const outer = new AbortController();
    const done = mapConcurrent(items, (_item, _index, signal) => untilAborted(signal), {
      concurrency: 3,
      signal: outer.signal,
    });
    await idle();
    outer.abort('stop');
    expect(await failureOf(done)).toBe('stop');
    expect(items.log).toEqual({ opened: 1, pulled: 3, closed: 1 });
  });

  test('aborted beforehand, it does not even open the iterator', async () => {
    const items = source(3);
    const done = mapConcurrent(items, () => 1, { concurrency: 1, signal: AbortSignal.abort(0) });
    expect(await failureOf(done)).toBe(0);
    expect(items.log).toEqual({ opened: 0, pulled: 0, closed: 0 });
  });

  test.for([0, 1, 5])('a failing iterator is a failure, and is not closed: thrown at item %i', async (at) => {
    const boom = new Error('boom');
    const items = source(Infinity, (index) => {
      if (index === at) throw boom;
    });
    expect(await failuresOf(mapConcurrent(items, () => idle(), { concurrency: 3 }))).toEqual([boom]);
    expect(items.log).toEqual({ opened: 1, pulled: at + 1, closed: 0 });
  });

  test.for(['boom', undefined, 0])('what a failing iterator throws is listed once: %o', async (value) => {
    const items = source(Infinity, (index) => {
      if (index === 5) throw value;
    });
    expect(await failuresOf(mapConcurrent(items, () => idle(), { concurrency: 5 }))).toEqual([value]);
  });

  test('forgets items and calls that are through: memory is O(concurrency)', async () => {
    const outer = new AbortController();
    const refs: WeakRef<object>[] = [];
    const items = source();
    const reached = deferred();
    const done = mapConcurrent(
      items,
      async (item) => {
        const held = { item };
        refs.push(new WeakRef(held));
        if (item === 2_000) {
          reached.resolve();
          await untilAborted(outer.signal);
        }
        await idle();
        return held.item;
      },
      { concurrency: 1, signal: outer.signal },
    );
    await reached.promise;
    collectGarbage();
    expect(refs.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(10);
    outer.abort('stop');
    expect(await failureOf(done)).toBe('stop');
  });

  test('leaves no unhandledRejection, warning or listener behind, whichever way it ends', async () => {
    const outer = new AbortController();
    const complaints = await complaintsDuring(async () => {
      const options = { concurrency: 20, signal: outer.signal };
      await mapConcurrent(source(1_000), () => idle(), options);
      await failureOf(mapConcurrent(source(), () => Promise.reject('boom'), options));
      await failureOf(mapConcurrent(failing(7, 'boom'), () => idle(), options));
      const done = failureOf(mapConcurrent(source(), () => idle(), options));
      expect(listenersOn(outer.signal)).toBe(1);
      await idle();
      outer.abort();
      await done;
    });
    expect(listenersOn(outer.signal)).toBe(0);
    expect(complaints).toEqual([]);
  });
});

function* failing(at: number, value: unknown): Generator<number> {
  for (let index = 0; index < at; index++) yield index;
  throw value;
}

describe('mapConcurrent: arguments', () => {
  test.for([0, -1, 1.5, Number.NaN, Infinity, '3', undefined])(
    'a concurrency other than a positive integer is a RangeError, and opens no iterator: %o',
    async (concurrency) => {
      const items = counted(3);
      // @ts-expect-error -- what callers without types may pass
      expect(await failureOf(mapConcurrent(items, () => 1, { concurrency }))).toBeInstanceOf(RangeError);
      expect(items.log.opened).toBe(0);
    },
  );

  test('takes arrays, strings, sets and generators, sync and async', async () => {
    const options = { concurrency: 2 };
    expect(await mapConcurrent([1, 2, 3], double, options)).toEqual([2, 4, 6]);
    expect(await mapConcurrent(new Set([1, 2, 3]), double, options)).toEqual([2, 4, 6]);
    expect(await mapConcurrent('abc', (letter) => letter.toUpperCase(), options)).toEqual(['A', 'B', 'C']);
    expect(await mapConcurrent(range(3), double, options)).toEqual([0, 2, 4]);
    expect(await mapConcurrent(rangeAsync(3), double, options)).toEqual([0, 2, 4]);
  });

  test('takes what `fn` gives: values, promises and thenables', async () => {
    const gives = [1, Promise.resolve(2), new Thenable(Promise.resolve(3))];
    const results = await mapConcurrent([0, 1, 2], (index) => gives[index], { concurrency: 2 });
    expect(results).toEqual([1, 2, 3]);
  });

  test('gives `fn` one signal, which success does not abort, and the AsyncLocalStorage of the caller', async () => {
    const storage = new AsyncLocalStorage<string>();
    const signals = new Set<AbortSignal>();
    const seen = await storage.run('mine', () =>
      mapConcurrent(
        range(10),
        async (_item, _index, signal) => {
          signals.add(signal);
          await idle();
          return storage.getStore();
        },
        { concurrency: 3 },
      ),
    );
    expect(new Set(seen)).toEqual(new Set(['mine']));
    expect([...signals].map(({ aborted }) => aborted)).toEqual([false]);
  });

  test('an iterable that cannot be opened rejects', async () => {
    const boom = new Error('boom');
    const items: Iterable<number> = {
      [Symbol.iterator]() {
        throw boom;
      },
    };
    expect(await failureOf(mapConcurrent(items, () => 1, { concurrency: 1 }))).toBe(boom);
  });

  test('goes on past 100,000 items without a growing stack', async () => {
    const results = await mapConcurrent(range(100_000), (item) => item, { concurrency: 10 });
    expect(results).toHaveLength(100_000);
    expect(results.every((item, index) => item === index)).toBe(true);
  });
});

function double(item: number): number {
  return item * 2;
}

function* range(length: number): Generator<number> {
  for (let index = 0; index < length; index++) yield index;
}

async function* rangeAsync(length: number): AsyncGenerator<number> {
  yield* range(length);
}
