import { describe, expect, test } from 'vitest';
import { Cancelled, taskGroup } from '../../src/concurrency/index.ts';
import { Thenable, deferred, failureOf, failuresOf, idle, stateOf, thrownBy, untilAborted } from './support/async.ts';
import { FALSY, openGroup } from './support/groups.ts';

describe('taskGroup: lifetime', () => {
  test('1. settles only when every task has settled, also when the body returned long ago', async () => {
    const [first, second] = [deferred(), deferred()];
    const done = taskGroup(({ spawn }) => {
      void spawn(() => first.promise);
      void spawn(() => second.promise);
    });
    expect(await stateOf(done)).toBe('pending');
    second.resolve();
    expect(await stateOf(done)).toBe('pending');
    first.resolve();
    expect(await stateOf(done)).toBe('fulfilled');
  });

  test('1. settles only when the body has settled, also when every task has', async () => {
    const { spawn, close, done } = openGroup();
    await spawn(() => 1);
    expect(await stateOf(done)).toBe('pending');
    close();
    expect(await stateOf(done)).toBe('fulfilled');
  });

  test('1. waits for stubborn tasks and a stubborn body after a failure', async () => {
    const [task, body] = [deferred(), deferred()];
    const boom = new Error('boom');
    const done = taskGroup(async ({ spawn }) => {
      void spawn(() => task.promise);
      void spawn(() => Promise.reject(boom));
      await body.promise;
    });
    expect(await stateOf(done)).toBe('pending');
    body.resolve();
    expect(await stateOf(done)).toBe('pending');
    task.resolve();
    expect(await failuresOf(done)).toEqual([boom]);
  });

  test('1. waits for stubborn tasks after an outer abort', async () => {
    const outer = new AbortController();
    const task = deferred();
    const done = taskGroup(({ spawn }) => void spawn(() => task.promise), { signal: outer.signal });
    outer.abort('stop');
    expect(await stateOf(done)).toBe('pending');
    task.resolve();
    expect(await failureOf(done)).toBe('stop');
  });

  test('1. gives what the body returned: a value, a promise of it, or a thenable', async () => {
    expect(await taskGroup(() => 7)).toBe(7);
    expect(await taskGroup(async () => 7)).toBe(7);
    expect(await taskGroup(() => new Thenable(Promise.resolve(7)))).toBe(7);
    expect(await taskGroup(() => undefined)).toBeUndefined();
  });
});

describe('taskGroup: the first failure', () => {
  test('2. of a task aborts the signal for all the rest, with a reason that names it as `cause`', async () => {
    const boom = new Error('boom');
    const seen: unknown[] = [];
    const watch = (signal: AbortSignal) => untilAborted(signal).catch((reason: unknown) => void seen.push(reason));
    await failureOf(
      taskGroup(async ({ spawn, signal }) => {
        void spawn(() => watch(signal));
        void spawn(() => watch(signal));
        void spawn(() => Promise.reject(boom));
        await watch(signal);
      }),
    );
    expect(seen).toHaveLength(3);
    expect(new Set(seen).size).toBe(1);
    expect(seen[0]).toBeInstanceOf(Cancelled);
    expect(seen[0]).toMatchObject({ name: 'AbortError', cause: boom });
  });

  test('2. of the body aborts the signal likewise', async () => {
    const boom = new Error('boom');
    let reason: unknown;
    const failed = taskGroup(({ spawn, signal }) => {
      void spawn(() => untilAborted(signal).catch((error: unknown) => (reason = error)));
      throw boom;
    });
    expect(await failuresOf(failed)).toEqual([boom]);
    expect(reason).toMatchObject({ name: 'AbortError', cause: boom });
  });

  test('2. gives the reason, and a second failure does not change it', async () => {
    const { spawn, signal, close, done } = openGroup();
    const [first, second] = [deferred(), deferred()];
    void spawn(() => first.promise);
    void spawn(() => second.promise);
    first.reject('first');
    await idle();
    const { reason } = signal;
    expect(reason).toMatchObject({ cause: 'first' });
    second.reject('second');
    await idle();
    expect(signal.reason).toBe(reason);
    close();
    await failureOf(done);
  });

  test('2. is heard by tasks in the order they started', async () => {
    const order: number[] = [];
    await failureOf(
      taskGroup(({ spawn, signal }) => {
        for (const task of [1, 2, 3]) void spawn(() => untilAborted(signal).catch(() => order.push(task)));
        void spawn(() => Promise.reject(new Error('boom')));
      }),
    );
    expect(order).toEqual([1, 2, 3]);
  });

  test('2. reaches a signal that nobody looked at before: it is aborted already', async () => {
    const boom = new Error('boom');
    let signal: AbortSignal | undefined;
    let thrown: unknown;
    await failureOf(
      taskGroup(async (group) => {
        void group.spawn(() => Promise.reject(boom));
        await idle();
        thrown = thrownBy(() => group.spawn(() => 1));
        ({ signal } = group);
      }),
    );
    expect(signal?.aborted).toBe(true);
    expect(thrown).toMatchObject({ name: 'AbortError', cause: boom });
    expect(signal?.reason).toBe(thrown);
  });

  test('2. does not happen in a group that succeeds: its signal is never aborted', async () => {
    const signal = await taskGroup(async (group) => {
      await group.spawn(() => 1);
      expect(group.signal).toBe(group.signal);
      return group.signal;
    });
    await idle();
    expect(signal.aborted).toBe(false);
  });
});

describe('taskGroup: the report', () => {
  test('3. reports every failure, in the order it happened, in one AggregateError', async () => {
    const [a, b, c] = [deferred(), deferred(), deferred()];
    const done = taskGroup(async ({ spawn }) => {
      for (const { promise } of [a, b, c]) void spawn(() => promise);
      await idle();
      throw new Error('body');
    });
    c.reject(new Error('c'));
    a.reject(new Error('a'));
    await stateOf(done);
    b.reject(new Error('b'));
    const error = await failureOf(done);
    expect(error).toBeInstanceOf(AggregateError);
    expect(error).toMatchObject({ errors: ['c', 'a', 'body', 'b'].map((message) => ({ message })) });
    expect(error).toHaveProperty('message', expect.stringContaining('c'));
    expect(error).not.toHaveProperty('cause');
  });

  test('3. is an AggregateError also for a single failure, of a task or of the body', async () => {
    const boom = new Error('boom');
    expect(await failuresOf(taskGroup(({ spawn }) => void spawn(() => Promise.reject(boom))))).toEqual([boom]);
    expect(await failuresOf(taskGroup(() => Promise.reject(boom)))).toEqual([boom]);
  });

  test('3. reports the body besides the tasks', async () => {
    const [task, body] = [new Error('task'), new Error('body')];
    const error = await failuresOf(
      taskGroup(async ({ spawn }) => {
        await spawn(() => Promise.reject(task)).catch(() => Promise.reject(body));
      }),
    );
    expect(error).toEqual([task, body]);
  });

  test('3. the promise of `spawn` rejects with the failure itself, and fulfils with the value', async () => {
    const boom = new Error('boom');
    const seen: unknown[] = [];
    await failureOf(
      taskGroup(async ({ spawn }) => {
        seen.push(await spawn(() => 1), await failureOf(spawn(() => Promise.reject(boom))));
      }),
    );
    expect(seen).toEqual([1, boom]);
  });

  test('3. awaiting a handle, in the body and in siblings, does not list its error twice', async () => {
    const boom = new Error('boom');
    const failed = taskGroup(async ({ spawn }) => {
      const handle = spawn(() => Promise.reject(boom));
      void spawn(() => handle);
      void spawn(async () => {
        await handle;
      });
      await Promise.all([handle, handle]);
    });
    expect(await failuresOf(failed)).toEqual([boom]);
  });

  test.for(FALSY)('3. awaiting a handle in the body does not list %o twice either', async (value) => {
    expect(
      await failuresOf(
        taskGroup(async ({ spawn }) => {
          await spawn(() => Promise.reject(value));
        }),
      ),
    ).toEqual([value]);
  });

  test('3. two tasks that throw equal primitives are two failures', async () => {
    expect(
      await failuresOf(
        taskGroup(({ spawn }) => {
          void spawn(() => Promise.reject('same'));
          void spawn(() => Promise.reject('same'));
        }),
      ),
    ).toEqual(['same', 'same']);
  });
});

describe('taskGroup: what a task may be', () => {
  test('6. `spawn` calls `fn` at once, in this very turn', async () => {
    await taskGroup(({ spawn }) => {
      let called = false;
      void spawn(() => (called = true));
      expect(called).toBe(true);
    });
  });

  test('6. a synchronous throw in `fn` is the task’s failure, not the spawner’s', async () => {
    const boom = new Error('boom');
    let went = false;
    expect(
      await failuresOf(
        taskGroup(({ spawn }) => {
          void spawn(() => {
            throw boom;
          });
          went = true;
        }),
      ),
    ).toEqual([boom]);
    expect(went).toBe(true);
  });

  test('6. a synchronous throw in the body is the body’s failure', async () => {
    const boom = new Error('boom');
    expect(
      await failuresOf(
        taskGroup(() => {
          throw boom;
        }),
      ),
    ).toEqual([boom]);
  });

  test('6. a plain value is a finished task', async () => {
    expect(await taskGroup(({ spawn }) => spawn(() => 7))).toBe(7);
  });

  test('6. a thenable is waited for, whether it fulfils, rejects or throws', async () => {
    const gate = deferred();
    const done = taskGroup(({ spawn }) => {
      void spawn(() => new Thenable(gate.promise));
    });
    expect(await stateOf(done)).toBe('pending');
    gate.resolve();
    expect(await stateOf(done)).toBe('fulfilled');
    expect(
      await failuresOf(
        taskGroup(({ spawn }) => {
          void spawn(() => new Thenable(Promise.reject('rejected')));
          void spawn((): PromiseLike<never> => ({
            // oxlint-disable-next-line unicorn/no-thenable -- the point of it
            get then(): never {
              throw new Error('thrown');
            },
          }));
        }),
      ),
    ).toMatchObject([{ message: 'thrown' }, 'rejected']);
  });

  test.for(FALSY)('6. a falsy thrown value counts as a failure: %o', async (value) => {
    let reason: unknown;
    expect(
      await failuresOf(
        taskGroup(({ spawn, signal }) => {
          void spawn(() => Promise.reject(value));
          void spawn(() => untilAborted(signal).catch((error: unknown) => (reason = error)));
        }),
      ),
    ).toEqual([value]);
    expect(reason).toHaveProperty('cause', value);
    expect(await failuresOf(taskGroup(() => Promise.reject(value)))).toEqual([value]);
  });
});
