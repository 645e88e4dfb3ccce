import { describe, expect, test } from 'vitest';
import { Semaphore, taskGroup, type Release } from '../../src/concurrency/index.ts';
import { failureOf, idle, microtasks, stateOf } from './support/async.ts';
import { exhausted, expectIntact } from './support/semaphores.ts';

describe('Semaphore: abort', () => {
  test.for(['stop', null, 0, '', false, Number.NaN])('12. rejects with the reason itself: %o', async (reason) => {
    const { semaphore, held } = await exhausted();
    const controller = new AbortController();
    const waiter = semaphore.acquire(controller.signal);
    controller.abort(reason);
    expect(await failureOf(waiter)).toBe(reason);
    held[0]?.();
    await expectIntact(semaphore);
  });

  test.for(['stop', null, 0])('12. aborted beforehand, it rejects with %o and takes no permit', async (reason) => {
    const semaphore = new Semaphore(1);
    expect(await failureOf(semaphore.acquire(AbortSignal.abort(reason)))).toBe(reason);
    const release = await semaphore.acquire();
    expect(await failureOf(semaphore.acquire(AbortSignal.abort(reason)))).toBe(reason);
    release();
    await expectIntact(semaphore);
  });

  test.for([0, 1, 2])('12. a waiter leaves the line at once, from its head, middle or tail (%i)', async (place) => {
    const { semaphore, held } = await exhausted();
    const controllers = [0, 1, 2].map(() => new AbortController());
    const order: number[] = [];
    const take = async (waiter: number, signal?: AbortSignal): Promise<void> => {
      const release = await semaphore.acquire(signal);
      order.push(waiter);
      release();
    };
    const settled = Promise.allSettled(controllers.map(({ signal }, waiter) => take(waiter, signal)));
    controllers[place]?.abort();
    expect(semaphore.waiting).toBe(2);
    const late = take(3);
    held[0]?.();
    await settled;
    await late;
    expect(order).toEqual([0, 1, 2, 3].filter((waiter) => waiter !== place));
    await expectIntact(semaphore);
  });

  test('12. in the same turn as the grant, release first: the permit goes on to the next in line', async () => {
    const { semaphore, held } = await exhausted();
    const controller = new AbortController();
    const gone = semaphore.acquire(controller.signal);
    const next = semaphore.acquire();
    held[0]?.();
    controller.abort('stop');
    expect(await failureOf(gone)).toBe('stop');
    (await next)();
    await expectIntact(semaphore);
  });

  test('12. in the same turn as the grant, abort first: the permit goes on to the next in line', async () => {
    const { semaphore, held } = await exhausted();
    const controller = new AbortController();
    const gone = semaphore.acquire(controller.signal);
    const next = semaphore.acquire();
    controller.abort('stop');
    held[0]?.();
    expect(await failureOf(gone)).toBe('stop');
    (await next)();
    await expectIntact(semaphore);
  });

  test.for(['release first', 'abort first'])('12. and with nobody else in line it is free again: %s', async (first) => {
    const { semaphore, held } = await exhausted();
    const controller = new AbortController();
    const gone = semaphore.acquire(controller.signal);
    const steps = [() => held[0]?.(), () => controller.abort('stop')];
    for (const step of first === 'abort first' ? steps.toReversed() : steps) step();
    expect(await failureOf(gone)).toBe('stop');
    await expectIntact(semaphore);
  });

  test('12. a permit passed on by an aborted waiter skips further aborted ones, and nobody overtakes', async () => {
    const { semaphore, held } = await exhausted();
    const controller = new AbortController();
    const order: string[] = [];
    const take = async (name: string, signal?: AbortSignal): Promise<void> => {
      const release = await semaphore.acquire(signal);
      order.push(name);
      release();
    };
    const gone = [1, 2, 3].map(() => take('gone', controller.signal));
    const waiter = take('waiter');
    held[0]?.();
    controller.abort('stop');
    const late = take('late');
    expect(await Promise.all(gone.map(failureOf))).toEqual(['stop', 'stop', 'stop']);
    await Promise.all([waiter, late]);
    expect(order).toEqual(['waiter', 'late']);
    await expectIntact(semaphore);
  });

  test('12. two grants and their abort in one turn give both permits to those after them, in order', async () => {
    const { semaphore, held } = await exhausted(2);
    const controller = new AbortController();
    const gone = [semaphore.acquire(controller.signal), semaphore.acquire(controller.signal)];
    const order: number[] = [];
    const next = [0, 1].map(async (waiter) => {
      const release = await semaphore.acquire();
      order.push(waiter);
      return release;
    });
    for (const release of held) release();
    controller.abort('stop');
    await Promise.all(gone.map(failureOf));
    for (const permit of next) (await permit)();
    expect(order).toEqual([0, 1]);
    await expectIntact(semaphore);
  });

  test('12. aborted in the microtask after the grant, before the waiter has it: the permit goes on', async () => {
    const { semaphore, held } = await exhausted();
    const controller = new AbortController();
    const gone = semaphore.acquire(controller.signal);
    const next = semaphore.acquire();
    queueMicrotask(() => controller.abort('stop'));
    held[0]?.();
    expect(await failureOf(gone)).toBe('stop');
    (await next)();
    await expectIntact(semaphore);
  });

  test.for([0, 1, 2, 3])('12. aborted %i microtasks after the waiter has it, the permit is kept', async (later) => {
    const { semaphore, held } = await exhausted();
    const controller = new AbortController();
    const waiter = semaphore.acquire(controller.signal);
    const next = semaphore.acquire();
    held[0]?.();
    await Promise.resolve();
    await microtasks(later);
    controller.abort('stop');
    const release = await waiter;
    expect(await stateOf(next)).toBe('pending');
    release();
    (await next)();
    await expectIntact(semaphore);
  });

  test('12. an abort after the grant was seen leaves the holder its permit, until it gives it back', async () => {
    const { semaphore, held } = await exhausted();
    const controller = new AbortController();
    const waiter = semaphore.acquire(controller.signal);
    held[0]?.();
    const release = await waiter;
    controller.abort();
    expect(semaphore.free).toBe(0);
    release();
    await expectIntact(semaphore);
  });

  test('12. an abort in the turn of an acquire that did not wait loses no permit: the caller holds it', async () => {
    const semaphore = new Semaphore(1);
    const controller = new AbortController();
    const granted = semaphore.acquire(controller.signal);
    controller.abort();
    const release = await granted;
    expect(semaphore.free).toBe(0);
    release();
    await expectIntact(semaphore);
  });

  test('12. a release from an abort listener registered earlier on the same signal', async () => {
    const { semaphore, held } = await exhausted();
    const controller = new AbortController();
    controller.signal.addEventListener('abort', () => held[0]?.());
    const gone = [semaphore.acquire(controller.signal), semaphore.acquire(controller.signal)];
    const next = semaphore.acquire();
    controller.abort('stop');
    expect(semaphore.waiting).toBe(0);
    expect(await Promise.all(gone.map(failureOf))).toEqual(['stop', 'stop']);
    (await next)();
    await expectIntact(semaphore);
  });

  test('12. a release from an abort listener registered later on the same signal', async () => {
    const { semaphore, held } = await exhausted();
    const controller = new AbortController();
    const gone = [semaphore.acquire(controller.signal), semaphore.acquire(controller.signal)];
    const next = semaphore.acquire();
    controller.signal.addEventListener('abort', () => held[0]?.());
    controller.abort('stop');
    expect(await Promise.all(gone.map(failureOf))).toEqual(['stop', 'stop']);
    (await next)();
    await expectIntact(semaphore);
  });

  test('12. a release from a group on the same signal, which hears the abort before the waiters do', async () => {
    const { semaphore, held } = await exhausted();
    const controller = new AbortController();
    const group = taskGroup(({ signal }) => {
      signal.addEventListener('abort', () => held[0]?.());
      return idle();
    }, controller);
    const gone = [semaphore.acquire(controller.signal), semaphore.acquire(controller.signal)];
    const next = [semaphore.acquire(), semaphore.acquire()];
    controller.abort('stop');
    expect(semaphore.waiting).toBe(1);
    expect(await Promise.all([...gone, group].map(failureOf))).toEqual(['stop', 'stop', 'stop']);
    for (const permit of next) (await permit)();
    await expectIntact(semaphore);
  });

  test('12. an abort listener that acquires waits behind those in line, or is rejected on that signal', async () => {
    const { semaphore, held } = await exhausted();
    const controller = new AbortController();
    const inside: Promise<Release>[] = [];
    controller.signal.addEventListener('abort', () => {
      inside.push(semaphore.acquire(controller.signal), semaphore.acquire());
    });
    const gone = semaphore.acquire(controller.signal);
    const next = semaphore.acquire();
    controller.abort('stop');
    const [rejected, waits] = inside;
    expect(await Promise.all([gone, rejected ?? gone].map(failureOf))).toEqual(['stop', 'stop']);
    held[0]?.();
    (await next)();
    (await waits)?.();
    await expectIntact(semaphore);
  });

  test('12. released by whoever acquired, a permit lets no sibling in before a failure is heard', async () => {
    const semaphore = new Semaphore(1);
    const started: number[] = [];
    await failureOf(
      taskGroup(async ({ spawn, signal }) => {
        for (let task = 0; task < 10; task++) {
          const release = await semaphore.acquire(signal);
          const run = spawn(async () => {
            started.push(task);
            await idle();
            if (task === 3) throw new Error('boom');
          });
          run.then(release, release);
        }
      }),
    );
    expect(started).toEqual([0, 1, 2, 3]);
    await expectIntact(semaphore);
  });
});
