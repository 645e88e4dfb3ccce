import { Semaphore } from '../../concurrency/semaphore.ts';
import { LARGE_BYTES } from '../large-bodies.ts';
import { WorkerThread } from './worker-thread.ts';
import { WorkerCrash } from './errors.ts';
import type { Job } from './job.ts';

/**
 * Runs jobs in worker threads, at most one thread for each kind of job, made at the first one and kept. Jobs of a kind
 * run one at a time, in the order they came. An idle thread does not keep the process alive.
 */
export class Workers {
  readonly #url: URL;
  readonly #lanes = new Map<Job['task'], WorkerThread>();
  readonly #large = new Semaphore(1);
  readonly #pages = new Semaphore(1);
  #closed = false;

  /** @param workerUrl the compiled `worker.js` */
  constructor(workerUrl: URL) {
    this.#url = workerUrl;
  }

  /** Kinds of jobs that have a thread now. */
  get running(): readonly Job['task'][] {
    return [...this.#lanes].filter(([, workerThread]) => workerThread.isAlive).map(([task]) => task);
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
    let workerThread = this.#lanes.get(job.task);
    if (!workerThread) this.#lanes.set(job.task, (workerThread = new WorkerThread(this.#url)));
    return workerThread.run(job, options.limitMs, options.signal);
  }

  /**
   * Reads a body with `read`; a large one alone, without another large one at the same time: together they would take
   * the memory of all, and hold up everything else for as long as all take.
   * @param bytes of the body
   * @throws the reason of `signal`, while it waits for its turn
   */
  async inTurn<R>(bytes: number, signal: AbortSignal, read: () => Promise<R>): Promise<R> {
    if (bytes < LARGE_BYTES) return read();
    const release = await this.#large.acquire(signal);
    try {
      return await read();
    } finally {
      release();
    }
  }

  /**
   * The same for one page of several. Only one stands in the line: those behind would be read before the first of them is
   * let go, and the values of all would be in memory, where they take many times the bytes.
   */
  async pageInTurn<R>(bytes: number, signal: AbortSignal, read: () => Promise<R>): Promise<R> {
    if (bytes < LARGE_BYTES) return read();
    const release = await this.#pages.acquire(signal);
    try {
      return await this.inTurn(bytes, signal, read);
    } finally {
      release();
    }
  }

  /** Ends every worker; jobs that run or wait reject. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#lanes.values()].map((workerThread) => workerThread.close()));
  }
}
