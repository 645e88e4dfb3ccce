import { listen, unlisten } from './abort-listeners.ts';
import { taskGroup, type TaskGroup } from './task-group.ts';

/**
 * Calls `fn` for each item, at most `concurrency` at a time, and gives the results in the order of the items.
 *
 * Items are pulled only when there is room, so an endless iterable is fine while something ends it, and besides
 * the results memory is O(concurrency). The first failure aborts the others' signal and pulls no more; an iterator
 * that is left before its end is closed.
 *
 * @param fn called with the item, its index, and the signal of the group the calls run in
 * @param options.concurrency calls in flight, a positive integer
 * @param options.signal cancels the rest; the promise then rejects with its reason
 * @throws {RangeError} if `concurrency` is not a positive integer
 * @throws {AggregateError} if a call, or pulling an item, failed
 */
export async function mapConcurrent<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  fn: (item: T, index: number, signal: AbortSignal) => R | PromiseLike<R>,
  options: { concurrency: number; signal?: AbortSignal | undefined },
): Promise<R[]> {
  const { concurrency, signal: outer } = options;
  if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
    throw new RangeError(`Expected \`concurrency\` to be a positive integer, got ${String(concurrency)}`);
  }
  if (outer?.aborted) throw outer.reason;
  const results: R[] = [];
  const source: Source<T> =
    typeof items !== 'string' && Symbol.asyncIterator in items ? new AsyncSource(items) : new SyncSource(items);
  const body = async ({ spawn, signal }: TaskGroup): Promise<void> => {
    const worker = async (pulled: Pulled<T> | undefined): Promise<void> => {
      while (pulled) {
        results[pulled.index] = await fn(pulled.item, pulled.index, signal);
        if (signal.aborted) return;
        const next = source.pull(signal);
        pulled = next instanceof Promise ? await next : next;
      }
    };
    for (let workers = 0; workers < concurrency; workers++) {
      const first = await source.pull(signal);
      if (!first || signal.aborted) return;
      void spawn(() => worker(first));
    }
  };
  try {
    await taskGroup(body, { signal: outer });
  } finally {
    await source.close();
  }
  return results;
}

interface Pulled<T> {
  readonly item: T;
  readonly index: number;
}

interface Source<T> {
  /** The next item, or undefined at the end. */
  pull(signal: AbortSignal): Pulled<T> | undefined | Promise<Pulled<T> | undefined>;
  /** Closes the iterator unless it has ended. As in `for..of`, what closing throws does not replace the first error. */
  close(): void | Promise<void>;
}

class SyncSource<T> implements Source<T> {
  readonly #iterator: Iterator<T>;
  #index = 0;
  #ended = false;

  constructor(items: Iterable<T>) {
    this.#iterator = items[Symbol.iterator]();
  }

  pull(): Pulled<T> | undefined {
    if (this.#ended) return undefined;
    this.#ended = true; // stands if next() throws
    const next = this.#iterator.next();
    if (next.done) return undefined;
    this.#ended = false;
    return { item: next.value, index: this.#index++ };
  }

  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    try {
      this.#iterator.return?.();
    } catch {
      // see Source.close
    }
  }
}

class AsyncSource<T> implements Source<T> {
  readonly #iterator: AsyncIterator<T>;
  #index = 0;
  #ended = false;
  #pulling = false;
  /** Pulls run one after the other, so that the index is the order in which items arrive. */
  #line: Promise<unknown> = Promise.resolve();

  constructor(items: AsyncIterable<T>) {
    this.#iterator = items[Symbol.asyncIterator]();
  }

  pull(signal: AbortSignal): Promise<Pulled<T> | undefined> {
    const turn = (): Promise<Pulled<T> | undefined> => orAborted(() => this.#next(), signal);
    // After a failure too: whoever waits in line then finds the source ended, and does not fail with it once more.
    const pulled = this.#line.then(turn, turn);
    this.#line = pulled;
    return pulled;
  }

  async #next(): Promise<Pulled<T> | undefined> {
    if (this.#ended) return undefined;
    this.#ended = true;
    this.#pulling = true;
    let next: IteratorResult<T>;
    try {
      next = await this.#iterator.next();
    } finally {
      this.#pulling = false;
    }
    if (next.done) return undefined;
    this.#ended = false;
    return { item: next.value, index: this.#index++ };
  }

  async close(): Promise<void> {
    if (this.#ended && !this.#pulling) return;
    const closed = this.#return();
    // A source that hangs in next() would hang its return() too: ask, and do not wait.
    if (!this.#pulling) await closed;
  }

  async #return(): Promise<void> {
    try {
      await this.#iterator.return?.();
    } catch {
      // see Source.close
    }
  }
}

/** Stops waiting when `signal` is aborted, so that a stalled source cannot hold a cancelled map open. */
function orAborted<T>(pull: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const follower = { onAbort: () => reject(signal.reason) };
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is the caller's value
    if (signal.aborted) return reject(signal.reason);
    listen(signal, follower);
    pull()
      .then(resolve, reject)
      .finally(() => unlisten(signal, follower));
  });
}
