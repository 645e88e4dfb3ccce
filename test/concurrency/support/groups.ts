import { taskGroup, type TaskGroup } from '../../../src/concurrency/index.ts';
import { deferred } from './async.ts';

/** A group that is open until `close` is called, to be looked at from outside. */
export function openGroup(options?: { signal: AbortSignal }): TaskGroup & { close: () => void; done: Promise<void> } {
  const { promise, resolve: close } = deferred();
  let group!: TaskGroup;
  const done = taskGroup((opened) => {
    group = opened;
    return promise;
  }, options);
  return { ...group, close, done };
}

/** Every falsy value, `undefined` first: as a reason it would not be falsy. */
export const FALSY = [undefined, null, 0, -0, Number.NaN, '', false, 0n];
