import { describe, expect, test } from 'vitest';
import { taskGroup, type TaskGroup } from '../../src/concurrency/index.ts';
import { deferred, failureOf, failuresOf, idle, stateOf, thrownBy, untilAborted } from './support/async.ts';
import { FALSY, openGroup } from './support/groups.ts';

/** A signal that is aborted in the next turn. */
function aborted(reason: unknown): AbortSignal {
  const controller = new AbortController();
  queueMicrotask(() => controller.abort(reason));
  return controller.signal;
}

describe('taskGroup: spawning late', () => {
  test('7. tasks may spawn siblings, which the group waits for', async () => {
    let count = 0;
    await taskGroup(({ spawn }) => {
      const grow = async (depth: number): Promise<void> => {
        count++;
        await idle();
        if (depth === 0) return;
        void spawn(() => grow(depth - 1));
        void spawn(() => grow(depth - 1));
      };
      void spawn(() => grow(4));
    });
    expect(count).toBe(2 ** 5 - 1);
  });

  test('7. `spawn` works after the body has returned, while a task is unsettled', async () => {
    const gate = deferred();
    const { spawn, close, done } = openGroup();
    void spawn(() => gate.promise);
    close();
    await idle();
    const late = deferred();
    void spawn(() => late.promise);
    gate.resolve();
    expect(await stateOf(done)).toBe('pending');
    late.reject('late');
    expect(await failuresOf(done)).toEqual(['late']);
  });

  test('7. `spawn` in a group that is shutting down throws the reason and never calls `fn`', async () => {
    const { spawn, signal, close, done } = openGroup();
    void spawn(() => Promise.reject(new Error('boom')));
    await idle();
    const calls: number[] = [];
    expect(thrownBy(() => spawn(() => calls.push(1)))).toBe(signal.reason);
    close();
    expect(await failuresOf(done)).toHaveLength(1);
    expect(calls).toEqual([]);
  });

  test.for(['stop', ...FALSY.slice(1)])('7. throws %o if that is the reason of the outer abort', async (reason) => {
    const outer = new AbortController();
    const { spawn, close, done } = openGroup({ signal: outer.signal });
    outer.abort(reason);
    let called = false;
    expect(thrownBy(() => spawn(() => (called = true)))).toBe(reason);
    close();
    expect(await failureOf(done)).toBe(reason);
    expect(called).toBe(false);
  });

  test('7. a body or task that lets the throw of `spawn` pass has not failed', async () => {
    const boom = new Error('boom');
    expect(
      await failuresOf(
        taskGroup(async ({ spawn }) => {
          void spawn(() => Promise.reject(boom));
          void spawn(() => idle().then(() => spawn(() => 1)));
          await idle();
          await spawn(() => 1);
        }),
      ),
    ).toEqual([boom]);
  });

  test('7. is shutting down from the abort on: an abort listener cannot spawn', async () => {
    const thrown: unknown[] = [];
    await failureOf(
      taskGroup(({ spawn, signal }) => {
        signal.addEventListener('abort', () =>
          thrown.push(
            thrownBy(() => spawn(() => 1)),
            signal.reason,
          ),
        );
        void spawn(() => Promise.reject(new Error('boom')));
      }),
    );
    expect(thrown).toHaveLength(2);
    expect(thrown[0]).toBe(thrown[1]);
  });

  test('7. is shutting down also for a listener that hears the outer abort before the group does', async () => {
    const outer = new AbortController();
    let group: TaskGroup | undefined;
    let called = false;
    let thrown: unknown;
    outer.signal.addEventListener('abort', () => {
      try {
        void group?.spawn(() => (called = true));
      } catch (error) {
        thrown = error;
      }
    });
    const done = taskGroup(
      (opened) => {
        group = opened;
        return untilAborted(opened.signal);
      },
      { signal: outer.signal },
    );
    outer.abort('stop');
    expect(await failureOf(done)).toBe('stop');
    expect(called).toBe(false);
    expect(thrown).toBe('stop');
  });

  test('7. after the end, of whichever kind, `spawn` throws an Error and never calls `fn`', async () => {
    const [succeeded, failed, cancelled] = [openGroup(), openGroup(), openGroup({ signal: aborted('stop') })];
    succeeded.close();
    void failed.spawn(() => Promise.reject(new Error('boom')));
    failed.close();
    cancelled.close();
    await Promise.allSettled([succeeded.done, failed.done, cancelled.done]);
    let called = false;
    for (const { spawn } of [succeeded, failed, cancelled]) {
      const error = thrownBy(() => spawn(() => (called = true)));
      expect(error).toBeInstanceOf(Error);
      expect(error).not.toHaveProperty('name', 'AbortError');
    }
    expect(called).toBe(false);
  });

  test('7. has not ended in the turn in which its last task is settled: a sibling may still follow', async () => {
    const gate = deferred();
    const { spawn, close, done } = openGroup();
    const task = spawn(() => gate.promise);
    const order: string[] = [];
    const chained = spawn(() => task.then(() => spawn(() => order.push('sibling'))));
    close();
    gate.resolve();
    await done;
    await chained;
    expect(order).toEqual(['sibling']);
  });
});
