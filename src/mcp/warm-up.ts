import { availableParallelism, loadavg } from 'node:os';
import type { Readable } from 'node:stream';

/** Something that is done ahead. */
export interface WarmUpStep {
  /** Milliseconds without a message before it. */
  readonly quietMs: number;
  /** Whether it takes a processor of its own: a machine without one to spare does it when it is needed. */
  readonly isHeavy?: boolean;
  /** Whatever goes wrong with it is told to the first call that needs it. */
  run(): Promise<unknown>;
}

/**
 * Does ahead what the first calls would wait for, a step at a time, each when no message has come for a while: a message
 * waits for one step at the most.
 * @param messages from which they come
 */
export function warmUp(messages: Readable, steps: readonly WarmUpStep[], isBusy: () => boolean = isMachineBusy): void {
  const rest = [...steps];
  let timer: NodeJS.Timeout | undefined;
  let isRunning = false;
  const wait = (): void => {
    clearTimeout(timer);
    const [next] = rest;
    if (isRunning) return;
    if (next) timer = setTimeout(() => void take(next), next.quietMs).unref();
    else messages.off('data', wait);
  };
  const take = async (step: WarmUpStep): Promise<void> => {
    rest.shift();
    isRunning = true;
    if (!step.isHeavy || !isBusy()) await step.run().catch(() => undefined);
    isRunning = false;
    wait();
  };
  messages.on('data', wait);
  wait();
}

function isMachineBusy(): boolean {
  return (loadavg()[0] ?? 0) > availableParallelism();
}
