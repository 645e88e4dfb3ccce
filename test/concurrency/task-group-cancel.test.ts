import { describe, expect, test } from 'vitest';
import { taskGroup } from '../../src/concurrency/index.ts';
import { deferred, failureOf, failuresOf, idle, stateOf, untilAborted } from './support/async.ts';
import { FALSY, openGroup } from './support/groups.ts';

function abortError(cause?: unknown): Error {
  return Object.assign(new Error('given up', { cause }), { name: 'AbortError' });
}

describe('taskGroup: being cancelled is not a failure', () => {
  test.for([
    ['the reason itself', (reason: unknown) => reason],
    ['an AbortError', () => abortError()],
    ['an AbortError with the reason as cause', abortError],
    ['a DOMException named AbortError', () => new DOMException('aborted', 'AbortError')],
  ] as const)('4. does not report %s after the abort, thrown by a task or by the body', async ([, thrown]) => {
    const boom = new Error('boom');
    const giveUp = async (signal: AbortSignal): Promise<void> => {
      throw thrown(await failureOf(untilAborted(signal)));
    };
    expect(
      await failuresOf(
        taskGroup(async ({ spawn, signal }) => {
          void spawn(() => giveUp(signal));
          void spawn(() => Promise.reject(boom));
          await giveUp(signal);
        }),
      ),
    ).toEqual([boom]);
  });

  test('4. reports an AbortError from before the abort: nobody asked for it', async () => {
    const own = abortError();
    expect(await failuresOf(taskGroup(({ spawn }) => void spawn(() => Promise.reject(own))))).toEqual([own]);
  });

  test('4. reports any other error during shutdown, also one whose cause is the reason', async () => {
    const boom = new Error('boom');
    const failed = taskGroup(({ spawn, signal }) => {
      void spawn(() => untilAborted(signal).catch((cause: unknown) => Promise.reject(new Error('wrapped', { cause }))));
      void spawn(() => untilAborted(signal).catch(() => Promise.reject(new DOMException('late', 'TimeoutError'))));
      void spawn(() => untilAborted(signal).catch(() => Promise.reject(undefined)));
      void spawn(() => Promise.reject(boom));
    });
    expect(await failuresOf(failed)).toMatchObject([boom, { message: 'wrapped' }, { name: 'TimeoutError' }, undefined]);
  });

  test('4. reports the failure in a cleanup that replaced the cancellation', async () => {
    const outer = new AbortController();
    const failed = taskGroup(
      ({ spawn, signal }) =>
        void spawn(async () => {
          try {
            await untilAborted(signal);
          } finally {
            await Promise.reject(new Error('cleanup'));
          }
        }),
      { signal: outer.signal },
    );
    outer.abort();
    expect(await failuresOf(failed)).toMatchObject([{ message: 'cleanup' }]);
  });

  test('4. the promise of a cancelled task rejects with what the task threw', async () => {
    const given = abortError();
    let seen: unknown;
    await failureOf(
      taskGroup(async ({ spawn, signal }) => {
        const task = spawn(() => untilAborted(signal).catch(() => Promise.reject(given)));
        void spawn(() => Promise.reject(new Error('boom')));
        seen = await failureOf(task);
      }),
    );
    expect(seen).toBe(given);
  });
});

describe('taskGroup: outer abort', () => {
  test.for([new Error('stop'), abortError(), ...FALSY.slice(1)])(
    '5. aborts the tasks and rejects with the outer reason itself: %o',
    async (reason) => {
      const outer = new AbortController();
      const seen: unknown[] = [];
      const done = taskGroup(
        async ({ spawn, signal }) => {
          void spawn(() => untilAborted(signal).finally(() => seen.push(signal.reason)));
          await untilAborted(signal);
        },
        { signal: outer.signal },
      );
      outer.abort(reason);
      expect(await failureOf(done)).toBe(reason);
      expect(seen).toEqual([reason]);
    },
  );

  test('5. rejects with the AbortError that `abort()` makes', async () => {
    const outer = new AbortController();
    const done = taskGroup(({ signal }) => untilAborted(signal), { signal: outer.signal });
    outer.abort();
    expect(await failureOf(done)).toBe(outer.signal.reason);
  });

  test.for([new Error('stop'), null])('5. with task failures too, it is the `cause`: %o', async (reason) => {
    const outer = new AbortController();
    const done = taskGroup(
      ({ spawn, signal }) => {
        void spawn(() => untilAborted(signal));
        void spawn(() => untilAborted(signal).catch(() => Promise.reject(new Error('late'))));
      },
      { signal: outer.signal },
    );
    outer.abort(reason);
    const error = await failureOf(done);
    expect(error).toBeInstanceOf(AggregateError);
    expect(error).toMatchObject({ errors: [{ message: 'late' }] });
    expect(error).toHaveProperty('cause', reason);
  });

  test('5. counts also after a failure began the shutdown, and its reason is then no failure either', async () => {
    const outer = new AbortController();
    const stop = new Error('stop');
    const { spawn, signal, close, done } = openGroup({ signal: outer.signal });
    const straggler = deferred();
    void spawn(() => straggler.promise);
    void spawn(() => Promise.reject('boom'));
    await idle();
    const { reason } = signal;
    outer.abort(stop);
    expect(signal.reason).toBe(reason);
    straggler.reject(stop);
    close();
    expect(await failureOf(done)).toMatchObject({ errors: ['boom'], cause: stop });
  });

  test('5. rejects even if the body and all tasks finished normally', async () => {
    const outer = new AbortController();
    const { spawn, close, done } = openGroup({ signal: outer.signal });
    const task = spawn(() => idle().then(() => 'fine'));
    outer.abort('stop');
    close();
    expect(await task).toBe('fine');
    expect(await failureOf(done)).toBe('stop');
  });

  test.for(['stop', ...FALSY.slice(1)])('5. beforehand, rejects with %o and never calls the body', async (reason) => {
    let called = false;
    const done = taskGroup(() => (called = true), { signal: AbortSignal.abort(reason) });
    expect(await failureOf(done)).toBe(reason);
    expect(called).toBe(false);
  });

  test('5. that comes after the end changes nothing', async () => {
    const outer = new AbortController();
    let inside: AbortSignal | undefined;
    const done = taskGroup(
      ({ signal }) => {
        inside = signal;
        return 'fine';
      },
      { signal: outer.signal },
    );
    expect(await done).toBe('fine');
    outer.abort();
    expect(await done).toBe('fine');
    expect(inside?.aborted).toBe(false);
  });

  test('5. from within the body, in its first turn, is an outer abort like any other', async () => {
    const outer = new AbortController();
    const done = taskGroup(
      ({ signal }) => {
        outer.abort('stop');
        expect(signal.aborted).toBe(true);
        return 'fine';
      },
      { signal: outer.signal },
    );
    expect(await failureOf(done)).toBe('stop');
  });
});

describe('taskGroup: nested', () => {
  test('8. an inner failure reaches the outer group as a nested AggregateError', async () => {
    const boom = new Error('boom');
    const failed = taskGroup(
      ({ spawn }) => void spawn(() => taskGroup((inner) => void inner.spawn(() => taskGroup(() => Promise.reject(boom))))),
    );
    const [inner] = await failuresOf(failed);
    const [innermost] = await failuresOf(Promise.reject(inner));
    expect(await failuresOf(Promise.reject(innermost))).toEqual([boom]);
  });

  test('8. a group given `outer.signal` is cancelled with it, and that is no failure of its own', async () => {
    const boom = new Error('boom');
    let reason: unknown;
    const failed = taskGroup(({ spawn, signal }) => {
      void spawn(() => taskGroup(({ signal: inner }) => untilAborted(inner).finally(() => (reason = inner.reason)), { signal }));
      void spawn(() => Promise.reject(boom));
    });
    expect(await failuresOf(failed)).toEqual([boom]);
    expect(reason).toMatchObject({ name: 'AbortError', cause: boom });
  });

  test('8. an outer abort goes down through every level and comes back as itself', async () => {
    const outer = new AbortController();
    const stop = { any: 'value' };
    const nest = (depth: number, signal: AbortSignal): Promise<unknown> =>
      taskGroup(
        ({ spawn, signal: own }) => {
          void spawn(() => (depth === 0 ? untilAborted(own) : nest(depth - 1, own)));
        },
        { signal },
      );
    const done = nest(10, outer.signal);
    outer.abort(stop);
    expect(await failureOf(done)).toBe(stop);
  });

  test('8. a group not given the signal is not cancelled with the outer one, which waits for it', async () => {
    const gate = deferred();
    const failed = taskGroup(({ spawn }) => {
      void spawn(() => taskGroup((inner) => inner.spawn(() => gate.promise)));
      void spawn(() => Promise.reject('boom'));
    });
    expect(await stateOf(failed)).toBe('pending');
    gate.resolve();
    expect(await failuresOf(failed)).toEqual(['boom']);
  });

  test('8. an inner failure during the outer shutdown is reported too, with the outer reason as cause', async () => {
    const [, nested] = await failuresOf(
      taskGroup(({ spawn, signal }) => {
        void spawn(() =>
          taskGroup(({ signal: inner }) => untilAborted(inner).catch(() => Promise.reject('cleanup')), { signal }),
        );
        void spawn(() => Promise.reject('boom'));
      }),
    );
    expect(nested).toMatchObject({ errors: ['cleanup'], cause: { name: 'AbortError', cause: 'boom' } });
  });

  test('8. catching the error of a group leaves the caller uncancelled', async () => {
    const result = await taskGroup(async ({ spawn, signal }) => {
      const caught = await failuresOf(taskGroup((inner) => void inner.spawn(() => Promise.reject('boom')), { signal }));
      expect(signal.aborted).toBe(false);
      return spawn(() => caught);
    });
    expect(result).toEqual(['boom']);
  });
});
