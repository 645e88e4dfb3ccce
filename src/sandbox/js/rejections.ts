import type { JSValueHandle } from 'quickjs-wasi';

/** More are not told apart: one is enough to say that something is wrong. */
const MAX_KEPT = 100;

/** Promises of a virtual machine that were rejected, and that nothing handles so far. */
export class Rejections {
  readonly #byPromise = new Map<number, { readonly promise: JSValueHandle; readonly reason: JSValueHandle }>();

  /** What the library tells of each: that it was rejected, or that something handles it after all. */
  readonly note = (promise: JSValueHandle, reason: JSValueHandle, isHandled: boolean): void => {
    const { identity } = promise;
    if (isHandled) this.#byPromise.delete(identity);
    // A promise that is kept keeps its identity.
    else if (this.#byPromise.size < MAX_KEPT) this.#byPromise.set(identity, { promise: promise.dup(), reason: reason.dup() });
  };

  /** The reason of the first. */
  get first(): JSValueHandle | undefined {
    return this.#byPromise.values().next().value?.reason;
  }

  clear(): void {
    this.#byPromise.clear();
  }
}
