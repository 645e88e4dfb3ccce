import { parentPort } from 'node:worker_threads';
import { parseJson } from './decode/json.ts';
import type { Answer, Job } from './workers/job.ts';

/** The entry of a worker thread: one job at a time, each kind's libraries loaded at its first job. */
parentPort?.on('message', (job: Job & { readonly id: number }) => void answer(job));

function send(message: Answer): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(message);
}

async function answer(job: Job & { readonly id: number }): Promise<void> {
  const { id } = job;
  try {
    const run = await prepared(job);
    send({ id, started: true });
    send({ id, ok: true, value: run() });
  } catch (error) {
    send({ id, ok: false, error: error instanceof Error ? error.message : String(error) });
  }
}

/** Loads what a job needs, so that the job's own time begins after it. */
async function prepared(job: Job): Promise<() => string> {
  if (job.task === 'markdown') {
    const { htmlToMarkdown } = await import('./html/to-markdown.ts');
    return () => htmlToMarkdown(job.html, job.baseUrl);
  }
  const { search } = await import('@jmespath-community/jmespath');
  return () => {
    const { json } = job;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is being parsed from JSON
    const body = (typeof json === 'string' ? JSON.parse(json) : parseJson(Buffer.from(json).toString())) as Parameters<
      typeof search
    >[0];
    return JSON.stringify(search(body, job.expression) ?? null);
  };
}
