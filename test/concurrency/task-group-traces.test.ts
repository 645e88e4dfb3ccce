import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, test } from 'vitest';
import { taskGroup, type TaskGroup } from '../../src/concurrency/index.ts';
import {
  Thenable,
  collectGarbage,
  complaintsDuring,
  failureOf,
  failuresOf,
  idle,
  listenersOn,
  untilAborted,
} from './support/async.ts';
import { openGroup } from './support/groups.ts';

describe('taskGroup: memory and context', () => {
  test('9. finished tasks are forgotten while the group is open', async () => {
    const { spawn, close, done } = openGroup();
    const refs: WeakRef<object>[] = [];
    const run = async (): Promise<void> => {
      for (let i = 0; i < 1_000; i++) {
        const result = { i };
        refs.push(new WeakRef(result), new WeakRef(spawn(() => result)));
        if (i % 2 === 0) refs.push(new WeakRef(spawn(async () => result)));
      }
      await idle();
    };
    await run();
    collectGarbage();
    const alive = refs.filter((ref) => ref.deref() !== undefined).length;
    // A register of the interpreter may still hold the last of them.
    expect(alive).toBeLessThan(10);
    close();
    await done;
  });

  test('9. a finished group is forgotten while the outer signal lives on', async () => {
    const outer = new AbortController();
    const refs: WeakRef<object>[] = [];
    const run = async (): Promise<void> => {
      for (let i = 0; i < 200; i++) {
        const done = taskGroup(
          (group) => {
            refs.push(new WeakRef(group), new WeakRef(group.signal));
            return group.spawn(() => i);
          },
          { signal: outer.signal },
        );
        refs.push(new WeakRef(done));
        await done;
      }
      await idle();
    };
    await run();
    collectGarbage();
    expect(refs.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(10);
    expect(outer.signal.aborted).toBe(false);
  });

  test('9. AsyncLocalStorage flows from whoever spawns', async () => {
    const storage = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const note = async (): Promise<void> => {
      seen.push(storage.getStore());
      await idle();
      seen.push(storage.getStore());
    };
    await storage.run('body', () =>
      taskGroup(async ({ spawn }) => {
        await spawn(note);
        await storage.run('task', () => spawn(note));
        await storage.run('sibling', () => spawn(() => spawn(note)));
        seen.push(storage.getStore());
      }),
    );
    expect(seen).toEqual(['body', 'body', 'task', 'task', 'sibling', 'sibling', 'body']);
    expect(storage.getStore()).toBeUndefined();
  });

  test('9. AsyncLocalStorage of the spawner is what a cancelled task cleans up in', async () => {
    const storage = new AsyncLocalStorage<string>();
    let seen: unknown;
    await failureOf(
      taskGroup(({ spawn, signal }) => {
        void storage.run('mine', () => spawn(() => untilAborted(signal).catch(() => (seen = storage.getStore()))));
        void storage.run('other', () => spawn(() => Promise.reject(new Error('boom'))));
      }),
    );
    expect(seen).toBe('mine');
  });
});

describe('taskGroup: nothing is left behind', () => {
  test('10. no unhandledRejection, though nobody awaits the failed handles and the body goes on', async () => {
    const complaints = await complaintsDuring(async () => {
      const outer = new AbortController();
      const failed = taskGroup(
        async ({ spawn, signal }) => {
          void spawn(() => Promise.reject(new Error('at once')));
          void spawn(() => {
            throw new Error('synchronous');
          });
          void spawn(() => new Thenable(Promise.reject(undefined)));
          void spawn(() => untilAborted(signal));
          void spawn(() => taskGroup((inner) => void inner.spawn(() => Promise.reject(0)), { signal }));
          await idle();
          outer.abort();
          await idle();
          throw new Error('body');
        },
        { signal: outer.signal },
      );
      await failureOf(failed);
    });
    expect(complaints).toEqual([]);
  });

  test('10. no MaxListenersExceededWarning, with 100 listeners on the signal and 100 groups on one', async () => {
    const outer = new AbortController();
    const complaints = await complaintsDuring(() =>
      taskGroup(
        ({ spawn, signal }) => {
          for (let i = 0; i < 100; i++) {
            signal.addEventListener('abort', () => undefined);
            void spawn(() => taskGroup(() => idle(), { signal: outer.signal }));
          }
        },
        { signal: outer.signal },
      ),
    );
    expect(complaints).toEqual([]);
  });

  test('10. one listener on a foreign signal for 1,000 groups, and none once they have ended', async () => {
    const { signal } = new AbortController();
    const groups = Array.from({ length: 1_000 }, () => openGroup({ signal }));
    expect(listenersOn(signal)).toBe(1);
    groups.slice(1).forEach(({ close }) => close());
    await Promise.all(groups.slice(1).map(({ done }) => done));
    expect(listenersOn(signal)).toBe(1);
    groups[0]?.close();
    await groups[0]?.done;
    expect(listenersOn(signal)).toBe(0);
  });

  test('10. no listener on a foreign signal after a failure, an abort, or an abort beforehand', async () => {
    const outer = new AbortController();
    await failureOf(taskGroup(() => Promise.reject('boom'), outer));
    expect(listenersOn(outer.signal)).toBe(0);
    const done = taskGroup(({ signal }) => untilAborted(signal), outer);
    outer.abort();
    await failureOf(done);
    expect(listenersOn(outer.signal)).toBe(0);
    await failureOf(taskGroup(() => 1, outer));
    expect(listenersOn(outer.signal)).toBe(0);
  });

  test('10. `spawn` and `signal` may be destructured, each at any time', async () => {
    let loose: TaskGroup['spawn'] | undefined;
    const sum = await taskGroup(async (group) => {
      const { spawn } = group;
      loose = spawn;
      const { signal } = group;
      expect(signal).toBe(group.signal);
      const [one, two] = await Promise.all([1, 2].map((value) => spawn(() => value)));
      return Number(one) + Number(two);
    });
    expect(sum).toBe(3);
    expect(() => loose?.(() => 1)).toThrow(Error);
  });

  test('10. 10,000 tasks that hang on one signal are all cancelled by one failure', async () => {
    const reached = { count: 0 };
    const failed = taskGroup(({ spawn, signal }) => {
      for (let i = 0; i < 10_000; i++) {
        void spawn(() => taskGroup(({ signal: inner }) => untilAborted(inner).finally(() => reached.count++), { signal }));
      }
      void spawn(() => Promise.reject('boom'));
    });
    expect(await failuresOf(failed)).toEqual(['boom']);
    expect(reached.count).toBe(10_000);
  });
});
