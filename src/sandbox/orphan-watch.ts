import { Worker } from 'node:worker_threads';

/** Milliseconds between two looks at whether the parent is still there. */
const INTERVAL_MS = 250;

/**
 * Runs beside a job that may hold up the main thread for seconds. When the parent dies, the system gives this process
 * another one (on Windows its process id stops existing), also where nobody could send a signal.
 */
const WATCHER = `
const parent = process.ppid;
const isGone = () => {
  if (process.ppid !== parent) return true;
  try { process.kill(parent, 0); return false; } catch (error) { return error.code === 'ESRCH'; }
};
setInterval(() => { if (isGone()) process.kill(process.pid, 'SIGKILL'); }, ${INTERVAL_MS});
`;

let isWatching = false;

/** Ends this process with its parent, in whatever way that ends, as long as nothing holds up the main thread. */
export function endWithParent(): void {
  process.on('disconnect', () => process.exit(0));
}

/** The same from now on, whatever is running here. The thread takes as much to start as most jobs: not before it is needed. */
export function watchParent(): void {
  if (isWatching) return;
  isWatching = true;
  const limits = { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 };
  new Worker(WATCHER, { eval: true, env: {}, execArgv: [], resourceLimits: limits }).unref();
}
