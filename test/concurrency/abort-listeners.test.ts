import { describe, expect, test } from 'vitest';
import { listen, unlisten, type AbortListener } from '../../src/concurrency/abort-listeners.ts';
import { Semaphore, mapConcurrent, taskGroup, withDeadline } from '../../src/concurrency/index.ts';
import { collectGarbage, complaintsDuring, deferred, idle, listenersOn } from './support/async.ts';

function noting(order: string[], name: string): AbortListener {
  return { onAbort: () => void order.push(name) };
}

describe('follow', () => {
  test('10. whatever follows a signal shares one listener on it, which the last to end takes off', async () => {
    const { signal } = new AbortController();
    const gate = deferred();
    const semaphore = new Semaphore(1);
    const complaints = await complaintsDuring(async () => {
      const release = await semaphore.acquire();
      const open = Array.from({ length: 250 }, () => [
        taskGroup(() => gate.promise, { signal }),
        withDeadline(60_000, () => gate.promise, { signal }),
        mapConcurrent([1, 2], () => gate.promise, { concurrency: 2, signal }),
        semaphore.acquire(signal).then((releaseNext) => releaseNext()),
      ]).flat();
      expect(listenersOn(signal)).toBe(1);
      await idle();
      expect(listenersOn(signal)).toBe(1);
      gate.resolve();
      release();
      await Promise.all(open);
    });
    expect(listenersOn(signal)).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('tells all in the order they came, each once', () => {
    const controller = new AbortController();
    const order: string[] = [];
    for (const name of ['a', 'b', 'c']) listen(controller.signal, noting(order, name));
    controller.abort();
    controller.abort();
    expect(order).toEqual(['a', 'b', 'c']);
    expect(listenersOn(controller.signal)).toBe(0);
  });

  test('does not tell one who left, also one who left while others were being told', () => {
    const controller = new AbortController();
    const { signal } = controller;
    const order: string[] = [];
    const [before, during, last] = ['before', 'during', 'last'].map((name) => noting(order, name));
    if (!before || !during || !last) throw new Error('Expected three followers');
    listen(signal, before);
    listen(signal, { onAbort: () => unlisten(signal, during) });
    listen(signal, during);
    listen(signal, last);
    unlisten(signal, before);
    controller.abort();
    expect(order).toEqual(['last']);
  });

  test('may be taken up again after the last one left, and undone twice', () => {
    const controller = new AbortController();
    const { signal } = controller;
    const order: string[] = [];
    const follower = noting(order, 'told');
    listen(signal, follower);
    unlisten(signal, follower);
    unlisten(signal, follower);
    expect(listenersOn(signal)).toBe(0);
    listen(signal, follower);
    controller.abort();
    unlisten(signal, follower);
    expect(order).toEqual(['told']);
  });

  test('does not keep those it told alive, however long the aborted signal lives', async () => {
    const controller = new AbortController();
    const told: string[] = [];
    const refs = Array.from({ length: 100 }, () => {
      const follower = noting(told, 'told');
      listen(controller.signal, follower);
      return new WeakRef(follower);
    });
    controller.abort();
    await idle();
    collectGarbage();
    expect(told).toHaveLength(100);
    expect(refs.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(10);
    expect(controller.signal.aborted).toBe(true);
  });

  test('does not keep a signal alive that nobody else holds', async () => {
    const refs = Array.from({ length: 100 }, () => {
      const { signal } = new AbortController();
      listen(signal, noting([], 'never'));
      return new WeakRef(signal);
    });
    await idle();
    collectGarbage();
    expect(refs.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(10);
  });
});
