import { deferred, type Deferred } from './async.ts';

/** What happened to an iterator. */
class Log {
  opened = 0;
  pulled = 0;
  closed = 0;
}

/** 0, 1, 2 ... up to `length`, with a log of the pulls. `next` may replace what a pull does. */
export function counted(length = Infinity, next?: (index: number) => unknown): Iterable<number> & { log: Log } {
  const log = new Log();
  return {
    log,
    [Symbol.iterator]() {
      log.opened++;
      return {
        next(): IteratorResult<number> {
          const index = log.pulled++;
          next?.(index);
          return index < length ? { done: false, value: index } : { done: true, value: undefined };
        },
        return(): IteratorResult<number> {
          log.closed++;
          return { done: true, value: undefined };
        },
      };
    },
  };
}

/** The same, asynchronously: a pull takes as long as the promise that `next` gives. */
export function countedAsync(length = Infinity, next?: (index: number) => unknown): AsyncIterable<number> & { log: Log } {
  const log = new Log();
  return {
    log,
    [Symbol.asyncIterator]() {
      log.opened++;
      return {
        async next(): Promise<IteratorResult<number>> {
          const index = log.pulled++;
          await next?.(index);
          return index < length ? { done: false, value: index } : { done: true, value: undefined };
        },
        async return(): Promise<IteratorResult<number>> {
          log.closed++;
          return { done: true, value: undefined };
        },
      };
    },
  };
}

/** An `fn` whose calls are settled from outside. */
export function gated() {
  const calls: (Deferred<number> & { signal: AbortSignal })[] = [];
  const fn = (_item: number, _index: number, signal: AbortSignal): Promise<number> => {
    const call = { ...deferred<number>(), signal };
    calls.push(call);
    return call.promise;
  };
  return { calls, fn };
}
