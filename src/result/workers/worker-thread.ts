import { Worker } from 'node:worker_threads';
import { listen, unlisten, type AbortListener } from '../../concurrency/abort-listeners.ts';
import { Semaphore } from '../../concurrency/semaphore.ts';
import { JobError, WorkerCrash, WorkerTimeout } from './errors.ts';
import type { Answer, Job } from './job.ts';

/** Loading the libraries and starting the thread is not a job's own time, but must end too. */
const START_LIMIT_MS = 30_000;

/** What V8 does in one step, such as parsing JSON out of memory, is not interrupted. */
const END_GRACE_MS = 1_000;

/** One worker at a time, and the line before it. */
export class WorkerThread {
  readonly #url: URL;
  readonly #turn = new Semaphore(1);
  readonly #closing = new AbortController();
  #worker: Worker | undefined;
  #ended: Promise<unknown> = Promise.resolve();
  #nextId = 1;

  constructor(url: URL) {
    this.#url = url;
  }

  get isAlive(): boolean {
    return this.#worker !== undefined;
  }

  async run(job: Job, limitMs: number, signal: AbortSignal | undefined): Promise<string> {
    const release = await this.#turn.acquire(signal);
    try {
      return await this.#ask(job, limitMs, signal);
    } finally {
      // The next job waits until the thread that was ended is gone, but not for one that is deep in native code.
      const grace = setTimeout(release, END_GRACE_MS);
      void this.#ended.finally(() => clearTimeout(grace)).then(release, release);
    }
  }

  async close(): Promise<void> {
    this.#closing.abort(new WorkerCrash('The workers are closed'));
    this.#end();
    await this.#ended;
  }

  #ask(job: Job, limitMs: number, signal: AbortSignal | undefined): Promise<string> {
    return new Promise((resolve, reject) => {
      const stopped = [signal, this.#closing.signal].find((each) => each?.aborted);
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is the caller's value
      if (stopped) return reject(stopped.reason);
      const id = this.#nextId++;
      const worker = (this.#worker ??= this.#start());
      const settle = (end: () => void, dead: boolean): void => {
        clearTimeout(timer);
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        if (signal) unlisten(signal, aborted);
        unlisten(this.#closing.signal, closed);
        if (dead) this.#end();
        else worker.unref();
        end();
      };
      const onMessage = (answer: Answer): void => {
        if (answer.id !== id) return;
        if ('started' in answer) {
          clearTimeout(timer);
          timer = setTimeout(late, limitMs);
        } else if (answer.ok) settle(() => resolve(answer.value), false);
        else settle(() => reject(new JobError(answer.error)), false);
      };
      const died = (why: string, cause?: unknown): void => {
        settle(() => reject(new WorkerCrash(`The ${job.task} worker ended: ${why}`, { cause })), true);
      };
      const onError = (error: Error): void => died(error.message, error);
      const onExit = (code: number): void => died(`exit code ${code}`);
      const late = (): void => settle(() => reject(new WorkerTimeout(job.task, limitMs)), true);
      const unstarted = (): void => died(`it was not ready within ${START_LIMIT_MS} ms`);
      const aborted: AbortListener = { onAbort: () => settle(() => reject(signal?.reason), true) };
      const closed: AbortListener = { onAbort: () => settle(() => reject(this.#closing.signal.reason), true) };
      let timer = setTimeout(unstarted, START_LIMIT_MS);
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      if (signal) listen(signal, aborted);
      listen(this.#closing.signal, closed);
      worker.ref();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage({ ...job, id });
    });
  }

  /**
   * Nothing of the process reaches the thread: no environment, and not the standard output, which is the protocol's.
   * What it writes there stays unread: reading it would keep the process alive.
   */
  #start(): Worker {
    const worker = new Worker(this.#url, {
      env: {},
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 8 },
    });
    // One that dies while idle is replaced at the next job; without a listener it would end the process.
    const forget = (): void => {
      if (this.#worker === worker) this.#worker = undefined;
    };
    worker.on('error', forget).on('exit', forget);
    return worker;
  }

  #end(): void {
    const worker = this.#worker;
    if (!worker) return;
    this.#worker = undefined;
    this.#ended = worker.terminate();
  }
}
