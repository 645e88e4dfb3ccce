import type { Readable, Writable } from 'node:stream';
import type { Log } from '../log.ts';

export interface LifecycleOptions {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly log: Log;
  /** Ends what is in flight and closes its sockets. */
  stop(): Promise<void>;
  exit(code: number): void;
}

/** Milliseconds to end what is in flight, and to hand over what is already written. */
const STOP_MS = 400;
const FLUSH_MS = 400;

/**
 * Leaves when nobody listens any more: stdin has ended, stdout is closed, SIGTERM or SIGINT. What is in flight is
 * ended, what is already written is handed over, so that no half line is left; all within a second.
 * @returns leaves on behalf of somebody else, with an exit code that is not 0 where that is a failure
 */
export function lifecycle(options: LifecycleOptions): (why: string, code: number) => void {
  const { stdin, stdout, stderr, log } = options;
  let leaving = false;
  const leave = (why: string, code = 0): void => {
    if (leaving) return;
    leaving = true;
    log(code === 0 ? 'info' : 'error', `leaving: ${why}`);
    void within(STOP_MS, options.stop())
      .then(() => within(FLUSH_MS, flushed(stdout)))
      .then(() => options.exit(code));
  };
  // A turn later, so that what came just before the end is still answered.
  stdin.once('end', () => setImmediate(leave, 'stdin has ended'));
  stdin.once('close', () => setImmediate(leave, 'stdin is closed'));
  // Without a listener a closed stdout is an unhandled EPIPE; a closed stderr concerns nobody.
  stdout.on('error', (error) => leave(`stdout: ${error.message}`));
  stderr.on('error', () => undefined);
  // A reader that stalls makes every answer wait for the same drain.
  stdout.setMaxListeners(0);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => leave(signal));
  return leave;
}

/** Settles when `promise` does, and after `ms` at the latest; its failure is for others to report. */
function within(ms: number, promise: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    promise.then(done, done);
  });
}

function flushed(stdout: Writable): Promise<void> {
  return new Promise((resolve) => {
    if (stdout.destroyed || stdout.writableLength === 0) resolve();
    else stdout.once('drain', resolve);
  });
}
