import { setMaxListeners } from 'node:events';
import { Cancelled } from './cancelled.ts';
import { listen, unlisten, type AbortListener } from './abort-listeners.ts';

/** What the body of a {@link taskGroup} works with. Both members may be destructured. */
export interface TaskGroup {
  /** Aborted when a task or the body has failed, or the group was cancelled from outside. Not aborted by success. */
  readonly signal: AbortSignal;
  /**
   * Starts a task at once and gives its promise, which need not be awaited: a failure reaches the group anyhow.
   * @throws the group's reason, without calling `fn`, when the group is shutting down; an Error after its end
   */
  readonly spawn: <T>(fn: () => T | PromiseLike<T>) => Promise<T>;
}

/**
 * Runs `body` and every task it spawns, and settles only when all of them have settled: no task outlives it.
 *
 * The first failure aborts `group.signal` for the rest; all failures are reported, in the order they happened, in one
 * `AggregateError` (also when there is only one). Giving up because of the abort is not a failure. When `signal`
 * is aborted the group is cancelled and rejects with that signal's reason itself, even if every task finished
 * normally; with failures besides, the AggregateError's `cause` is that reason.
 *
 * A task cannot be interrupted, only asked: pass `group.signal` to what it waits for. A task that must not sink the
 * group catches its failure and returns it as a value.
 *
 * Modelled on CPython's `asyncio.TaskGroup` and Trio's nurseries.
 *
 * @returns what `body` returned
 * @throws {AggregateError} if a task or the body failed
 */
export function taskGroup<R>(
  body: (group: TaskGroup) => R | PromiseLike<R>,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<R> {
  return new Promise((resolve, reject) => {
    if (options.signal?.aborted) reject(options.signal.reason);
    else new Group(options.signal, resolve, reject).run(body);
  });
}

class Group<R> implements AbortListener {
  #state: 'open' | 'closing' | 'ended' = 'open';
  /** Unsettled tasks, and the body. Finished tasks leave nothing behind, so a long-lived group does not grow. */
  #pending = 1;
  #aborted = false;
  #reason: unknown;
  readonly #failures: unknown[] = [];
  readonly #listed = new Set<unknown>();
  #controller: AbortController | undefined;
  #result: { value: R } | undefined;
  readonly #outer: AbortSignal | undefined;
  readonly #resolve: (value: R) => void;
  readonly #reject: (reason: unknown) => void;

  constructor(outer: AbortSignal | undefined, resolve: (value: R) => void, reject: (reason: unknown) => void) {
    this.#outer = outer;
    this.#resolve = resolve;
    this.#reject = reject;
    if (outer) listen(outer, this);
  }

  run(body: (group: TaskGroup) => R | PromiseLike<R>): void {
    const signal = (): AbortSignal => this.#signal();
    const spawn = <T>(fn: () => T | PromiseLike<T>): Promise<T> => this.#spawn(fn);
    start(() =>
      body({
        spawn,
        get signal() {
          return signal();
        },
      }),
    ).then(
      (value) => {
        this.#result = { value };
        this.#settled();
      },
      (error: unknown) => {
        // The body may have awaited a handle that rejected with a primitive, which has no identity to tell it by.
        if (isObject(error) || !this.#failures.includes(error)) this.#failed(error);
        this.#settled();
      },
    );
  }

  onAbort(): void {
    this.#close(this.#outer?.reason);
  }

  #spawn<T>(fn: () => T | PromiseLike<T>): Promise<T> {
    // A listener registered before ours may spawn before we have heard of the abort.
    if (this.#outer?.aborted) this.onAbort();
    if (this.#state === 'closing') throw this.#reason;
    if (this.#state === 'ended') throw new Error('Expected `spawn` to be called before the task group ended');
    this.#pending++;
    const task = start(fn);
    // Attached in this very turn: a macrotask later a failure would be an unhandledRejection.
    task.then(this.#onTaskDone, this.#onTaskFailed);
    return task;
  }

  readonly #onTaskDone = (): void => this.#settled();

  readonly #onTaskFailed = (error: unknown): void => {
    this.#failed(error);
    this.#settled();
  };

  #failed(error: unknown): void {
    if (this.#isCancellation(error)) return;
    if (isObject(error)) {
      // Whoever awaits a failed handle fails with the same error: list it once.
      if (this.#listed.has(error)) return;
      this.#listed.add(error);
    }
    this.#failures.push(error);
    if (this.#state === 'open') this.#close(new Cancelled('A task of the group failed', { cause: error }));
  }

  #isCancellation(error: unknown): boolean {
    if (this.#state === 'open') return false;
    if (Object.is(error, this.#reason) || (this.#outer?.aborted && Object.is(error, this.#outer.reason))) return true;
    return error instanceof Error && error.name === 'AbortError';
  }

  #close(reason: unknown): void {
    if (this.#state !== 'open') return;
    this.#state = 'closing';
    this.#aborted = true;
    this.#reason = reason;
    this.#controller?.abort(reason);
  }

  /** Made on first use: a signal costs 9.5 us, and many groups never look at theirs. */
  #signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      setMaxListeners(Infinity, this.#controller.signal);
      if (this.#aborted) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  #settled(): void {
    if (--this.#pending > 0) return;
    this.#state = 'ended';
    if (this.#outer) unlisten(this.#outer, this);
    const cancelled = this.#outer?.aborted === true;
    if (this.#failures.length > 0) {
      const count = this.#failures.length === 1 ? '1 task' : `${this.#failures.length} tasks`;
      const message = `${count} of the group failed: ${describe(this.#failures[0])}`;
      this.#reject(new AggregateError(this.#failures, message, cancelled ? { cause: this.#outer?.reason } : undefined));
    } else if (cancelled) {
      this.#reject(this.#outer?.reason);
    } else if (this.#result) {
      this.#resolve(this.#result.value);
    }
  }
}

/** Calls `fn`; a synchronous throw becomes a rejection, a thenable a promise. */
function start<T>(fn: () => T | PromiseLike<T>): Promise<T> {
  try {
    return Promise.resolve(fn());
  } catch (error) {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- whatever was thrown, also a falsy value
    return Promise.reject(error);
  }
}

function isObject(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message || error.name : isObject(error) ? `a thrown ${typeof error}` : String(error);
}
