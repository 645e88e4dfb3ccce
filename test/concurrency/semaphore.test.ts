import { describe, expect, test } from 'vitest';
import { Semaphore, type Release } from '../../src/concurrency/index.ts';
import { complaintsDuring, failureOf, idle, listenersOn, microtasks, stateOf } from './support/async.ts';
import { exhausted, expectIntact } from './support/semaphores.ts';

describe('Semaphore: order', () => {
  test('11. grants free permits at once, and no more than there are', async () => {
    const semaphore = new Semaphore(2);
    const held = await Promise.all([semaphore.acquire(), semaphore.acquire()]);
    expect([semaphore.permits, semaphore.free, semaphore.waiting]).toEqual([2, 0, 0]);
    const third = semaphore.acquire();
    expect(await stateOf(third)).toBe('pending');
    expect(semaphore.waiting).toBe(1);
    for (const release of held) release();
    (await third)();
    await expectIntact(semaphore);
  });

  test('11. release is idempotent: twice gives back one permit, also when somebody else holds it by then', async () => {
    const {
      semaphore,
      held: [first],
    } = await exhausted();
    const second = semaphore.acquire();
    first?.();
    first?.();
    const release = await second;
    first?.();
    expect(semaphore.free).toBe(0);
    release();
    release();
    await expectIntact(semaphore);
  });

  test('11. a released permit goes to the longest waiter', async () => {
    const { semaphore, held } = await exhausted();
    const order: number[] = [];
    const waiters = [1, 2, 3, 4, 5].map(async (waiter) => {
      const release = await semaphore.acquire();
      order.push(waiter);
      await idle();
      release();
    });
    held[0]?.();
    await Promise.all(waiters);
    expect(order).toEqual([1, 2, 3, 4, 5]);
    await expectIntact(semaphore);
  });

  test('11. a new caller in the turn of the release does not overtake a waiter', async () => {
    const { semaphore, held } = await exhausted();
    const waiter = semaphore.acquire();
    held[0]?.();
    const late = semaphore.acquire();
    expect(semaphore.waiting).toBe(1);
    const release = await waiter;
    expect(await stateOf(late)).toBe('pending');
    release();
    (await late)();
    await expectIntact(semaphore);
  });

  test.for([0, 1, 2, 3, 4])('11. nor does one that comes %i microtasks after the release', async (delay) => {
    const { semaphore, held } = await exhausted();
    const order: string[] = [];
    const waiter = semaphore.acquire().then((release) => {
      order.push('waiter');
      return release;
    });
    held[0]?.();
    await microtasks(delay);
    const late = semaphore.acquire().then((release) => {
      order.push('late');
      return release;
    });
    (await waiter)();
    (await late)();
    expect(order).toEqual(['waiter', 'late']);
    await expectIntact(semaphore);
  });

  test('11. a re-acquiring caller goes to the end of the line', async () => {
    const { semaphore, held } = await exhausted();
    const order: string[] = [];
    const take = async (name: string): Promise<void> => {
      const release = await semaphore.acquire();
      order.push(name);
      release();
    };
    const waiters = [take('first'), take('second')];
    held[0]?.();
    waiters.push(take('again'));
    await Promise.all(waiters);
    expect(order).toEqual(['first', 'second', 'again']);
  });

  test('11. several releases in one tick serve the waiters in order; a new caller gets only what is left', async () => {
    const { semaphore, held } = await exhausted(3);
    const order: string[] = [];
    const take = (name: string): Promise<Release> =>
      semaphore.acquire().then((release) => {
        order.push(name);
        return release;
      });
    const taken = [take('a'), take('b'), take('c')];
    held[0]?.();
    taken.push(take('d'));
    held[1]?.();
    taken.push(take('e'));
    held[2]?.();
    expect([semaphore.free, semaphore.waiting]).toEqual([0, 2]);
    for (const permit of taken) (await permit)();
    expect(order).toEqual(['a', 'b', 'c', 'd', 'e']);
    await expectIntact(semaphore);
  });

  test('11. waiters go on in the order they came, whether or not they gave a signal', async () => {
    const { semaphore, held } = await exhausted(4);
    const { signal } = new AbortController();
    const order: number[] = [];
    const taken = [signal, undefined, signal, undefined].map(async (given, waiter) => {
      const release = await semaphore.acquire(given);
      order.push(waiter);
      return release;
    });
    for (const release of held) release();
    for (const permit of taken) (await permit)();
    expect(order).toEqual([0, 1, 2, 3]);
    await expectIntact(semaphore);
  });

  test('11. keeps the order of 20,000 waiters', async () => {
    const { semaphore, held } = await exhausted(7);
    const order: number[] = [];
    const waiters = Array.from({ length: 20_000 }, async (_, waiter) => {
      const release = await semaphore.acquire();
      order.push(waiter);
      release();
    });
    for (const release of held) release();
    await Promise.all(waiters);
    expect(order).toEqual(waiters.map((_, waiter) => waiter));
    await expectIntact(semaphore);
  });
});

describe('Semaphore: tryAcquire', () => {
  test('takes what is free, and no more', () => {
    const semaphore = new Semaphore(2);
    const held = [semaphore.tryAcquire(), semaphore.tryAcquire(), semaphore.tryAcquire()];
    expect(held.map((release) => release !== undefined)).toEqual([true, true, false]);
    held[0]?.();
    held[0]?.();
    expect([semaphore.free, semaphore.waiting]).toEqual([1, 0]);
  });

  test('overtakes nobody who waits', async () => {
    const semaphore = new Semaphore(1);
    const first = semaphore.tryAcquire();
    const second = semaphore.acquire();
    first?.();
    expect(semaphore.tryAcquire()).toBeUndefined();
    (await second)();
    expect(semaphore.tryAcquire()).toBeDefined();
  });
});

describe('Semaphore: limits and cost', () => {
  test.for([0, -1, 1.5, Number.NaN, Infinity, 2 ** 53, '3', null, undefined, 3n, [3]])(
    '13. permits other than a positive integer are a RangeError: %o',
    (permits) => {
      // @ts-expect-error -- what callers without types may pass
      expect(() => new Semaphore(permits)).toThrow(RangeError);
    },
  );

  test('13. 1,000 waiters put one listener on their signal, and none once they were granted', async () => {
    const { semaphore, held } = await exhausted();
    const { signal } = new AbortController();
    const complaints = await complaintsDuring(async () => {
      const waiters = Array.from({ length: 1_000 }, () => semaphore.acquire(signal).then((release) => release()));
      expect(listenersOn(signal)).toBe(1);
      held[0]?.();
      await Promise.all(waiters);
    });
    expect(listenersOn(signal)).toBe(0);
    expect(complaints).toEqual([]);
    await expectIntact(semaphore);
  });

  test('13. nor is a listener left after aborts, or on the signal of a caller that did not wait', async () => {
    const { semaphore, held } = await exhausted();
    const controllers = Array.from({ length: 100 }, () => new AbortController());
    const waiters = controllers.map(({ signal }) => failureOf(semaphore.acquire(signal)));
    for (const controller of controllers) controller.abort();
    await Promise.all(waiters);
    expect(controllers.map(({ signal }) => listenersOn(signal))).toEqual(controllers.map(() => 0));
    held[0]?.();
    const { signal } = new AbortController();
    (await semaphore.acquire(signal))();
    expect(listenersOn(signal)).toBe(0);
    await expectIntact(semaphore);
  });

  test('13. 20,000 waiters on one signal are aborted together, in the order they came', async () => {
    const { semaphore, held } = await exhausted();
    const controller = new AbortController();
    const order: number[] = [];
    const waiters = Array.from({ length: 20_000 }, (_, waiter) =>
      semaphore.acquire(controller.signal).catch(() => order.push(waiter)),
    );
    controller.abort();
    expect(semaphore.waiting).toBe(0);
    await Promise.all(waiters);
    expect(order).toEqual(waiters.map((_, waiter) => waiter));
    held[0]?.();
    await expectIntact(semaphore);
  });

  test('13. 4,000 waiters, each with a signal of its own, leave the line from its end one by one', async () => {
    const { semaphore, held } = await exhausted();
    const controllers = Array.from({ length: 4_000 }, () => new AbortController());
    const waiters = controllers.map(({ signal }) => semaphore.acquire(signal).catch(() => undefined));
    for (const controller of controllers.toReversed()) controller.abort();
    expect(semaphore.waiting).toBe(0);
    await Promise.all(waiters);
    held[0]?.();
    await expectIntact(semaphore);
  });
});
