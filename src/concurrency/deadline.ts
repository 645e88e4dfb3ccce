import { setMaxListeners } from 'node:events';
import { listen, unlisten, type AbortListener } from './abort-listeners.ts';

/** The longest delay Node's timers keep (24.8 days); anything above would fire after 1 ms. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** A deadline of {@link withDeadline} was missed. It is also the reason `fn`'s signal was aborted with. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
  /** The deadline that was missed, in milliseconds. */
  readonly ms: number;

  constructor(ms: number) {
    super(`Deadline of ${ms} ms exceeded`);
    this.ms = ms;
  }
}

/**
 * Gives `fn` a signal that is aborted after `ms` milliseconds or when `signal` is, whichever comes first.
 *
 * It rejects with a {@link TimeoutError} only if it was this deadline that fired and `fn` gave up because of it: a
 * foreign error stands even when it comes late, a late success is a success, an outer abort is not a timeout, and of
 * nested deadlines each knows its own. A met deadline leaves no timer and no listener.
 *
 * @param ms milliseconds, clamped to 2^31 - 1; Infinity is the same
 * @throws {RangeError} if `ms` is negative or not a number
 * @throws the reason of `signal`, without calling `fn`, if it is aborted already
 */
export async function withDeadline<T>(
  ms: number,
  fn: (signal: AbortSignal) => T | PromiseLike<T>,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<T> {
  if (typeof ms !== 'number' || !(ms >= 0)) {
    throw new RangeError(`Expected \`ms\` to be a number of milliseconds, 0 or more, got ${String(ms)}`);
  }
  const { signal: outer } = options;
  if (outer?.aborted) throw outer.reason;

  const controller = new AbortController();
  setMaxListeners(Infinity, controller.signal);
  let timeout: TimeoutError | undefined;
  const timer = setTimeout(
    () => {
      if (controller.signal.aborted) return;
      timeout = new TimeoutError(ms);
      controller.abort(timeout);
    },
    Math.min(ms, MAX_DELAY_MS),
  );
  const follower: AbortListener = { onAbort: () => controller.abort(outer?.reason) };
  if (outer) listen(outer, follower);
  try {
    return await fn(controller.signal);
  } catch (error) {
    throw timeout && gaveUp(error, timeout) ? timeout : error;
  } finally {
    clearTimeout(timer);
    if (outer) unlisten(outer, follower);
  }
}

/** Whether `error` says "aborted because of `reason`": the reason itself, or an AbortError that names no other cause. */
function gaveUp(error: unknown, reason: TimeoutError): boolean {
  if (error === reason) return true;
  if (!(error instanceof Error) || error.name !== 'AbortError') return false;
  return error.cause === undefined || error.cause === reason;
}
