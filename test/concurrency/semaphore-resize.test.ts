import { describe, expect, test } from 'vitest';
import { Semaphore, type Release } from '../../src/concurrency/index.ts';
import { failureOf, idle, listenersOn, stateOf } from './support/async.ts';
import { exhausted, expectIntact } from './support/semaphores.ts';
import { seeded } from '../support/random.ts';

describe('Semaphore: resize', () => {
  test('more permits go to the longest waiters at once', async () => {
    const {
      semaphore,
      held: [first],
    } = await exhausted();
    const waiters = [1, 2, 3].map(() => semaphore.acquire());
    semaphore.resize(3);
    expect(await Promise.all(waiters.map(stateOf))).toEqual(['fulfilled', 'fulfilled', 'pending']);
    first?.();
    for (const waiter of waiters) (await waiter)();
    expect(semaphore.permits).toBe(3);
    await expectIntact(semaphore);
  });

  test('fewer take nothing from those who hold one: the next is granted when enough have come back', async () => {
    const { semaphore, held } = await exhausted(4);
    semaphore.resize(2);
    const waiter = semaphore.acquire();
    expect([semaphore.permits, semaphore.free, semaphore.waiting]).toEqual([2, 0, 1]);
    held[0]?.();
    held[1]?.();
    expect(await stateOf(waiter)).toBe('pending');
    held[2]?.();
    expect(await stateOf(waiter)).toBe('fulfilled');
    held[3]?.();
    (await waiter)();
    await expectIntact(semaphore);
  });

  test('fewer, and more again before anything came back, is as if nothing had been', async () => {
    const { semaphore, held } = await exhausted(3);
    semaphore.resize(1);
    semaphore.resize(3);
    const waiter = semaphore.acquire();
    held[0]?.();
    expect(await stateOf(waiter)).toBe('fulfilled');
    for (const release of [...held, await waiter]) release();
    await expectIntact(semaphore);
  });

  test('free permits are taken away at once', async () => {
    const semaphore = new Semaphore(5);
    semaphore.resize(1);
    expect(semaphore.free).toBe(1);
    await expectIntact(semaphore);
  });

  test('a waiter that is aborted takes no new permit with it', async () => {
    const {
      semaphore,
      held: [first],
    } = await exhausted();
    const controller = new AbortController();
    const waiting = semaphore.acquire(controller.signal);
    semaphore.resize(2);
    controller.abort(new Error('enough')); // in the turn of the grant
    expect(await failureOf(waiting)).toBe(controller.signal.reason);
    expect(listenersOn(controller.signal)).toBe(0);
    first?.();
    await expectIntact(semaphore);
  });

  test.each([0, -1, 1.5, Number.NaN, Infinity])('to %d is a RangeError, and changes nothing', async (permits) => {
    const semaphore = new Semaphore(2);
    expect(() => semaphore.resize(permits)).toThrow(RangeError);
    await expectIntact(semaphore);
  });

  test('never lets in more than there are, keeps the order, and loses none in a coming and going', async () => {
    const random = seeded(11).next;
    const semaphore = new Semaphore(4);
    let running = 0;
    let tooMany = 0;
    const granted: number[] = [];
    const visit = async (visitor: number): Promise<void> => {
      const release: Release = await semaphore.acquire();
      granted.push(visitor);
      // Who was in before there were fewer may stay.
      if (++running > 6) tooMany++;
      for (let pause = random() * 4; pause > 1; pause--) await idle();
      running--;
      release();
    };
    const visits = Array.from({ length: 300 }, (_, visitor) => visit(visitor));
    while (semaphore.waiting > 0) {
      semaphore.resize(1 + Math.floor(random() * 6));
      await idle();
    }
    await Promise.all(visits);
    expect([tooMany, running]).toEqual([0, 0]);
    expect(granted).toEqual(Array.from({ length: 300 }, (_, visitor) => visitor));
    await expectIntact(semaphore);
  });
});
