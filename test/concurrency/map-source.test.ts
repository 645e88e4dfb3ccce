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
  stateOf,
  untilAborted,
} from './support/async.ts';
import { counted, countedAsync, gated } from './support/sources.ts';
import { seeded } from '../support/random.ts';

const TURNS = Array.from({ length: 40 }, (_, turn) => turn);

async function* stalling(): AsyncGenerator<number> {
  yield 1;
  await deferred().promise;
}

describe('mapConcurrent: async iterators', () => {
  test('asks for one item at a time: a `next` that would resolve out of order cannot mix up the order', async () => {
    let open = 0;
    let most = 0;
    const random = seeded(2).next;
    const items = countedAsync(60, async () => {
      most = Math.max(most, ++open);
      await delay(random() * 3);
      open--;
    });
    const results = await mapConcurrent(items, (item, index) => [item, index], { concurrency: 8 });
    expect(results).toEqual(Array.from({ length: 60 }, (_, index) => [index, index]));
    expect(most).toBe(1);
  });

  test.for(['boom', undefined, 0])('fails once, though all calls wait in line for it: %o', async (value) => {
    const items = countedAsync(Infinity, async (index) => {
      if (index < 5) return;
      await idle();
      throw value;
    });
    expect(await failuresOf(mapConcurrent(items, () => 1, { concurrency: 5 }))).toEqual([value]);
    expect(items.log).toEqual({ opened: 1, pulled: 6, closed: 0 });
  });

  test('forgets the items that are through, also those of an endless source', async () => {
    const outer = new AbortController();
    const refs: WeakRef<object>[] = [];
    async function* objects(): AsyncGenerator<object> {
      for (;;) {
        const item = {};
        refs.push(new WeakRef(item));
        yield item;
      }
    }
    const reached = deferred();
    const done = mapConcurrent(
      objects(),
      async (_item, index, signal) => {
        if (index < 2_000) return idle();
        reached.resolve();
        return untilAborted(signal);
      },
      { concurrency: 3, signal: outer.signal },
    );
    await reached.promise;
    await idle();
    collectGarbage();
    expect(refs.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(10);
    outer.abort('stop');
    expect(await failureOf(done)).toBe('stop');
  });

  test('does not ask again after the end, however many calls are waiting for an item', async () => {
    const items = countedAsync(3, () => delay(1));
    await mapConcurrent(items, () => idle(), { concurrency: 3 });
    expect(items.log).toEqual({ opened: 1, pulled: 4, closed: 0 });
  });

  test('one that stalls does not hold a cancelled map open, and is asked to close, once', async () => {
    const items = countedAsync(Infinity, (index) => (index === 4 ? deferred().promise : undefined));
    const outer = new AbortController();
    const done = mapConcurrent(items, () => 1, { concurrency: 2, signal: outer.signal });
    expect(await stateOf(done)).toBe('pending');
    outer.abort('stop');
    expect(await failureOf(done)).toBe('stop');
    expect(items.log).toEqual({ opened: 1, pulled: 5, closed: 1 });
  });

  test('nor does a generator that stalls, though its `return` waits for its `next`', async () => {
    const outer = new AbortController();
    const done = mapConcurrent(stalling(), () => 1, { concurrency: 2, signal: outer.signal });
    await idle();
    outer.abort('stop');
    expect(await failureOf(done)).toBe('stop');
  });

  test('one that stalls when a call fails: the failure is reported', async () => {
    const items = countedAsync(Infinity, (index) => (index === 1 ? deferred().promise : undefined));
    const done = mapConcurrent(items, () => idle().then(() => Promise.reject('boom')), { concurrency: 2 });
    expect(await failuresOf(done)).toEqual(['boom']);
    expect(items.log.closed).toBe(1);
  });

  test.for(['value', 'end', 'failure'])('drops what a stalled `next` gives after all: a %s', async (what) => {
    const gate = deferred();
    const items = countedAsync(what === 'end' ? 1 : Infinity, (index) => (index === 1 ? gate.promise : undefined));
    const outer = new AbortController();
    const called: number[] = [];
    const complaints = await complaintsDuring(async () => {
      const done = mapConcurrent(items, (item) => called.push(item), { concurrency: 1, signal: outer.signal });
      await idle();
      outer.abort('stop');
      expect(await failureOf(done)).toBe('stop');
      if (what === 'failure') gate.reject(new Error('late'));
      else gate.resolve();
      await idle();
    });
    expect(called).toEqual([0]);
    expect(items.log).toEqual({ opened: 1, pulled: 2, closed: 1 });
    expect(complaints).toEqual([]);
  });

  test('asks for nothing more after an abort, though calls are waiting in line for an item', async () => {
    const gate = deferred();
    const items = countedAsync(Infinity, (index) => (index === 3 ? gate.promise : undefined));
    const outer = new AbortController();
    const done = mapConcurrent(items, () => 1, { concurrency: 3, signal: outer.signal });
    await idle();
    gate.resolve();
    queueMicrotask(() => outer.abort('stop'));
    expect(await failureOf(done)).toBe('stop');
    expect(items.log).toEqual({ opened: 1, pulled: 4, closed: 1 });
  });

  test.for(TURNS)('asks for nothing once aborted, in microtask %i', async (turn) => {
    const outer = new AbortController();
    const askedLate: number[] = [];
    const items = countedAsync(Infinity, (index) => {
      if (outer.signal.aborted) askedLate.push(index);
    });
    const done = mapConcurrent(items, () => 1, { concurrency: 3, signal: outer.signal });
    for (let passed = 0; passed < turn; passed++) await Promise.resolve();
    outer.abort('stop');
    expect(await failureOf(done)).toBe('stop');
    expect(askedLate).toEqual([]);
    expect(items.log.closed).toBe(1);
  });

  test('a `next` that throws synchronously is a failure like one that rejects, and is not closed', async () => {
    const boom = new Error('boom');
    let closed = 0;
    const items: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({
        next() {
          throw boom;
        },
        async return() {
          closed++;
          return { done: true, value: undefined };
        },
      }),
    };
    expect(await failuresOf(mapConcurrent(items, () => 1, { concurrency: 3 }))).toEqual([boom]);
    expect(closed).toBe(0);
  });

  test('a `next` that gives a thenable, or its result at once, is good enough, as for `for await`', async () => {
    for (const wrap of [(result: unknown) => result, (result: unknown) => new Thenable(Promise.resolve(result))]) {
      let index = 0;
      const items = {
        [Symbol.asyncIterator]: () => ({
          next: () => wrap(index < 3 ? { done: false, value: index++ } : { done: true, value: undefined }),
        }),
      };
      // @ts-expect-error -- the type asks for a promise, the language does not
      expect(await mapConcurrent(items, (item) => item, { concurrency: 2 })).toEqual([0, 1, 2]);
    }
  });
});

describe('mapConcurrent: closing', () => {
  test.for(['return throws', 'return rejects', 'no return'])('does not replace the first error: %s', async (how) => {
    const iterator: AsyncIterator<number> = { next: async () => ({ done: false, value: 1 }) };
    if (how === 'return throws') iterator.return = () => thrown('closing');
    if (how === 'return rejects') iterator.return = () => Promise.reject(new Error('closing'));
    const items: AsyncIterable<number> = { [Symbol.asyncIterator]: () => iterator };
    const complaints = await complaintsDuring(async () => {
      const done = mapConcurrent(items, () => Promise.reject('boom'), { concurrency: 1 });
      expect(await failuresOf(done)).toEqual(['boom']);
    });
    expect(complaints).toEqual([]);
  });

  test.for(['return throws', 'no return'])('nor does that of a sync iterator: %s', async (how) => {
    const iterator: Iterator<number> = { next: () => ({ done: false, value: 1 }) };
    if (how === 'return throws') iterator.return = () => thrown('closing');
    const items: Iterable<number> = { [Symbol.iterator]: () => iterator };
    expect(await failuresOf(mapConcurrent(items, () => Promise.reject('boom'), { concurrency: 1 }))).toEqual(['boom']);
  });

  test('of a stalled iterator whose `return` rejects or throws leaves no unhandledRejection', async () => {
    for (const close of [() => Promise.reject(new Error('closing')), () => thrown('closing')]) {
      const items: AsyncIterable<number> = {
        [Symbol.asyncIterator]: () => ({ next: () => deferred<never>().promise, return: close }),
      };
      const outer = new AbortController();
      const complaints = await complaintsDuring(async () => {
        const done = mapConcurrent(items, () => 1, { concurrency: 1, signal: outer.signal });
        await idle();
        outer.abort('stop');
        expect(await failureOf(done)).toBe('stop');
      });
      expect(complaints).toEqual([]);
    }
  });

  test('runs the `finally` of a generator, sync or async, and waits for it', async () => {
    const order: string[] = [];
    function* sync(): Generator<number> {
      try {
        for (;;) yield 1;
      } finally {
        order.push('sync');
      }
    }
    async function* slow(): AsyncGenerator<number> {
      try {
        for (;;) yield 1;
      } finally {
        await idle();
        order.push('async');
      }
    }
    await failureOf(mapConcurrent(sync(), () => Promise.reject('boom'), { concurrency: 2 }));
    await failureOf(mapConcurrent(slow(), () => Promise.reject('boom'), { concurrency: 2 }));
    expect(order).toEqual(['sync', 'async']);
  });

  test('comes only after the last call has settled', async () => {
    const items = counted();
    const { calls, fn } = gated();
    const done = mapConcurrent(items, fn, { concurrency: 2 });
    await idle();
    calls[0]?.reject('boom');
    await idle();
    expect(items.log.closed).toBe(0);
    calls[1]?.resolve(1);
    await failureOf(done);
    expect(items.log.closed).toBe(1);
  });
});

function thrown(message: string): never {
  throw new Error(message);
}
