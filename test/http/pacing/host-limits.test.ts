import { setImmediate as macrotask } from 'node:timers/promises';
import { queryObjects } from 'node:v8';
import { describe, expect, test } from 'vitest';
import { Semaphore, type Release } from '../../../src/concurrency/index.ts';
import { RequestPermit } from '../../../src/http/pacing/request-permit.ts';
import {
  acquireAll,
  forAnyOrigin,
  HostLimits,
  tryAcquireAll,
  type Permits,
  type PermitSource,
} from '../../../src/http/pacing/host-limits.ts';
import { KeyedSemaphore } from '../../../src/http/pacing/keyed-semaphore.ts';
import { deferred, failureOf, idle, listenersOn, stateOf } from '../../concurrency/support/async.ts';
import { seeded } from '../../support/random.ts';

const A = 'http://a.test';
const B = 'http://b.test';

/** A signal nobody aborts. */
function calm(): AbortSignal {
  return new AbortController().signal;
}

/** How many get a permit for `key` now; all are given back. */
async function room(limits: Pick<Permits, 'acquire'>, key: string): Promise<number> {
  const held: Release[] = [];
  const controller = new AbortController();
  for (let granted = true; granted && held.length < 100;) {
    const acquired = limits.acquire(key, controller.signal).then((release) => held.push(release));
    acquired.catch(() => undefined);
    granted = (await stateOf(acquired)) === 'fulfilled';
  }
  controller.abort();
  await idle();
  for (const release of held) release();
  return held.length;
}

function semaphoresAlive(): number {
  return queryObjects(Semaphore, { format: 'count' });
}

/** Semaphores of one permit each, and the same as sources of permits. */
function three() {
  const semaphores = [new Semaphore(1), new Semaphore(1), new Semaphore(1)];
  return { semaphores, sources: semaphores.map(forAnyOrigin) };
}

function free(semaphores: readonly Semaphore[]): number[] {
  return semaphores.map((semaphore) => semaphore.free);
}

/** A request's permit over limits without a limit, which note what is acquired (+) and given back (-). */
function noting() {
  const log: string[] = [];
  const acquire = (origin: string): Promise<Release> => {
    log.push(`+${origin}`);
    return Promise.resolve(() => void log.push(`-${origin}`));
  };
  const { pacing } = new HostLimits({ perOrigin: 1, total: 1 });
  const permit = new RequestPermit({ acquire, pacing, again: () => true }, A, () => void log.push(`-${A}`));
  return { permit, log };
}

describe('KeyedSemaphore', () => {
  test('each key has permits of its own', async () => {
    const keyed = new KeyedSemaphore(2);
    const first = await keyed.acquire(A, calm());
    const second = await keyed.acquire(A, calm());
    const third = keyed.acquire(A, calm());
    expect(await stateOf(third)).toBe('pending');
    expect(await room(keyed, B)).toBe(2);
    first();
    expect(await stateOf(third)).toBe('fulfilled');
    second();
    (await third)();
    expect(await room(keyed, A)).toBe(2);
  });

  test('a permit given back twice is given back once', async () => {
    const keyed = new KeyedSemaphore(1);
    const first = await keyed.acquire(A, calm());
    first();
    const second = await keyed.acquire(A, calm());
    first();
    expect(await room(keyed, A)).toBe(0);
    second();
    expect(await room(keyed, A)).toBe(1);
  });

  test('whoever gives up waiting leaves the line, and takes no permit along', async () => {
    const keyed = new KeyedSemaphore(1);
    const held = await keyed.acquire(A, calm());
    const controller = new AbortController();
    const waiting = keyed.acquire(A, controller.signal);
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await failureOf(waiting)).toBe(reason);
    expect(listenersOn(controller.signal)).toBe(0);
    held();
    expect(await room(keyed, A)).toBe(1);
  });

  test('an aborted signal gets nothing, not even a free permit', async () => {
    const keyed = new KeyedSemaphore(1);
    const reason = new Error('too late');
    expect(await failureOf(keyed.acquire(A, AbortSignal.abort(reason)))).toBe(reason);
    expect(await room(keyed, A)).toBe(1);
  });

  test('keys are forgotten when nobody holds or wants their permits: given back, given up, refused', async () => {
    const keyed = new KeyedSemaphore(1);
    const kept = await Promise.all(Array.from({ length: 100 }, (_, key) => keyed.acquire(`kept ${key}`, calm())));
    const visit = async (visitor: number): Promise<void> => {
      const controller = new AbortController();
      const release = await keyed.acquire(`held ${visitor}`, calm());
      const waiting = keyed.acquire(`held ${visitor}`, controller.signal);
      controller.abort();
      await failureOf(waiting);
      release();
      await failureOf(keyed.acquire(`refused ${visitor}`, AbortSignal.abort()));
    };
    for (let visitor = 0; visitor < 200; visitor++) await visit(visitor);
    await macrotask();
    const alive = semaphoresAlive();
    expect(alive).toBeGreaterThanOrEqual(100);
    // Others may have left some.
    expect(alive).toBeLessThan(200);
    for (const release of kept) release();
  });

  test('a key is not forgotten while it is held or wanted: its limit holds in a coming and going', async () => {
    const random = seeded(7).next;
    const keyed = new KeyedSemaphore(3);
    const running = new Map<string, number>();
    let most = 0;
    const ends: unknown[] = [];
    await Promise.all(
      Array.from({ length: 500 }, async (_, visitor) => {
        const key = `key ${visitor % 5}`;
        const controller = new AbortController();
        for (let pause = random() * 8; pause > 1; pause--) await macrotask();
        if (random() < 0.3) setImmediate(() => controller.abort());
        try {
          const release = await keyed.acquire(key, controller.signal);
          const now = (running.get(key) ?? 0) + 1;
          running.set(key, now);
          most = Math.max(most, now);
          await macrotask();
          running.set(key, (running.get(key) ?? 0) - 1);
          release();
          ends.push('done');
        } catch (error) {
          ends.push(error === controller.signal.reason ? 'gave up' : error);
        }
      }),
    );
    expect(most).toBe(3);
    expect(ends.length).toBe(500);
    expect(new Set(ends)).toEqual(new Set(['done', 'gave up']));
    expect(await room(keyed, 'key 0')).toBe(3);
  });

  test.each([0, -1, 1.5, Number.NaN])('%d permits are none', (permits) => {
    expect(() => new KeyedSemaphore(permits).tryAcquire(A)).toThrow(RangeError);
  });
});

describe('acquireAll', () => {
  test('takes all, one after the other, and gives all back', async () => {
    const { semaphores, sources } = three();
    const release = await acquireAll(sources, A, calm());
    expect(free(semaphores)).toEqual([0, 0, 0]);
    release();
    expect(free(semaphores)).toEqual([1, 1, 1]);
  });

  test('gives them back once, however often it is asked', async () => {
    const { semaphores, sources } = three();
    const release = await acquireAll(sources, A, calm());
    release();
    const next = await acquireAll(sources, A, calm());
    release();
    expect(free(semaphores)).toEqual([0, 0, 0]);
    next();
    expect(free(semaphores)).toEqual([1, 1, 1]);
  });

  test('wants the next only when it has the one before', async () => {
    const { semaphores, sources } = three();
    const first = await semaphores[0]?.acquire();
    const all = acquireAll(sources, A, calm());
    await idle();
    expect(free(semaphores)).toEqual([0, 1, 1]);
    first?.();
    (await all)();
    expect(free(semaphores)).toEqual([1, 1, 1]);
  });

  test.each([0, 1, 2])('gives back what it has when it is aborted while it waits for permit %i', async (blocked) => {
    const { semaphores, sources } = three();
    const held = await semaphores[blocked]?.acquire();
    const controller = new AbortController();
    const all = acquireAll(sources, A, controller.signal);
    expect(await stateOf(all)).toBe('pending');
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await failureOf(all)).toBe(reason);
    expect(listenersOn(controller.signal)).toBe(0);
    held?.();
    expect(free(semaphores)).toEqual([1, 1, 1]);
    expect(semaphores.map(({ waiting }) => waiting)).toEqual([0, 0, 0]);
  });

  test('gives back what it has when an acquire fails, and wants no more', async () => {
    const { semaphores, sources } = three();
    const [first, , last] = sources;
    const error = new Error('broken');
    let wanted = false;
    const broken = { tryAcquire: () => undefined, acquire: () => Promise.reject(error) };
    const watched: PermitSource = {
      tryAcquire: (origin) => {
        wanted = true;
        return last?.tryAcquire(origin);
      },
      acquire: () => Promise.reject(new Error('Expected nobody to wait')),
    };
    const all = acquireAll([first!, broken, watched], A, calm());
    expect(await failureOf(all)).toBe(error);
    expect(wanted).toBe(false);
    expect(free(semaphores)).toEqual([1, 1, 1]);
  });

  test('gives back in reverse', async () => {
    const order: number[] = [];
    const noted = (nth: number): PermitSource => ({
      tryAcquire: () => undefined,
      acquire: () => Promise.resolve(() => void order.push(nth)),
    });
    const release = await acquireAll([1, 2, 3].map(noted), A, calm());
    release();
    expect(order).toEqual([3, 2, 1]);
  });

  test('of nothing is granted at once', async () => {
    expect(await stateOf(acquireAll([], A, calm()))).toBe('fulfilled');
  });
});

describe('tryAcquireAll', () => {
  test('takes all at once, and gives all back', () => {
    const { semaphores, sources } = three();
    const release = tryAcquireAll(sources, A);
    expect(free(semaphores)).toEqual([0, 0, 0]);
    release?.();
    expect(free(semaphores)).toEqual([1, 1, 1]);
  });

  test.each([0, 1, 2])('takes none while permit %i is not free', async (blocked) => {
    const { semaphores, sources } = three();
    const held = await semaphores[blocked]?.acquire();
    expect(tryAcquireAll(sources, A)).toBeUndefined();
    held?.();
    expect(free(semaphores)).toEqual([1, 1, 1]);
  });

  test('overtakes nobody who waits', async () => {
    const { semaphores, sources } = three();
    const held = tryAcquireAll(sources, A);
    const waiting = acquireAll(sources, A, calm());
    await idle();
    held?.();
    expect(tryAcquireAll(sources, A)).toBeUndefined();
    (await waiting)();
    expect(free(semaphores)).toEqual([1, 1, 1]);
  });
});

describe('HostLimits', () => {
  test('limits each origin', async () => {
    const limits = new HostLimits({ perOrigin: 2, total: 10 });
    expect(await room(limits, A)).toBe(2);
    const held = await Promise.all([limits.acquire(A, calm()), limits.acquire(A, calm())]);
    expect([await room(limits, A), await room(limits, B)]).toEqual([0, 2]);
    for (const release of held) release();
    expect(await room(limits, A)).toBe(2);
  });

  test('an origin is scheme, host and port', async () => {
    const limits = new HostLimits({ perOrigin: 1, total: 10 });
    await limits.acquire(A, calm());
    const others = [await room(limits, 'https://a.test'), await room(limits, `${A}:8080`)];
    expect([...others, await room(limits, A)]).toEqual([1, 1, 0]);
  });

  test('limits all origins together', async () => {
    const limits = new HostLimits({ perOrigin: 2, total: 3 });
    const held = await Promise.all([A, A, B].map((origin) => limits.acquire(origin, calm())));
    expect([await room(limits, A), await room(limits, B), await room(limits, 'http://c.test')]).toEqual([0, 0, 0]);
    held[0]?.();
    expect([await room(limits, A), await room(limits, B)]).toEqual([1, 1]);
  });

  test('whoever waits for a busy origin takes nothing from the total', async () => {
    const limits = new HostLimits({ perOrigin: 1, total: 2 });
    const busy = await limits.acquire(A, calm());
    const waiting = Array.from({ length: 5 }, () => limits.acquire(A, calm()));
    await idle();
    expect(await room(limits, B)).toBe(1);
    busy();
    for (const next of waiting) (await next)();
    expect(await room(limits, A)).toBe(1);
  });

  test('whoever gives up waiting for the total gives back the permit of the origin', async () => {
    const limits = new HostLimits({ perOrigin: 1, total: 1 });
    const held = await limits.acquire(A, calm());
    const controller = new AbortController();
    const waiting = limits.acquire(B, controller.signal);
    const second = limits.acquire(B, calm());
    await idle();
    controller.abort();
    await failureOf(waiting);
    held();
    (await second)();
    expect([await room(limits, A), await room(limits, B)]).toEqual([1, 1]);
  });
});

describe('RequestPermit', () => {
  test('takes nothing new for the origin it has', async () => {
    const { permit, log } = noting();
    await permit.acquire(A, calm());
    await permit.acquire(A, calm());
    expect(log).toEqual([]);
  });

  test('gives back the one origin before it asks for the other', async () => {
    const { permit, log } = noting();
    await permit.acquire(B, calm());
    await permit.acquire(A, calm());
    expect(log).toEqual([`-${A}`, `+${B}`, `-${B}`, `+${A}`]);
  });

  test('two that change places do not wait for each other for ever', async () => {
    const limits = new HostLimits({ perOrigin: 1, total: 2 });
    const one = new RequestPermit(limits, A, await limits.acquire(A, calm()));
    const two = new RequestPermit(limits, B, await limits.acquire(B, calm()));
    await Promise.all([one.acquire(B, calm()), two.acquire(A, calm())]);
    expect([await room(limits, A), await room(limits, B)]).toEqual([0, 0]);
    one.release();
    two.release();
    expect([await room(limits, A), await room(limits, B)]).toEqual([1, 1]);
  });

  test('takes a permit anew after it was given back, also of the same origin', async () => {
    const { permit, log } = noting();
    permit.release();
    await permit.acquire(A, calm());
    expect(log).toEqual([`-${A}`, `+${A}`]);
  });

  test('gives back once, however often it is asked', async () => {
    const { permit, log } = noting();
    permit.release();
    permit.release();
    expect(log).toEqual([`-${A}`]);
    await permit.acquire(B, calm());
    permit.release();
    permit.release();
    expect(log).toEqual([`-${A}`, `+${B}`, `-${B}`]);
  });

  test('holds nothing when taking fails, and can take again', async () => {
    const limits = new HostLimits({ perOrigin: 1, total: 2 });
    const permit = new RequestPermit(limits, A, await limits.acquire(A, calm()));
    const busy = await limits.acquire(B, calm());
    const controller = new AbortController();
    const taking = permit.acquire(B, controller.signal);
    expect(await stateOf(taking)).toBe('pending');
    expect(await room(limits, A)).toBe(1);
    controller.abort(new Error('enough'));
    expect(await failureOf(taking)).toBe(controller.signal.reason);
    permit.release();
    busy();
    await permit.acquire(B, calm());
    expect(await room(limits, B)).toBe(0);
    permit.release();
    expect([await room(limits, A), await room(limits, B)]).toEqual([1, 1]);
  });

  test('other waiters go first when it comes back after a wait', async () => {
    const limits = new HostLimits({ perOrigin: 1, total: 2 });
    const permit = new RequestPermit(limits, A, await limits.acquire(A, calm()));
    const order: string[] = [];
    const gate = deferred();
    const other = limits.acquire(A, calm()).then(async (release) => {
      order.push('other');
      await gate.promise;
      release();
    });
    permit.release();
    const back = permit.acquire(A, calm()).then(() => order.push('hold'));
    await idle();
    gate.resolve();
    await Promise.all([other, back]);
    expect(order).toEqual(['other', 'hold']);
  });
});
