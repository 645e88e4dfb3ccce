import type { JobContext } from './job-context.ts';
import { JOBS, type JobName } from './jobs.ts';
import type { AnswerMessage, JobMessage } from './messages.ts';
import { endWithParent } from './orphan-watch.ts';

// The entry of a sandbox process: one job at a time, the code of each kind loaded at its first job.
const watchParent = endWithParent();
process.on('message', (message: JobMessage) => void answer(message));

function send(message: AnswerMessage): void {
  process.send?.(message);
}

async function answer({ id, name, args }: JobMessage): Promise<void> {
  try {
    const run = await load(name);
    // What warms up is over soon, and the watcher is there for the first job all the same.
    if (name !== 'warm') watchParent();
    send({ id, started: true });
    // A turn later, so that the parent hears of the start before the work holds this process up.
    await new Promise((resolve) => setImmediate(resolve));
    const value: unknown = await run(args, { extend: (moreMs) => send({ id, moreMs }) });
    send({ id, value, rss: process.memoryUsage.rss() });
    watchParent();
  } catch (error) {
    send({ id, error: error instanceof Error ? error.message : String(error) });
  }
}

/** Loads what a job needs, so that the job's own time begins after it. */
async function load(name: string): Promise<(args: unknown, context: JobContext) => unknown> {
  if (!Object.hasOwn(JOBS, name)) throw new Error(`there is no job "${name}"`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- looked up in the line above
  const { run } = await JOBS[name as JobName]();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the parent's side checks arguments by this very type
  return run as (args: unknown, context: JobContext) => unknown;
}
