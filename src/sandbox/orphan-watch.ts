import { Worker } from 'node:worker_threads';

/** Milliseconds between two looks at whether the parent is still there. */
const INTERVAL_MS = 250;

/**
 * Runs beside a job that may hold up the main thread for seconds. When the parent dies, the system gives this process
 * another one (on Windows its process id stops existing), also where nobody could send a signal.
 */
const WATCHER = `
const { workerData: parent } = require('node:worker_threads');
const isGone = () => {
  if (process.ppid !== parent) return true;
  try { process.kill(parent, 0); return false; } catch (error) { return error.code === 'ESRCH'; }
};
setInterval(() => { if (isGone()) process.kill(process.pid, 'SIGKILL'); }, ${INTERVAL_MS});
`;

/**
 * Ends this process with its parent, in whatever way that ends, as long as nothing holds up the main thread.
 * @returns what does so from then on, whatever is running here. Its thread takes as long to start as most jobs take, so it is
 *   not started before it is needed
 */
export function endWithParent(): () => void {
  const parent = process.ppid;
  process.on('disconnect', () => process.exit(0));
  let watcher: Worker | undefined;
  return () => void (watcher ??= watch(parent));
}

/** @param parent as it was when this process began: one that has gone since has left another in its place */
function watch(parent: number): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 };
  const watcher = new Worker(WATCHER, { eval: true, env: {}, execArgv: [], resourceLimits, workerData: parent });
  watcher.unref();
  return watcher;
}
