import { Worker } from 'node:worker_threads';
import type { AnswerMessage, JobMessage } from '../../../src/sandbox/messages.ts';
import type { ReadArgs } from '../../../src/sandbox/jobs/read.ts';
import { unbundled } from './unbundled.ts';

/** The built code of the sandbox. */
const ENTRY = new URL('../../../dist/sandbox.js', import.meta.url);
const LIMIT_MS = 60_000;

/** Something that runs jobs as the sandbox does. */
export interface JobRunner {
  readonly read: (args: ReadArgs) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

export const RUNNERS = {
  'in the sandbox': inProcess,
  'in a thread': inThread,
} as const;

/** The sandbox as it is served: a process of its own. */
async function inProcess(): Promise<JobRunner> {
  const { Sandbox } = await unbundled<typeof import('../../../src/sandbox/sandbox.ts')>('sandbox/sandbox.js');
  const sandbox = new Sandbox(ENTRY);
  const { signal } = new AbortController();
  return {
    read: (args) => sandbox.run('read', args, { owner: sandbox, limitMs: LIMIT_MS, signal }),
    close: () => sandbox.close(),
  };
}

/** The same code in a worker thread, without tsx: what it says to its parent process goes to the thread that started it. */
async function inThread(): Promise<JobRunner> {
  const script = `import { parentPort } from 'node:worker_threads';
    process.send = (message) => parentPort.postMessage(message);
    await import(${JSON.stringify(ENTRY.href)});
    parentPort.on('message', (message) => process.emit('message', message));`;
  const thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(script)}`), { execArgv: [] });
  let id = 0;
  return {
    read(args) {
      const job: JobMessage = { id: ++id, name: 'read', args };
      return new Promise((resolve, reject) => {
        const hear = (answer: AnswerMessage): void => {
          if (!('value' in answer || 'error' in answer)) return;
          thread.off('message', hear);
          if ('value' in answer) resolve(answer.value);
          else reject(new Error(answer.error));
        };
        thread.on('message', hear);
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
        thread.postMessage(job);
      });
    },
    async close() {
      await thread.terminate();
    },
  };
}
