import { availableParallelism, loadavg } from 'node:os';
import type { Readable } from 'node:stream';

/** Milliseconds without a message before each step. */
const QUIET_MS = 250;

/**
 * Does ahead what the first calls would wait for, a step at a time, each when no message has come for a while. A machine
 * without a processor to spare does these things when they are needed.
 * @param messages from which they come
 */
export function warmUp(messages: Readable, steps: readonly (() => unknown)[], isBusy: () => boolean = isMachineBusy): void {
  const rest = [...steps];
  const timer = setTimeout(() => {
    const step = isBusy() ? undefined : rest.shift();
    step?.();
    if (step) timer.refresh();
    else messages.off('data', wait);
  }, QUIET_MS).unref();
  const wait = (): void => void timer.refresh();
  messages.on('data', wait);
}

function isMachineBusy(): boolean {
  return (loadavg()[0] ?? 0) > availableParallelism();
}
