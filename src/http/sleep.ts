import { listen, unlisten, type AbortListener } from '../concurrency/abort-listeners.ts';

/**
 * Waits.
 * @param ms milliseconds; more than Node's timers keep (24.8 days) are those
 * @throws the reason of `signal`, as soon as it is aborted
 */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is the caller's value
    if (signal.aborted) return reject(signal.reason);
    const timer = setTimeout(
      () => {
        unlisten(signal, listener);
        resolve();
      },
      Math.min(ms, 2 ** 31 - 1),
    );
    const listener: AbortListener = {
      onAbort: () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
    };
    listen(signal, listener);
  });
}
