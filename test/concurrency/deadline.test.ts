import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TimeoutError, taskGroup, withDeadline } from '../../src/concurrency/index.ts';
import {
  Thenable,
  complaintsDuring,
  deferred,
  failureOf,
  failuresOf,
  idle,
  listenersOn,
  stateOf,
  untilAborted,
} from './support/async.ts';

/** Rejects with an AbortError of its own making, as Node's APIs do, once `signal` is aborted. */
async function likeNode(signal: AbortSignal, causeOf: (reason: unknown) => unknown): Promise<never> {
  const cause = causeOf(await failureOf(untilAborted(signal)));
  throw Object.assign(new Error('The operation was aborted', { cause }), { name: 'AbortError' });
}

function pendingTimers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
}

describe('withDeadline: by fake timers', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('rejects with a TimeoutError that names the deadline when `fn` gave up because of it', async () => {
    const missed = failureOf(withDeadline(50, untilAborted));
    vi.advanceTimersByTime(49);
    expect(await stateOf(missed)).toBe('pending');
    vi.advanceTimersByTime(1);
    const error = await missed;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ name: 'TimeoutError', ms: 50 });
    expect(error).toHaveProperty('message', expect.stringContaining('50'));
  });

  test('the TimeoutError is the reason of the signal that `fn` got', async () => {
    let given: AbortSignal | undefined;
    const missed = failureOf(
      withDeadline(50, (signal) => {
        given = signal;
        return untilAborted(signal);
      }),
    );
    expect(given?.aborted).toBe(false);
    vi.advanceTimersByTime(50);
    expect(await missed).toBe(given?.reason);
  });

  test('waits for a stubborn `fn`: a late success is a success', async () => {
    const gate = deferred<string>();
    const done = withDeadline(50, () => gate.promise);
    vi.advanceTimersByTime(1_000);
    expect(await stateOf(done)).toBe('pending');
    gate.resolve('late');
    expect(await done).toBe('late');
  });

  test.for([new Error('foreign'), undefined, null, 0, '', new TimeoutError(50)])(
    'a foreign error stands even when it comes late: %s',
    async (foreign) => {
      const late = failureOf(withDeadline(50, (signal) => untilAborted(signal).catch(() => Promise.reject(foreign))));
      vi.advanceTimersByTime(50);
      expect(await late).toBe(foreign);
    },
  );

  test('a foreign error stands when it comes early', async () => {
    const foreign = Object.assign(new Error('own'), { name: 'AbortError' });
    expect(await failureOf(withDeadline(50, () => Promise.reject(foreign)))).toBe(foreign);
  });

  test('an AbortError of the API’s own, without cause or with the reason as cause, is the timeout', async () => {
    for (const causeOf of [() => undefined, (reason: unknown) => reason]) {
      const missed = failureOf(withDeadline(50, (signal) => likeNode(signal, causeOf)));
      vi.advanceTimersByTime(50);
      expect(await missed).toBeInstanceOf(TimeoutError);
    }
    const missed = failureOf(
      withDeadline(50, async (signal) => {
        await failureOf(untilAborted(signal));
        throw new DOMException('aborted', 'AbortError');
      }),
    );
    vi.advanceTimersByTime(50);
    expect(await missed).toBeInstanceOf(TimeoutError);
  });

  test('an AbortError with another cause is foreign', async () => {
    const missed = failureOf(withDeadline(50, (signal) => likeNode(signal, () => 'somebody else')));
    vi.advanceTimersByTime(50);
    expect(await missed).toMatchObject({ name: 'AbortError', cause: 'somebody else' });
  });

  test.for(['stop', null, 0, new Error('stop')])('an outer abort is not a timeout: %o', async (reason) => {
    const outer = new AbortController();
    const done = failureOf(withDeadline(50, untilAborted, outer));
    outer.abort(reason);
    expect(await done).toBe(reason);
  });

  test('nor is an outer abort that `fn` answers only after the deadline has passed too', async () => {
    const outer = new AbortController();
    const gate = deferred();
    let given: AbortSignal | undefined;
    const done = failureOf(
      withDeadline(
        50,
        async (signal) => {
          given = signal;
          await gate.promise;
          throw signal.reason;
        },
        outer,
      ),
    );
    outer.abort('stop');
    vi.advanceTimersByTime(100);
    gate.resolve();
    expect(await done).toBe('stop');
    expect(given?.reason).toBe('stop');
  });

  test('nor is an outer abort that `fn` answers with an AbortError of its own', async () => {
    const outer = new AbortController();
    const done = failureOf(withDeadline(50, (signal) => likeNode(signal, () => undefined), outer));
    outer.abort('stop');
    vi.advanceTimersByTime(100);
    expect(await done).toMatchObject({ name: 'AbortError', message: 'The operation was aborted' });
  });

  test('a timeout stays one when the outer abort comes after it', async () => {
    const outer = new AbortController();
    const gate = deferred();
    const done = failureOf(
      withDeadline(
        50,
        async (signal) => {
          await gate.promise;
          throw signal.reason;
        },
        outer,
      ),
    );
    vi.advanceTimersByTime(50);
    outer.abort('stop');
    gate.resolve();
    expect(await done).toBeInstanceOf(TimeoutError);
  });

  test('an outer abort does not undo a success', async () => {
    const outer = new AbortController();
    const gate = deferred<string>();
    const done = withDeadline(50, () => gate.promise, outer);
    outer.abort('stop');
    gate.resolve('fine');
    expect(await done).toBe('fine');
  });

  test('aborted beforehand, rejects with the reason and never calls `fn`', async () => {
    for (const reason of ['stop', null, 0]) {
      let called = false;
      const done = withDeadline(50, () => (called = true), { signal: AbortSignal.abort(reason) });
      expect(await failureOf(done)).toBe(reason);
      expect(called).toBe(false);
    }
    expect(vi.getTimerCount()).toBe(0);
  });

  test('nested deadlines tell themselves apart: the inner one is caught by whoever set it', async () => {
    const done = withDeadline(100, async (signal) => {
      const inner = await failureOf(withDeadline(50, untilAborted, { signal }));
      expect(inner).toMatchObject({ name: 'TimeoutError', ms: 50 });
      expect(signal.aborted).toBe(false);
      return 'went on';
    });
    vi.advanceTimersByTime(50);
    expect(await done).toBe('went on');
  });

  test('nested deadlines tell themselves apart: the outer one passes through the inner', async () => {
    let inner: unknown;
    const done = failureOf(
      withDeadline(50, async (signal) => {
        inner = await failureOf(withDeadline(100, untilAborted, { signal }));
        throw inner;
      }),
    );
    vi.advanceTimersByTime(200);
    expect(await done).toMatchObject({ ms: 50 });
    expect(inner).toBe(await done);
  });

  test('nested deadlines tell themselves apart: an uncaught inner one is no timeout of the outer', async () => {
    const done = failureOf(withDeadline(100, (signal) => withDeadline(50, untilAborted, { signal })));
    vi.advanceTimersByTime(50);
    expect(await done).toMatchObject({ name: 'TimeoutError', ms: 50 });
  });

  test('nested deadlines of the same length: the one whose signal was aborted is the one that is told', async () => {
    const reasons: unknown[] = [];
    const done = failureOf(
      withDeadline(50, (signal) =>
        withDeadline(50, (inner) => untilAborted(inner).finally(() => reasons.push(inner.reason)), { signal }),
      ),
    );
    vi.advanceTimersByTime(50);
    expect(await done).toBe(reasons[0]);
  });

  test('a late inner timeout that comes during the outer one stands as the inner', async () => {
    const gate = deferred();
    const done = failureOf(
      withDeadline(100, () =>
        withDeadline(50, async (inner) => {
          await gate.promise;
          throw inner.reason;
        }),
      ),
    );
    vi.advanceTimersByTime(100);
    gate.resolve();
    expect(await done).toMatchObject({ ms: 50 });
  });

  test('a group inside a missed deadline rejects with the timeout, or with the failures and it as cause', async () => {
    const missed = failureOf(
      withDeadline(50, (signal) => taskGroup(({ spawn, signal: own }) => void spawn(() => untilAborted(own)), { signal })),
    );
    const failed = failureOf(
      withDeadline(50, (signal) =>
        taskGroup(({ signal: own }) => untilAborted(own).catch(() => Promise.reject('cleanup')), { signal }),
      ),
    );
    vi.advanceTimersByTime(50);
    expect(await missed).toBeInstanceOf(TimeoutError);
    expect(await failed).toMatchObject({ errors: ['cleanup'], cause: { name: 'TimeoutError' } });
  });

  test('a missed deadline inside a group is a failure of its task', async () => {
    const failed = failuresOf(
      taskGroup(({ spawn, signal }) => {
        void spawn(() => withDeadline(50, untilAborted, { signal }));
        void spawn(() => untilAborted(signal));
      }),
    );
    vi.advanceTimersByTime(50);
    expect(await failed).toMatchObject([{ name: 'TimeoutError', ms: 50 }]);
  });

  test.for([2 ** 31 - 1, 2 ** 31, 2 ** 53, Number.MAX_VALUE, Infinity])(
    'clamps %d ms to the longest delay of a timer, instead of firing at once',
    async (ms) => {
      const spy = vi.spyOn(globalThis, 'setTimeout');
      const done = withDeadline(ms, (signal) => delay(0, 'fine', { signal }));
      expect(spy.mock.calls.map(([, delayed]) => delayed)).toContain(2 ** 31 - 1);
      spy.mockRestore();
      expect(await done).toBe('fine');
    },
  );

  test('leaves no timer, whether met, missed, failed or aborted', async () => {
    const outer = new AbortController();
    const done = Promise.allSettled([
      withDeadline(50, () => 1),
      withDeadline(50, untilAborted),
      withDeadline(1_000, () => Promise.reject('boom')),
      withDeadline(1_000, () => {
        throw new Error('boom');
      }),
      withDeadline(1_000, untilAborted, outer),
    ]);
    vi.advanceTimersByTime(50);
    outer.abort();
    await done;
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('withDeadline: by the clock', () => {
  test('its timer keeps the process alive, and is gone when the deadline is met', async () => {
    const before = pendingTimers();
    expect(
      await withDeadline(60_000, async () => {
        expect(pendingTimers()).toBe(before + 1);
        return 'fine';
      }),
    ).toBe('fine');
    expect(pendingTimers()).toBe(before);
  });

  test('a deadline of 0 ms is a deadline: what is done in this turn is in time, what waits is not', async () => {
    expect(await withDeadline(0, () => 'fine')).toBe('fine');
    expect(await failureOf(withDeadline(0, untilAborted))).toBeInstanceOf(TimeoutError);
  });

  test.for([-1, -Infinity, Number.NaN, -Number.MIN_VALUE, '5', null, undefined, 5n])(
    'rejects with a RangeError for %o ms, and never calls `fn`',
    async (ms) => {
      let called = false;
      // @ts-expect-error -- what callers without types may pass
      expect(await failureOf(withDeadline(ms, () => (called = true)))).toBeInstanceOf(RangeError);
      expect(called).toBe(false);
    },
  );

  test('a synchronous throw rejects, a plain value and a thenable fulfil', async () => {
    const boom = new Error('boom');
    expect(
      await failureOf(
        withDeadline(50, () => {
          throw boom;
        }),
      ),
    ).toBe(boom);
    expect(await withDeadline(50, () => 7)).toBe(7);
    expect(await withDeadline(50, () => new Thenable(Promise.resolve(7)))).toBe(7);
  });

  test('calls `fn` at once, in the AsyncLocalStorage of the caller', async () => {
    const storage = new AsyncLocalStorage<string>();
    let seen: unknown;
    const done = storage.run('mine', () => withDeadline(50, () => (seen = storage.getStore())));
    expect(seen).toBe('mine');
    await done;
  });

  test('leaves no listener on the outer signal, whichever way it ends, and one while 1,000 are open', async () => {
    const outer = new AbortController();
    const gate = deferred();
    const open = Array.from({ length: 1_000 }, () => withDeadline(60_000, () => gate.promise, outer));
    expect(listenersOn(outer.signal)).toBe(1);
    gate.resolve();
    await Promise.all(open);
    expect(listenersOn(outer.signal)).toBe(0);
    await failureOf(withDeadline(60_000, () => Promise.reject('boom'), outer));
    await failureOf(withDeadline(0, untilAborted, outer));
    expect(listenersOn(outer.signal)).toBe(0);
    const done = failureOf(withDeadline(60_000, untilAborted, outer));
    outer.abort();
    await done;
    expect(listenersOn(outer.signal)).toBe(0);
  });

  test('its signal takes 100 listeners without a MaxListenersExceededWarning', async () => {
    const complaints = await complaintsDuring(() =>
      withDeadline(60_000, async (signal) => {
        for (let i = 0; i < 100; i++) signal.addEventListener('abort', () => undefined);
        await idle();
      }),
    );
    expect(complaints).toEqual([]);
  });

  test('no unhandledRejection when a deadline, an abort and an error meet', async () => {
    const complaints = await complaintsDuring(async () => {
      const outer = new AbortController();
      const settled = Promise.allSettled(
        [0, 1, 2, 60_000].map((ms) =>
          withDeadline(
            ms,
            async (signal) => {
              const cancelled = failureOf(untilAborted(signal));
              await delay(1);
              outer.abort();
              await cancelled;
              throw new Error('boom');
            },
            outer,
          ),
        ),
      );
      await settled;
    });
    expect(complaints).toEqual([]);
  });
});
