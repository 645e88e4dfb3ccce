import { getEventListeners } from 'node:events';
import { setImmediate as macrotask } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** A promise settled from outside. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

/** `Promise.withResolvers`, which Node 20 lacks. */
export function deferred<T = void>(): Deferred<T> {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Lets exactly `count` microtasks in a row pass. */
export async function microtasks(count: number): Promise<void> {
  for (let passed = 0; passed < count; passed++) await Promise.resolve();
}

/** Waits until every microtask, and whatever Node reports after them (unhandled rejections, warnings), is through. */
export async function idle(): Promise<void> {
  await macrotask();
  await macrotask();
}

/** What `promise` rejects with; fails if it does not. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`Expected a rejection, got ${String(value)}`);
}

/** The errors of the AggregateError that `promise` rejects with; fails if it rejects with anything else. */
export async function failuresOf(promise: Promise<unknown>): Promise<unknown[]> {
  const error = await failureOf(promise);
  if (error instanceof AggregateError) return error.errors;
  throw new Error('Expected an AggregateError', { cause: error });
}

/** What `action` throws, in this turn; fails if it does not. */
export function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('Expected a throw');
}

/** `pending`, `fulfilled` or `rejected`, as far as the promise is after this turn. */
export async function stateOf(promise: Promise<unknown>): Promise<'pending' | 'fulfilled' | 'rejected'> {
  let state: 'pending' | 'fulfilled' | 'rejected' = 'pending';
  promise.then(
    () => (state = 'fulfilled'),
    () => (state = 'rejected'),
  );
  await idle();
  return state;
}

/** Never fulfils; rejects with the reason of `signal` once it is aborted, as a well-behaved task does. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    if (signal.aborted) reject(signal.reason);
  });
}

/** A promise that is no `Promise`, as other libraries make them. */
export class Thenable<T> implements PromiseLike<T> {
  readonly #promise: Promise<T>;

  constructor(promise: Promise<T>) {
    this.#promise = promise;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- the point of it
  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): PromiseLike<A | B> {
    return new Thenable(this.#promise.then(onFulfilled, onRejected));
  }
}

/** How many abort listeners are on `signal`. */
export function listenersOn(signal: AbortSignal): number {
  return getEventListeners(signal, 'abort').length;
}

/** Runs `scenario` and gives the unhandled rejections and warnings that Node reported meanwhile. */
export async function complaintsDuring(scenario: () => unknown): Promise<unknown[]> {
  const complaints: unknown[] = [];
  const note = (complaint: unknown): void => void complaints.push(complaint);
  process.on('unhandledRejection', note);
  process.on('warning', note);
  try {
    await scenario();
    await idle();
  } finally {
    process.off('unhandledRejection', note);
    process.off('warning', note);
  }
  return complaints;
}

/** Collects all garbage, in a process that was started without `--expose-gc`. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('Expected a `gc` function');
  collect();
}
