import { Worker } from 'node:worker_threads';
import { Semaphore } from '../concurrency/semaphore.ts';
import { follow, unfollow, type Follower } from '../concurrency/follow.ts';
import { JobError, WorkerCrash, WorkerTimeout } from './worker-errors.ts';

/** What a worker does: a page to Markdown, or a JMESPath expression over JSON text, answered as JSON text. */
export type Job =
  | { readonly task: 'markdown'; readonly html: string; readonly baseUrl: string }
  | { readonly task: 'select'; readonly json: string; readonly expression: string };

/** What a worker says: that a job's own work begins, and then how it ended. */
export type Answer =
  | { readonly id: number; readonly started: true }
  | { readonly id: number; readonly ok: true; readonly value: string }
  | { readonly id: number; readonly ok: false; readonly error: string };

/** Loading the libraries and starting the thread is not a job's own time, but must end too. */
const START_LIMIT_MS = 30_000;

/** What V8 does in one step, such as parsing JSON out of memory, is not interrupted. */
const END_GRACE_MS = 1_000;

/**
 * Runs jobs in worker threads, at most one thread for each kind of job, made at the first one and kept. Jobs of a kind
 * run one at a time, in the order they came. An idle thread does not keep the process alive.
 */
export class Workers {
  readonly #url: URL;
  readonly #lanes = new Map<Job['task'], Lane>();
  #closed = false;

  /** @param workerUrl the compiled `worker.js` */
  constructor(workerUrl: URL) {
    this.#url = workerUrl;
  }

  /** Kinds of jobs that have a thread now. */
  get running(): readonly Job['task'][] {
    return [...this.#lanes].filter(([, lane]) => lane.isAlive).map(([task]) => task);
  }

  /**
   * @param options.limitMs the job's own time in milliseconds, from when the worker begins with it
   * @param options.signal ends the job, in the line or while it runs; the promise rejects with the signal's reason
   * @throws {WorkerTimeout} at the limit
   * @throws {WorkerCrash} if the worker died of the job, or the workers were closed
   * @throws {JobError} if the job failed
   */
  run(job: Job, options: { limitMs: number; signal?: AbortSignal | undefined }): Promise<string> {
    if (this.#closed) return Promise.reject(new WorkerCrash('The workers are closed'));
    let lane = this.#lanes.get(job.task);
    if (!lane) this.#lanes.set(job.task, lane = new Lane(this.#url));
    return lane.run(job, options.limitMs, options.signal);
  }

  /** Ends every worker; jobs that run or wait reject. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#lanes.values()].map((lane) => lane.close()));
  }
}

/** One worker at a time, and the line before it. */
class Lane {
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
      const worker = this.#worker ??= this.#start();
      const settle = (end: () => void, dead: boolean): void => {
        clearTimeout(timer);
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        if (signal) unfollow(signal, aborted);
        unfollow(this.#closing.signal, closed);
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
      const aborted: Follower = { onAbort: () => settle(() => reject(signal?.reason), true) };
      const closed: Follower = { onAbort: () => settle(() => reject(this.#closing.signal.reason), true) };
      let timer = setTimeout(unstarted, START_LIMIT_MS);
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      if (signal) follow(signal, aborted);
      follow(this.#closing.signal, closed);
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
